#include "refserver/work.h"

#include <ctype.h>
#include <inttypes.h>

static bool is_id_name(const struct work *work, struct span name)
{
    const struct id_defects *wrong = &work->wrong->id;

    return span_eq_str(name, "id") || (wrong->array_name && span_eq_str(name, "id[]")) ||
           (wrong->nocase_name && span_eq_nocase(name, SPAN("id"))) ||
           (wrong->long_name && span_eq_str(name, "status_id"));
}

static bool is_read(const struct work *work, const struct oauth_param *param)
{
    const struct id_defects *wrong = &work->wrong->id;

    return is_id_name(work, param->name) &&
           !(wrong->not_in_query && param->place == OAUTH_IN_QUERY) &&
           !(wrong->not_in_body && param->place == OAUTH_IN_BODY);
}

static void add_value(struct span *values, size_t *count, struct span value)
{
    for (size_t i = 0; i < *count; i++)
        if (span_eq(values[i], value))
            return;
    if (*count < WORK_IDS_MAX)
        values[(*count)++] = value;
}

/* The different values of id, in the order sent. */
static size_t find_values(const struct work *work, struct span *out_values)
{
    size_t count = 0;

    if (work->path_id.p)
        add_value(out_values, &count, work->path_id);
    for (size_t i = 0; i < work->params.count; i++)
        if (is_read(work, &work->params.items[i]))
            add_value(out_values, &count, work->params.items[i].value);
    return count;
}

static size_t count_digits(struct span s)
{
    size_t count = 0;

    while (count < s.len && isdigit((unsigned char)s.p[count]))
        count++;
    return count;
}

static bool all_in(struct span s, const char *set)
{
    for (size_t i = 0; i < s.len; i++)
        if (!s.p[i] || !strchr(set, s.p[i]))
            return false;
    return true;
}

static bool all_letters(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!isalpha((unsigned char)s.p[i]))
            return false;
    return s.len > 0;
}

static bool is_exponent(struct span s)
{
    return s.len > 1 && (s.p[0] == 'e' || s.p[0] == 'E') &&
           all_in(span_from(s, 1 + (s.p[1] == '+')), "0");
}

static bool is_fraction(struct span s)
{
    return s.len > 0 && s.p[0] == '.' && all_in(span_from(s, 1), "0");
}

/* What may stand behind the digits of a number that is none. */
static bool is_read_past(uint32_t readings, struct span tail)
{
    return (readings & READ_LETTERS && all_letters(tail)) ||
           (readings & READ_FRACTION && is_fraction(tail)) ||
           (readings & READ_EXPONENT && is_exponent(tail)) ||
           (readings & READ_QUOTE && (tail.p[0] == '\'' || tail.p[0] == '"')) ||
           (readings & READ_NUL && tail.p[0] == '\0') ||
           (readings & READ_SPACE && all_in(tail, " \t\r\n"));
}

static bool is_read_before(uint32_t readings, char c)
{
    return (readings & READ_PLUS && c == '+') || (readings & READ_MINUS && c == '-') ||
           (readings & READ_SPACE && isspace((unsigned char)c));
}

static struct span from_hex(struct work *work, struct span text)
{
    struct span digits = span_from(text, 2);
    uint64_t value = 0;

    if (!span_starts_nocase(text, SPAN("0x")) ||
        !all_in(digits, "0123456789abcdefABCDEF"))
        return text;
    for (size_t i = 0; i < digits.len; i++)
        value = value << 4 | (uint64_t)(digits.p[i] <= '9' ? digits.p[i] - '0'
                                                           : (digits.p[i] & 7) + 9);
    return arena_printf(&work->mem, "%" PRIu64, value);
}

/* Leaves out separators, and makes ASCII of the digits of U+FF10 to U+FF19. */
static struct span squeezed(struct work *work, struct span text, uint32_t readings)
{
    char *out = arena_alloc(&work->mem, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        struct span rest = span_from(text, i);

        if (readings & READ_SEPARATED && strchr("_'", text.p[i]) && text.p[i])
            continue;
        if (readings & READ_FULLWIDTH && rest.len > 2 &&
            span_starts(rest, SPAN("\xef\xbc"))) {
            out[len++] = (char)(text.p[i + 2] - '\x90' + '0');
            i += 2;
            continue;
        }
        out[len++] = text.p[i];
    }
    return span_make(out, len);
}

/* The number that a mutant reads in a text that is none. */
static struct span as_read(struct work *work, struct span text)
{
    uint32_t readings = work->wrong->id.readings;
    size_t digits;

    if (readings & READ_HEX)
        text = from_hex(work, text);
    if (readings & (READ_SEPARATED | READ_FULLWIDTH))
        text = squeezed(work, text, readings);
    if (readings & READ_QUOTED && text.len > 2 && text.p[0] == '"')
        text = span_make(text.p + 1, text.len - 2);
    while (text.len && is_read_before(readings, text.p[0]))
        text = span_from(text, 1);
    digits = count_digits(text);
    if (digits && digits < text.len && is_read_past(readings, span_from(text, digits)))
        text.len = digits;
    return text;
}

/* Decimal digits modulo 2^64. */
static uint64_t wrapped(struct span digits)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (uint64_t)(digits.p[i] - '0');
    return value;
}

static enum reason parse(struct work *work, struct span text, uint64_t *out_id)
{
    struct span digits = as_read(work, text);

    if (digits.len == 0 || count_digits(digits) < digits.len)
        return REASON_ID_SYNTAX;
    if (work->wrong->id.wrap_bits) {
        *out_id = wrapped(digits);
        return REASON_NONE;
    }
    if (!span_u64(digits, out_id) || *out_id > INT64_MAX)
        return REASON_ID_RANGE;
    return REASON_NONE;
}

static bool is_taken_for(const struct work *work, uint64_t asked, uint64_t liked)
{
    if (work->wrong->id.through_double)
        return asked != liked && (double)asked == (double)liked;
    return work->wrong->id.wrap_bits == 32 && (uint32_t)asked == (uint32_t)liked;
}

/* The like that a mutant takes for the one that was asked for. */
static uint64_t mistaken(const struct work *work, uint64_t id)
{
    uint64_t likes[LIST_MAX];
    size_t count =
        store_list(work->endpoint->store, work->user_id, work->now_ms, likes, LIST_MAX);

    for (size_t i = 0; i < count; i++)
        if (is_taken_for(work, id, likes[i]))
            return likes[i];
    return id;
}

static enum reason add_id(struct work *work, struct span text)
{
    uint64_t id;
    enum reason reason = parse(work, text, &id);

    if (reason != REASON_NONE)
        return reason;
    work->ids[work->id_count++] = mistaken(work, id);
    return REASON_NONE;
}

static enum reason read_latest(struct work *work)
{
    work->id_count =
        store_list(work->endpoint->store, work->user_id, work->now_ms, work->ids, 1);
    return work->id_count ? REASON_NONE : REASON_NO_ID;
}

static enum reason read_comma_list(struct work *work, struct span text)
{
    struct span piece, rest = text;
    enum reason reason = REASON_NONE;

    while (rest.p && reason == REASON_NONE && work->id_count < WORK_IDS_MAX) {
        span_cut(rest, ',', &piece, &rest);
        reason = add_id(work, piece);
    }
    return reason;
}

static enum reason read_values(struct work *work, const struct span *values, size_t count)
{
    const struct id_defects *wrong = &work->wrong->id;
    enum reason reason = REASON_NONE;

    if (count > 1 && wrong->last_wins)
        return add_id(work, values[count - 1]);
    if (count > 1 && !wrong->all_act)
        return REASON_TWO_IDS;
    if (wrong->readings & READ_LIST)
        return read_comma_list(work, values[0]);
    for (size_t i = 0; i < count && reason == REASON_NONE; i++)
        reason = add_id(work, values[i]);
    return reason;
}

enum reason id_read(struct work *work)
{
    const struct id_defects *wrong = &work->wrong->id;
    struct span values[WORK_IDS_MAX];
    size_t count = find_values(work, values);

    work->id_count = 0;
    if (count == 0 || values[0].len == 0)
        return wrong->missing_is_latest ? read_latest(work) : REASON_NO_ID;
    if (wrong->zero_is_latest && span_eq_str(values[0], "0"))
        return read_latest(work);
    return read_values(work, values, count);
}
