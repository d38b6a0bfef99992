#include "fuzz/input.h"

#include "base/die.h"

#include <endian.h>
#include <stdlib.h>

unsigned fuzz_salt;
bool fuzz_salt_matters;
uint64_t fuzz_state;
static struct span current; /* the input of this execution */
static uint64_t current_hash;

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

void fuzz_input_view(struct span data, size_t count, struct span *out)
{
    size_t last = rest_field(&data, count);
    struct span rest = data;

    memset(out, 0, count * sizeof(*out));
    for (size_t i = 0; i < last && rest.p; i++)
        span_cut(rest, '\n', &out[i], &rest);
    out[last] = rest;
}

void fuzz_input_split(struct span data, size_t count, struct fuzz_input *out)
{
    *out = (struct fuzz_input){ 0 };
    fuzz_input_view(data, count, out->field);
    for (size_t i = 0; i < count; i++)
        out->field[i] = fuzz_copy(out->field[i]);
}

void fuzz_input_release(struct fuzz_input *input)
{
    for (size_t i = 0; i < FUZZ_FIELDS_MAX; i++)
        fuzz_free(input->field[i]);
}

/* A step of the hash: eight octets at once, the high half folded into the low one. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static uint64_t mix_octets(uint64_t hash, struct span s)
{
    uint64_t word = 0;
    size_t i = 0;

    for (; i + sizeof(word) <= s.len; i += sizeof(word)) {
        memcpy(&word, s.p + i, sizeof(word));
        hash = mix(hash, le64toh(word));
    }
    word = s.len;
    for (; i < s.len; i++)
        word = word << 8 | (unsigned char)s.p[i];
    return mix(hash, word);
}

uint64_t fuzz_hash(struct span s)
{
    return mix_octets(UINT64_C(0xcbf29ce484222325), s);
}

void fuzz_begin(struct span input)
{
    current = input;
    current_hash = fuzz_hash(input);
}

unsigned fuzz_choice(struct span input, unsigned which, unsigned count)
{
    if (input.p != current.p || input.len != current.len)
        fuzz_begin(input);
    fuzz_salt_matters = true;
    return (unsigned)((mix(current_hash, which) + fuzz_salt) % count);
}

void fuzz_note(struct span s)
{
    fuzz_state = mix_octets(mix(fuzz_state, s.p ? 1 : 0), s);
}

void fuzz_note_number(uint64_t value)
{
    fuzz_state = mix(fuzz_state, value);
}
