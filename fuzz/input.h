/* Inputs as text that a person can read and write: fields on lines, the last field takes
 * the rest. An input whose first line is one digit N gives the rest to field N instead,
 * so that a line end can stand in any field; the fields behind it are then absent.
 *
 * Every field is an exact-size heap copy without a terminator, so that a read of one byte
 * too many is seen. */
#ifndef FAVSPEC_FUZZ_INPUT_H
#define FAVSPEC_FUZZ_INPUT_H

#include "base/buf.h"

enum { FUZZ_FIELDS_MAX = 12, FUZZ_SALTS = 12 };

struct fuzz_input {
    struct span field[FUZZ_FIELDS_MAX]; /* absent where the input has no such line */
};

void fuzz_input_split(struct span data, size_t count, struct fuzz_input *out);
/* The same without copies, for what makes its own: the fields lie in `data`. */
void fuzz_input_view(struct span data, size_t count, struct span *out);
void fuzz_input_release(struct fuzz_input *input);

/* An exact-size heap copy; an absent span stays absent. Free with fuzz_free. */
struct span fuzz_copy(struct span s);
void fuzz_free(struct span s);

/* No hash that withstands anybody; the same on every machine. */
uint64_t fuzz_hash(struct span s);
/* What drives a target calls it before each execution: the input is hashed once. */
void fuzz_begin(struct span input);
/* A number below `count` that depends on `which`, the input and the salt alone: which of
 * several relations an input is tried with. Salts that follow each other give all. */
unsigned fuzz_choice(struct span input, unsigned which, unsigned count);
/* The replayer tries each input with FUZZ_SALTS salts; under an engine it is 0, unless
 * FAVSPEC_FUZZ_ROTATE=1 in the environment counts it up with each execution, so that a
 * bench on one input averages over all relations. */
extern unsigned fuzz_salt;
/* Set by fuzz_choice: the salt makes a difference. */
extern bool fuzz_salt_matters;

/* What an input led to, as a hash: a second run has to give the same. */
void fuzz_note(struct span s);
void fuzz_note_number(uint64_t value);
extern uint64_t fuzz_state;

#endif
