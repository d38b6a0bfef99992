#include "fuzz/input.h"

#include "base/die.h"

#include <stdlib.h>

unsigned fuzz_salt;
bool fuzz_salt_matters;
uint64_t fuzz_state;

struct span fuzz_copy(struct span s)
{
    char *p;

    if (!s.p)
        return s;
    p = malloc(s.len);
    if (!p && s.len)
        die("out of memory");
    if (s.len)
        memcpy(p, s.p, s.len);
    return span_make(p, s.len);
}

void fuzz_free(struct span s)
{
    free((void *)(uintptr_t)s.p);
}

/* The digit of a first line, or the last field. */
static size_t rest_field(struct span *data, size_t count)
{
    size_t chosen;

    if (data->len < 2 || data->p[0] < '0' || data->p[0] > '9' || data->p[1] != '\n')
        return count - 1;
    chosen = (size_t)(data->p[0] - '0');
    *data = span_from(*data, 2);
    return chosen < count ? chosen : count - 1;
}

void fuzz_input_split(struct span data, size_t count, struct fuzz_input *out)
{
    size_t last = rest_field(&data, count);
    struct span line, rest = data;

    *out = (struct fuzz_input){ 0 };
    for (size_t i = 0; i < last && rest.p; i++) {
        span_cut(rest, '\n', &line, &rest);
        out->field[i] = fuzz_copy(line);
    }
    if (rest.p)
        out->field[last] = fuzz_copy(rest);
}

void fuzz_input_release(struct fuzz_input *input)
{
    for (size_t i = 0; i < FUZZ_FIELDS_MAX; i++)
        fuzz_free(input->field[i]);
}

static uint64_t add_octet(uint64_t hash, unsigned char octet)
{
    return (hash ^ octet) * UINT64_C(0x100000001b3);
}

static uint64_t add_octets(uint64_t hash, struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        hash = add_octet(hash, (unsigned char)s.p[i]);
    return hash;
}

uint64_t fuzz_hash(struct span s)
{
    return add_octets(UINT64_C(0xcbf29ce484222325), s);
}

unsigned fuzz_choice(struct span input, unsigned which, unsigned count)
{
    uint64_t hash = fuzz_hash(input);

    fuzz_salt_matters = true;
    hash = add_octet(hash, (unsigned char)which) ^ (hash >> 29);
    return (unsigned)((hash + fuzz_salt) % count);
}

void fuzz_note(struct span s)
{
    fuzz_state = add_octets(add_octet(fuzz_state, s.p ? 1 : 0), s);
}

void fuzz_note_number(uint64_t value)
{
    for (int i = 0; i < 8; i++)
        fuzz_state = add_octet(fuzz_state, (unsigned char)(value >> (8 * i)));
}
