#include "fuzz/mutate.h"
#include "fuzz/mutate_text.h"

#include <stdbool.h>

/* The part between two separators that holds a place chosen by the dice. */
static struct part piece(const struct text *t, struct part within, const char *separators,
                         uint32_t *dice)
{
    size_t end = within.at + within.len;
    size_t from = within.at + text_roll(dice, within.len), to = from;

    while (from > within.at && !memchr(separators, t->p[from - 1], strlen(separators)))
        from--;
    while (to < end && !memchr(separators, t->p[to], strlen(separators)))
        to++;
    return (struct part){ from, to - from };
}

/* By its length, or each as likely as any other: a body of four octets matters no less
 * than a header of two hundred. */
static struct part field(const struct text *t, uint32_t *dice)
{
    size_t lines = 1, from = 0, to = 0;

    if (text_roll(dice, 2))
        return piece(t, (struct part){ 0, t->len }, "\n", dice);
    for (size_t i = 0; i < t->len; i++)
        lines += t->p[i] == '\n';
    for (size_t skip = text_roll(dice, lines); skip > 0; from++)
        skip -= t->p[from] == '\n';
    for (to = from; to < t->len && t->p[to] != '\n'; to++)
        ;
    return (struct part){ from, to - from };
}

static struct part token(const struct text *t, uint32_t *dice)
{
    static const char *const separators[] = { "\n&",  "\n&=",  "\n,", "\n,:{}[]",
                                              "\n\"", "\n/?#", "\n ", "\n@:." };

    return piece(t, field(t, dice), separators[text_roll(dice, 8)], dice);
}

static void drop(struct text *t, uint32_t *dice)
{
    struct part p = token(t, dice);
    size_t more =
        p.at + p.len < t->len && t->p[p.at + p.len] != '\n' && text_roll(dice, 2);

    text_replace(t, (struct part){ p.at, p.len + more }, NULL, 0);
}

/* Once more behind itself, with what stands between, or many times. */
static void repeat(struct text *t, uint32_t *dice)
{
    static const unsigned times[] = { 1, 1, 1, 2, 16, 64, 200, 1100 };
    struct part p = token(t, dice);
    uint8_t copy[256];
    size_t more = p.at + p.len < t->len && t->p[p.at + p.len] != '\n';

    p.len = p.len + more < sizeof(copy) ? p.len + more : sizeof(copy);
    memcpy(copy, t->p + p.at, p.len);
    for (unsigned n = times[text_roll(dice, 8)]; n > 0 && p.len; n--)
        text_replace(t, (struct part){ p.at, 0 }, copy, p.len);
}

static void swap(struct text *t, uint32_t *dice)
{
    struct part a = token(t, dice), b = token(t, dice);
    uint8_t one[256], two[256];

    if (a.at > b.at) {
        struct part other = a;

        a = b;
        b = other;
    }
    if (a.at + a.len > b.at || a.len > sizeof(one) || b.len > sizeof(two))
        return;
    memcpy(one, t->p + a.at, a.len);
    memcpy(two, t->p + b.at, b.len);
    text_replace(t, b, one, a.len);
    text_replace(t, a, two, b.len);
}

/* A token to the front of its field, where what comes first is often read otherwise. */
static void lead(struct text *t, uint32_t *dice)
{
    static const char separators[] = "&,;";
    struct part whole = field(t, dice), p;
    char separator = separators[text_roll(dice, 3)];
    uint8_t copy[256];

    p = piece(t, whole, (const char[]){ separator, '\0' }, dice);
    if (p.at == whole.at || p.len + 1 > sizeof(copy))
        return;
    memcpy(copy, t->p + p.at, p.len);
    copy[p.len] = (uint8_t)separator;
    text_replace(t, (struct part){ p.at - 1, p.len + 1 }, NULL, 0);
    text_replace(t, (struct part){ whole.at, 0 }, copy, p.len + 1);
}

/* One token in the place of another, so that a value comes to stand where a name does. */
static void copy_over(struct text *t, uint32_t *dice)
{
    struct part from = token(t, dice), to = token(t, dice);
    uint8_t copy[256];

    if (from.len > sizeof(copy))
        return;
    memcpy(copy, t->p + from.at, from.len);
    text_replace(t, to, copy, from.len);
}

static void change_case(struct text *t, uint32_t *dice)
{
    struct part p = token(t, dice);
    uint8_t all = (uint8_t)text_roll(dice, 2);

    for (size_t i = p.at; i < p.at + p.len; i++) {
        uint8_t lower = t->p[i] | 0x20;

        if (lower >= 'a' && lower <= 'z' && (all || text_roll(dice, 4) == 0))
            t->p[i] ^= 0x20;
    }
}

/* %XX for one octet, or the octet for its %XX. */
static void respell(struct text *t, uint32_t *dice)
{
    static const char digits[2][17] = { "0123456789ABCDEF", "0123456789abcdef" };
    struct part p = { text_roll(dice, t->len), 1 };
    const char *hex = digits[text_roll(dice, 4) == 0];
    uint8_t c = t->p[p.at];
    const char *high, *low;

    if (c == '%' && p.at + 2 < t->len) {
        high = strchr(digits[0], t->p[p.at + 1]);
        low = strchr(digits[0], t->p[p.at + 2]);
        if (high && low && *high && *low) {
            c = (uint8_t)((high - digits[0]) * 16 + (low - digits[0]));
            text_replace(t, (struct part){ p.at, 3 }, &c, 1);
        }
    } else if (c != '\n') {
        uint8_t escape[] = { '%', (uint8_t)hex[c / 16], (uint8_t)hex[c % 16] };

        text_replace(t, p, escape, sizeof(escape));
    }
}

/* Numbers at an edge, in the place of a number where there is one. */
static void number(struct text *t, uint32_t *dice)
{
    static const char *const edges[] = {
        "0",
        "1",
        "-1",
        "00",
        "1.0",
        "1e2",
        "15",
        "16",
        "17",
        "64",
        "65",
        "255",
        "80",
        "443",
        "65535",
        "65536",
        "2147483648",
        "4294967296",
        "9007199254740993",
        "243138128959913986",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "18446744073709551999",
        "1000000000000000000000000000000000000000000000000000000000000000000"
    };
    size_t from = text_roll(dice, t->len), to;

    for (size_t i = 0; i < t->len; i++) {
        size_t at = (from + i) % t->len;

        if (t->p[at] >= '0' && t->p[at] <= '9') {
            from = at;
            break;
        }
    }
    for (to = from; to < t->len && t->p[to] >= '0' && t->p[to] <= '9'; to++)
        ;
    text_replace_str(t, (struct part){ from, to - from },
                     edges[text_roll(dice, sizeof(edges) / sizeof(edges[0]))]);
}

/* What stands between things. */
static void insert(struct text *t, uint32_t *dice)
{
    static const char *const signs[] = {
        "&", "=",    ",",  "\"", "%",  "%00",  "+",    " ",   "~", "/",
        ":", "?",    "#",  "@",  "\n", "\\",   "\\u",  "{",   "}", "[",
        "]", "null", "\r", "\t", "\0", "\xff", "\x80", "%ff", ";", "\xc3\xa9"
    };
    struct part at = { text_roll(dice, t->len + 1), 0 };
    uint32_t n = text_roll(dice, sizeof(signs) / sizeof(signs[0]));

    text_replace(t, at, (const uint8_t *)signs[n], signs[n][0] ? strlen(signs[n]) : 1);
}

/* Whether a phrase is the member of a JSON object, "name":value. */
static bool is_member(const char *phrase)
{
    return phrase[0] == '"' && strstr(phrase, "\":");
}

static size_t count_of(const char *const *phrases)
{
    size_t count = 0;

    while (phrases[count])
        count++;
    return count;
}

/* In the place of a field, of all, before a token or at the front of a field; a member
 * into an object. */
static void phrase(struct text *t, uint32_t *dice, const char *const *phrases)
{
    const char *chosen = phrases[text_roll(dice, count_of(phrases))];
    struct part place = { 0, t->len };

    if (is_member(chosen) && t->len) {
        text_put_member(t, field(t, dice), dice, chosen);
        return;
    }
    switch (text_roll(dice, 8)) {
    case 0:
        break;
    case 1:
    case 2:
        place = (struct part){ token(t, dice).at, 0 };
        break;
    case 3:
    case 4:
        place = (struct part){ field(t, dice).at, 0 };
        break;
    default:
        place = field(t, dice);
    }
    text_replace_str(t, place, chosen);
}

/* One mutation in so many is a phrase: members are small changes, the others large ones.
 */
static uint32_t phrase_share(const char *const *phrases)
{
    return is_member(phrases[count_of(phrases) - 1]) ? 3 : 8;
}

/* One field through the engine, the others as they are. */
static void by_engine(struct text *t, uint32_t *dice, fuzz_engine engine)
{
    static uint8_t room[1 << 16];
    struct part p = field(t, dice);
    size_t most = t->max - (t->len - p.len), len;

    most = most < sizeof(room) ? most : sizeof(room);
    if (p.len > most || most == 0)
        return;
    memcpy(room, t->p + p.at, p.len);
    len = engine(room, p.len, most);
    if (len)
        text_replace(t, p, room, len);
}

size_t fuzz_mutate(uint8_t *data, size_t size, size_t max, uint32_t dice,
                   const char *const *phrases, fuzz_engine engine)
{
    static void (*const ways[])(struct text *, uint32_t *) = {
        drop, repeat, swap, lead, copy_over, change_case, respell, number, insert,
    };
    struct text t = { data, size, max };

    if (max == 0)
        return 0;
    if (phrases[0] && text_roll(&dice, size ? phrase_share(phrases) : 2) == 0)
        for (uint32_t n = 1 + text_roll(&dice, 3); n > 0; n--)
            phrase(&t, &dice, phrases);
    else if (size == 0 && engine)
        t.len = engine(data, 0, max);
    else if (engine && text_roll(&dice, 2))
        by_engine(&t, &dice, engine);
    else
        for (uint32_t n = 1 + text_roll(&dice, 2); n > 0 && t.len; n--)
            ways[text_roll(&dice, sizeof(ways) / sizeof(ways[0]))](&t, &dice);
    if (t.len == 0)
        t.p[t.len++] = '\n';
    return t.len;
}

size_t fuzz_cross(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                  uint8_t *out, size_t max, uint32_t dice)
{
    const uint8_t *from[] = { a, b };
    size_t left[] = { a_size, b_size }, len = 0;

    while (left[0] || left[1]) {
        uint32_t taken = text_roll(&dice, 2);

        for (uint32_t i = 0; i < 2; i++) {
            const uint8_t *end = left[i] ? memchr(from[i], '\n', left[i]) : NULL;
            size_t line = end ? (size_t)(end - from[i]) + 1 : left[i];

            if (i == taken && line <= max - len) {
                memcpy(out + len, from[i], line);
                len += line;
            }
            from[i] += line;
            left[i] -= line;
        }
    }
    return len;
}
