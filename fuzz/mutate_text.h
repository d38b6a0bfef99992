/* The text that is being changed, for the files of the mutator. */
#ifndef FAVSPEC_FUZZ_MUTATE_TEXT_H
#define FAVSPEC_FUZZ_MUTATE_TEXT_H

#include <stdint.h>
#include <string.h>

/* Octets in a buffer of fixed size; what does not fit is left out. */
struct text {
    uint8_t *p;
    size_t len, max;
};

/* A part of it. */
struct part {
    size_t at, len;
};

static inline uint32_t text_roll(uint32_t *dice, size_t below)
{
    *dice = *dice * 1664525U + 1013904223U;
    return below ? (uint32_t)((*dice >> 8) % below) : 0;
}

/* Puts `len` octets in the place of a part; they do not lie in the text. */
static inline void text_replace(struct text *t, struct part old, const uint8_t *with,
                                size_t len)
{
    size_t behind = t->len - old.at - old.len;

    if (t->len - old.len + len > t->max)
        return;
    memmove(t->p + old.at + len, t->p + old.at + old.len, behind);
    if (len)
        memcpy(t->p + old.at, with, len);
    t->len = t->len - old.len + len;
}

static inline void text_replace_str(struct text *t, struct part old, const char *with)
{
    text_replace(t, old, (const uint8_t *)with, strlen(with));
}

/* A member "name":value of a JSON object into an object of `line`. */
void text_put_member(struct text *t, struct part line, uint32_t *dice,
                     const char *member);

#endif
