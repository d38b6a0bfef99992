#include "client/check.h"

static const char *const words[] = {
#define C(enumerator, word, id, source, sentence) word,
#include "client/check.def"
#undef C
};

/* By level, for results borrow their requirement. */
static const struct requirement rows[][CHECK_COUNT] = {
    [LEVEL_MUST] = {
#define C(enumerator, word, id, source, sentence) { id, LEVEL_MUST, source, sentence },
#include "client/check.def"
#undef C
    },
    [LEVEL_SHOULD] = {
#define C(enumerator, word, id, source, sentence) { id, LEVEL_SHOULD, source, sentence },
#include "client/check.def"
#undef C
    },
};

const char *check_word(enum check check)
{
    return words[check];
}

const struct requirement *check_requirement(enum check check,
                                            enum requirement_level level)
{
    return &rows[level == LEVEL_MUST ? LEVEL_MUST : LEVEL_SHOULD][check];
}

bool check_applies(enum check check, const struct scenario *scenario)
{
    bool honest = scenario->trust == TRUST_GIVEN;

    switch (check) {
    case CHECK_CALLS:
    case CHECK_ANSWER:
        return true;
    case CHECK_TRUST:
        return !honest;
    case CHECK_REDIRECT:
        return scenario->redirects;
    case CHECK_REPEAT:
        return honest && !scenario->redirects && scenario->ending != ENDS_WELL;
    default:
        return honest;
    }
}

size_t check_count(const struct scenario *scenario)
{
    size_t count = 0;

    for (int i = 0; i < CHECK_COUNT; i++)
        count += check_applies((enum check)i, scenario);
    return count;
}
