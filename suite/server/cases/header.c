#include "server/cases/groups.h"

#define SPELLING_HINT                                                                    \
    "read the header by the grammar of RFC 5849 3.5.1: any white space round commas, "   \
    "any order, any case of the scheme, values percent-decoded"
#define REALM_HINT                                                                       \
    "leave realm out of the base string; its value is a quoted string, in which a "      \
    "backslash escapes"
#define FIELD_HINT "look header fields up by their names in any case"

/* Served: the header of the valid request in another spelling. */
#define SPELLED(words, sentence, advice, ...)                                            \
    {                                                                                    \
        .id = "header/" words, .title = sentence,                                        \
        .requirements = { REQ_AUTH_HEADER_SPELLING }, .hint = advice,                    \
        .steps = { { .send.spelling = { __VA_ARGS__ } } },                               \
    }
#define EXTENSION(words, sentence, text)                                                 \
    {                                                                                    \
        .id = "header/" words, .title = sentence,                                        \
        .requirements = { REQ_AUTH_EXTENSIONS },                                         \
        .hint = "sign all oauth_ parameters that were sent, known or not",               \
        .steps = { { .send.spelling = { .extra_name = "oauth_extension",                 \
                                        .extra_value = text } } },                       \
    }
#define ESCAPED(words, sentence, ...)                                                    \
    {                                                                                    \
        .id = "header/" words, .title = sentence,                                        \
        .requirements = { REQ_AUTH_HEADER_ESCAPES },                                     \
        .hint = "percent-decode every header value before it is used",                   \
        .steps = { { .send.spelling = { __VA_ARGS__ } } },                               \
    }
#define WHOLE(words, sentence, text)                                                     \
    {                                                                                    \
        .id = "header/" words, .title = sentence,                                        \
        .requirements = { REQ_AUTH_HEADER_SPELLING }, .hint = SPELLING_HINT,             \
        .steps = { { .send.flaw.header = text } },                                       \
    }
#define FIELD(words, name)                                                               \
    {                                                                                    \
        .id = "header/" words, .title = "The header field is found as " name " too",     \
        .requirements = { REQ_HTTP_FIELD_CASE }, .hint = FIELD_HINT,                     \
        .steps = { { .send.raw = "POST {base}/favorites/destroy.json?id={id} HTTP/1.1"   \
                                 "\r\nHost: {host}\r\n" name ": {authorization}\r\n"     \
                                 "Content-Length: 0\r\nConnection: close\r\n\r\n" } },   \
    }

static const struct conformance_case list[] = {
    SPELLED("comma-alone", "The parameters may be separated by a comma alone",
            SPELLING_HINT, .separator = ","),
    SPELLED("space-round-commas", "White space may stand in front of a comma",
            SPELLING_HINT, .separator = " , "),
    SPELLED("many-spaces", "Several spaces may follow a comma", SPELLING_HINT,
            .separator = ",    "),
    SPELLED("tab", "A tab is white space", SPELLING_HINT, .separator = "\t,\t"),
    SPELLED("empty-elements", "Empty elements of the list are skipped", SPELLING_HINT,
            .separator = ", , "),
    WHOLE("comma-first", "An empty element may stand first", "OAuth , {oauth}"),
    WHOLE("comma-last", "An empty element may stand last", "OAuth {oauth},"),
    WHOLE("spaces-behind-scheme", "Several spaces may follow the scheme",
          "OAuth   {oauth}"),
    SPELLED("realm-first", "A realm may stand first", REALM_HINT, .realm = "favorites"),
    SPELLED("realm-last", "A realm may stand last", REALM_HINT, .realm = "favorites",
            .realm_last = true),
    SPELLED("realm-url", "A realm may be a URL", REALM_HINT,
            .realm = "https://api.example.org/?a=1&b=%20"),
    SPELLED("realm-empty", "A realm may be empty", REALM_HINT, .realm = ""),
    SPELLED("realm-with-quotes",
            "A realm may hold escaped quotes, commas and equals signs", REALM_HINT,
            .realm = "a \"b\", oauth_token=\"c\""),
    SPELLED("scheme-lower-case", "The scheme may be written oauth", SPELLING_HINT,
            .scheme = "oauth"),
    SPELLED("scheme-upper-case", "The scheme may be written OAUTH", SPELLING_HINT,
            .scheme = "OAUTH"),
    SPELLED("reversed", "The parameters may stand in any order", SPELLING_HINT,
            .reversed = true),
    {
        .id = "header/without-version",
        .title = "oauth_version may be left out",
        .requirements = { REQ_AUTH_VERSION_OPTIONAL },
        .hint = "do not demand oauth_version, and do not sign what was not sent",
        .steps = { { .send.spelling.no_version = true } },
    },
    ESCAPED("unreserved-escaped", "An escaped letter is that letter",
            .encode_unreserved = true),
    ESCAPED("escapes-lower-case", "Escapes may have hex digits in lower case",
            .lower_hex = true),
    EXTENSION("extension", "An oauth_ parameter of an extension is signed and ignored",
              "a b&c=d"),
    EXTENSION("extension-empty", "An oauth_ parameter of an extension may be empty", ""),
    FIELD("field-lower-case", "authorization"),
    FIELD("field-upper-case", "AUTHORIZATION"),
};

CASE_GROUP(header);
