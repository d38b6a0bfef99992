#include "oauth/autopsy_parts.h"

uint64_t oauth_print_of(struct span s)
{
    uint64_t print = s.len, word;

    for (; s.len >= 8; s = span_from(s, 8)) {
        memcpy(&word, s.p, 8);
        print = (print ^ word) * 0x9e3779b97f4a7c15;
        print ^= print >> 29;
    }
    for (size_t i = 0; i < s.len; i++)
        print = (print ^ (unsigned char)s.p[i]) * 0x100000001b3;
    return print;
}

bool oauth_guess_is_like(const struct oauth_guess *a, const struct oauth_guess *b)
{
    return a->recipe.digest == b->recipe.digest && a->tail_print == b->tail_print &&
           a->head_print == b->head_print && a->key_print == b->key_print;
}

static uint64_t fold(uint64_t print, uint64_t word)
{
    print = (print ^ word) * 0x9e3779b97f4a7c15;
    return print ^ print >> 32;
}

/* A name and its effect as one number, never 0. */
static uint64_t effect_print(const struct oauth_guess *guess)
{
    uint64_t print = fold((uint64_t)guess->mistake, guess->recipe.digest);

    print =
        fold(fold(fold(print, guess->head_print), guess->tail_print), guess->key_print);
    return print | 1;
}

void oauth_effects_init(struct oauth_effects *seen, struct arena *mem, size_t count)
{
    size_t size = 16;

    while (size < 2 * count)
        size *= 2;
    seen->slots = arena_alloc(mem, size * sizeof(*seen->slots));
    seen->mask = size - 1;
}

bool oauth_effects_hold(struct oauth_effects *seen, const struct oauth_guess *guess)
{
    uint64_t print = effect_print(guess);
    size_t at = (size_t)print & seen->mask;

    while (seen->slots[at] && seen->slots[at] != print)
        at = (at + 1) & seen->mask;
    if (seen->slots[at])
        return true;
    seen->slots[at] = print;
    return false;
}
