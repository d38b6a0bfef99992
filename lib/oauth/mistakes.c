#include "oauth/mistakes.h"

#include "oauth/verify.h"

#define KIND_ENCODING "signature"
#define KIND_PARAMETERS "signature"
#define KIND_URL "signature"
#define KIND_KEY "signature"
#define KIND_HEADER "signature"
#define KIND_PROTOCOL "protocol"
#define KIND_BEHAVIOUR "behaviour"

const struct oauth_mistake_info oauth_mistakes[] = {
#define MISTAKE(id, name, group, description, fix)                                       \
    [OAUTH_MISTAKE_##id] = { name, KIND_##group, OAUTH_GROUP_##group, description, fix },
#include "oauth/mistakes.def"
#undef MISTAKE
};

const size_t oauth_mistake_count = OAUTH_MISTAKE_COUNT;

enum oauth_mistake oauth_mistake_find(struct span name)
{
    for (int i = 0; i < OAUTH_MISTAKE_COUNT; i++)
        if (span_eq_str(name, oauth_mistakes[i].name))
            return (enum oauth_mistake)i;
    return OAUTH_MISTAKE_NONE;
}

size_t oauth_mistakes_of(uint32_t violations, enum oauth_mistake *out)
{
    static const struct {
        enum oauth_mistake mistake;
        uint32_t violations;
    } rows[] = {
        { OAUTH_MISTAKE_SIGNATURE_NOT_ENCODED, OAUTH_SIGNATURE_NOT_ENCODED },
        { OAUTH_MISTAKE_HEADER_VALUE_NOT_ENCODED, OAUTH_VALUE_NOT_ENCODED },
        { OAUTH_MISTAKE_AUTHORIZATION_MISSING, OAUTH_NO_CREDENTIALS },
        { OAUTH_MISTAKE_AUTHORIZATION_NOT_OAUTH, OAUTH_OTHER_SCHEME },
        { OAUTH_MISTAKE_AUTHORIZATION_MALFORMED, OAUTH_MALFORMED },
        { OAUTH_MISTAKE_OAUTH_PARAMETER_MISSING,
          OAUTH_MISSING_CONSUMER_KEY | OAUTH_MISSING_TOKEN | OAUTH_MISSING_SIGNATURE |
              OAUTH_MISSING_METHOD | OAUTH_MISSING_TIMESTAMP | OAUTH_MISSING_NONCE },
        { OAUTH_MISTAKE_OAUTH_PARAMETER_REPEATED, OAUTH_REPEATED },
        { OAUTH_MISTAKE_OAUTH_PARAMETER_UNKNOWN_VALUE,
          OAUTH_BAD_VERSION | OAUTH_BAD_METHOD },
        { OAUTH_MISTAKE_TIMESTAMP_STALE, OAUTH_STALE },
        { OAUTH_MISTAKE_TIMESTAMP_FUTURE, OAUTH_FUTURE },
        { OAUTH_MISTAKE_TIMESTAMP_NOT_SECONDS, OAUTH_BAD_TIMESTAMP },
        { OAUTH_MISTAKE_CREDENTIALS_IN_TWO_PLACES, OAUTH_TWO_PLACES },
        { OAUTH_MISTAKE_CONTENT_TYPE_WRONG, OAUTH_BODY_NOT_FORM },
    };
    size_t count = 0;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (violations & rows[i].violations)
            out[count++] = rows[i].mistake;
    return count;
}
