#include "base/pct.h"
#include "refserver/work.h"

static const char *const known_parameters[] = {
    "oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method",
    "oauth_timestamp",    "oauth_token", "oauth_version",
};

static bool is_extension(struct span name)
{
    for (size_t i = 0; i < sizeof(known_parameters) / sizeof(known_parameters[0]); i++)
        if (span_eq_str(name, known_parameters[i]))
            return false;
    return span_starts(name, SPAN("oauth_"));
}

static uint32_t spelling_of_params(const struct oauth_claim *claim)
{
    static const uint32_t places[] = {
        [OAUTH_IN_HEADER] = 0,
        [OAUTH_IN_QUERY] = SPELL_IN_QUERY,
        [OAUTH_IN_BODY] = SPELL_IN_BODY,
    };
    uint32_t spelling = places[claim->place];
    struct span last = span_of("");

    if (!claim->version.p)
        spelling |= SPELL_NO_VERSION;
    for (size_t i = 0; i < claim->params.count; i++) {
        const struct oauth_param *param = &claim->params.items[i];

        if (is_extension(param->name))
            spelling |= SPELL_EXTENSION;
        if (param->place != OAUTH_IN_HEADER)
            continue;
        if (span_eq_str(param->name, "realm"))
            spelling |= SPELL_REALM | (last.len ? SPELL_REALM_LAST : 0u);
        else if (span_cmp(param->name, last) < 0)
            spelling |= SPELL_ORDER;
        last = param->name;
    }
    return spelling;
}

/* White space and emptiness round the comma at this place. */
static uint32_t spelling_of_comma(struct span value, size_t at)
{
    struct span behind = span_from(value, at + 1);
    char next = behind.len ? behind.p[0] : '\0';
    uint32_t spelling = 0;

    if (next != ' ')
        spelling |= SPELL_NO_SPACE;
    if (next == '\t' || (behind.len > 1 && next == ' ' && strchr(" \t", behind.p[1])) ||
        (at > 0 && strchr(" \t", value.p[at - 1])))
        spelling |= SPELL_TAB;
    behind = span_trim(behind);
    if (behind.len == 0 || behind.p[0] == ',')
        spelling |= SPELL_EMPTY;
    return spelling;
}

static uint32_t spelling_of_escape(struct span value, size_t at)
{
    int high = at + 2 < value.len ? pct_hex_value(value.p[at + 1]) : -1;
    int low = high >= 0 ? pct_hex_value(value.p[at + 2]) : -1;
    uint32_t spelling = 0;

    if (low < 0)
        return 0;
    if (pct_is_unreserved((unsigned char)(high * 16 + low)))
        spelling |= SPELL_UNRESERVED;
    if (value.p[at + 1] >= 'a' || value.p[at + 2] >= 'a')
        spelling |= SPELL_LOWER_HEX;
    return spelling;
}

uint32_t spelling_of(struct work *work)
{
    struct span value = work->oauth.authorization;
    uint32_t spelling = spelling_of_params(&work->claim);
    bool quoted = false;

    if (value.len && !span_starts(value, SPAN("OAuth ")))
        spelling |= SPELL_SCHEME;
    for (size_t i = 0; i < value.len; i++) {
        quoted ^= value.p[i] == '"';
        if (value.p[i] == ',' && !quoted)
            spelling |= spelling_of_comma(value, i);
        else if (value.p[i] == '%')
            spelling |= spelling_of_escape(value, i);
    }
    return spelling;
}
