#include "oauth/autopsy_parts.h"

#include <stdio.h>
#include <stdlib.h>

enum { NEAR = 1024 };

static const struct span ID = SPAN_INIT("id");

static bool sent_value(const struct oauth_search *search, struct span name,
                       struct span *out_value)
{
    const struct oauth_param *item = oauth_params_find(&search->claim->params, name);

    if (!item)
        item = oauth_params_find(&search->other, name);
    if (!item)
        return false;
    *out_value = item->value;
    return true;
}

/* A guess that `name` had another value when it was signed. */
static void guess_value(struct oauth_search *search, enum oauth_mistake mistake,
                        struct span name, struct span value)
{
    struct oauth_guess *guess;
    struct span sent;
    bool is_sent;

    if (!oauth_search_tries(search, mistake))
        return;
    is_sent = sent_value(search, name, &sent);
    if (is_sent && span_eq(sent, value))
        return;
    guess = oauth_guess_add(search, mistake);
    guess->edits[0] = (struct oauth_edit){
        .kind = is_sent ? OAUTH_EDIT_SET : OAUTH_EDIT_ADD,
        .name = name,
        .value = value,
    };
    guess->note = value.len ? value : SPAN("empty");
}

static void guess_id(struct oauth_search *search, struct span value)
{
    guess_value(search, OAUTH_MISTAKE_ID_SIGNED_DIFFERS, ID, value);
}

/* Fewest digits that read back as the same double, or float. */
static int shortest(double value, bool is_float)
{
    char text[64];
    int digits = 1;

    for (; digits < 17; digits++) {
        snprintf(text, sizeof(text), "%.*e", digits - 1, value);
        if (is_float ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value)
            break;
    }
    return digits;
}

/* The first digits, the rest zeros: with the fewest digits, how JavaScript prints it. */
static struct span padded(struct arena *mem, double value, int count)
{
    char text[64], digits[32];
    int used = 0;
    long exponent;

    snprintf(text, sizeof(text), "%.*e", count - 1, value);
    exponent = strtol(strchr(text, 'e') + 1, NULL, 10);
    for (const char *p = text; *p != 'e'; p++)
        if (*p != '.')
            digits[used++] = *p;
    while (used <= exponent && used < 30)
        digits[used++] = '0';
    return arena_copy(mem, span_make(digits, (size_t)used));
}

/* 2.4e+17, 2.4E+17, 2.4E17: C, PHP and Java. */
static void guess_exponent(struct oauth_search *search, struct span small,
                           struct span large)
{
    ptrdiff_t plus = span_find_char(large, '+');

    guess_id(search, small);
    guess_id(search, large);
    if (plus >= 0)
        guess_id(search, arena_printf(&search->mem, "%.*s%.*s", (int)plus, large.p,
                                      SPAN_ARG(span_from(large, (size_t)plus + 1))));
}

static void guess_exponents(struct oauth_search *search, double value, int digits)
{
    guess_exponent(search, arena_printf(&search->mem, "%.*g", digits, value),
                   arena_printf(&search->mem, "%.*G", digits, value));
}

/* 243,138,128 and its like: a number written for people. */
static void guess_grouped(struct oauth_search *search, struct span digits)
{
    static const char separators[] = ",. '_";

    for (const char *separator = separators; *separator; separator++) {
        char text[32];
        size_t len = 0;

        for (size_t i = 0; i < digits.len; i++) {
            if (i && (digits.len - i) % 3 == 0)
                text[len++] = *separator;
            text[len++] = digits.p[i];
        }
        guess_id(search, arena_copy(&search->mem, span_make(text, len)));
    }
}

static void guess_double(struct oauth_search *search, uint64_t id)
{
    static const int precisions[] = { 17, 16, 15, 14, 6 };
    double value = (double)id, narrow = (double)(float)id;
    int fewest = shortest(value, false);

    guess_id(search, arena_printf(&search->mem, "%.0f", value));
    guess_id(search, padded(&search->mem, value, fewest));
    guess_id(search, arena_printf(&search->mem, "%.1f", value));
    guess_id(search, arena_printf(&search->mem, "%.*s.0",
                                  SPAN_ARG(padded(&search->mem, value, fewest))));
    guess_id(search, arena_printf(&search->mem, "%f", value));
    guess_exponent(search, arena_printf(&search->mem, "%e", value),
                   arena_printf(&search->mem, "%E", value));
    guess_exponents(search, value, fewest);
    for (size_t i = 0; i < sizeof(precisions) / sizeof(*precisions); i++)
        guess_id(search, padded(&search->mem, value, precisions[i]));
    for (size_t i = 0; i < sizeof(precisions) / sizeof(*precisions); i++)
        guess_exponents(search, value, precisions[i]);
    guess_id(search, arena_printf(&search->mem, "%.0f", narrow));
    guess_id(search, padded(&search->mem, narrow, shortest(narrow, true)));
    guess_exponents(search, narrow, shortest(narrow, true));
}

static void guess_integer(struct oauth_search *search, uint64_t id)
{
    uint64_t rounded = id < (uint64_t)1 << 63 ? (uint64_t)(double)id : id;
    const uint64_t unsigneds[] = { (uint32_t)id,
                                   (uint32_t)rounded,
                                   INT32_MAX,
                                   UINT32_MAX,
                                   INT64_MAX,
                                   ((uint64_t)1 << 53) - 1,
                                   (uint64_t)1 << 53,
                                   id & 0xffff,
                                   id + 1,
                                   id - 1 };

    for (size_t i = 0; i < sizeof(unsigneds) / sizeof(*unsigneds); i++)
        guess_id(search,
                 arena_printf(&search->mem, "%llu", (unsigned long long)unsigneds[i]));
    guess_id(search, arena_printf(&search->mem, "%ld", (long)(int32_t)(uint32_t)id));
    guess_id(search, arena_printf(&search->mem, "%ld", (long)(int32_t)(uint32_t)rounded));
    guess_id(search, arena_printf(&search->mem, "%ld", (long)INT32_MIN));
}

static void guess_ids(struct oauth_search *search)
{
    static const char *const words[] = { "",     "0",         "1",   "123",  "-1",
                                         "null", "undefined", "NaN", "None", "nil" };
    struct span sent;
    uint64_t id;

    if (!oauth_search_tries(search, OAUTH_MISTAKE_ID_SIGNED_DIFFERS) ||
        !sent_value(search, ID, &sent))
        return;
    if (span_u64(sent, &id)) {
        guess_double(search, id);
        guess_integer(search, id);
        guess_grouped(search, sent.len <= 20 ? sent : SPAN(""));
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        guess_id(search, span_of(words[i]));
}

bool oauth_guess_next_id(struct oauth_search *search, struct oauth_guess *guess)
{
    size_t step = guess->order++;
    struct span sent;
    uint64_t id;
    int64_t distance = (int64_t)(step / 2 + 1) * (step % 2 ? -1 : 1);

    if (step >= 2 * NEAR || !sent_value(search, ID, &sent) || !span_u64(sent, &id))
        return false;
    guess->edits[0] = (struct oauth_edit){
        .kind = OAUTH_EDIT_SET,
        .name = ID,
        .value = arena_printf(&search->mem, "%llu",
                              (unsigned long long)(id + (uint64_t)distance)),
    };
    guess->note = guess->edits[0].value;
    return true;
}

static void guess_entities(struct oauth_search *search)
{
    static const char *const words[] = { "",  "True", "False", "true", "false", "1",
                                         "0", "t",    "f",     "TRUE", "FALSE" };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        guess_value(search, OAUTH_MISTAKE_INCLUDE_ENTITIES_SIGNED_DIFFERS,
                    SPAN("include_entities"), span_of(words[i]));
}

static void guess_clock(struct oauth_search *search)
{
    int64_t sent = search->claim->timestamp;

    if (!oauth_search_tries(search, OAUTH_MISTAKE_HEADER_CLOCK_DIFFERS))
        return;
    for (int i = 1; sent > 5 && i <= 10; i++) {
        int64_t signed_one = sent + (i + 1) / 2 * (i % 2 ? -1 : 1);

        guess_value(search, OAUTH_MISTAKE_HEADER_CLOCK_DIFFERS, SPAN("oauth_timestamp"),
                    arena_printf(&search->mem, "%lld", (long long)signed_one));
    }
}

/* oauth_signature signed with a value: the right one, by who signs twice, or a
 * placeholder. */
static void guess_signatures(struct oauth_search *search)
{
    static const char *const words[] = { "null", "undefined", "None" };
    struct buf right;

    if (!oauth_search_tries(search, OAUTH_MISTAKE_SIGNATURE_INCLUDED))
        return;
    buf_init(&right, BUF_MAX_TEXT);
    oauth_sign(&right, search->request, &search->claim->params, search->credentials, NULL,
               NULL);
    for (size_t i = 0; i < 1 + sizeof(words) / sizeof(*words); i++) {
        struct oauth_guess *guess =
            oauth_guess_add(search, OAUTH_MISTAKE_SIGNATURE_INCLUDED);
        struct span value =
            i ? span_of(words[i - 1]) : arena_copy(&search->mem, buf_span(&right));

        guess->recipe.signature_in = OAUTH_SIGNATURE_LISTED;
        guess->edits[0] =
            (struct oauth_edit){ OAUTH_EDIT_SET, SPAN("oauth_signature"), value };
        guess->note = value;
    }
    buf_release(&right);
}

/* Other spellings of a version that was not sent. */
static void guess_versions(struct oauth_search *search)
{
    static const char *const versions[] = { "1.0a", "1.0A", "1.1", "1", "2.0", "" };

    if (oauth_params_find(&search->claim->params, SPAN("oauth_version")))
        return;
    for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
        guess_value(search, OAUTH_MISTAKE_VERSION_ADDED, SPAN("oauth_version"),
                    span_of(versions[i]));
}

void oauth_guess_values(struct oauth_search *search)
{
    guess_ids(search);
    guess_entities(search);
    guess_clock(search);
    guess_signatures(search);
    guess_versions(search);
    guess_value(search, OAUTH_MISTAKE_TOKEN_MISSING, SPAN("oauth_token"), SPAN(""));
}
