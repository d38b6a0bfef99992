#include "server/situation.h"

#include "report/report.h"
#include "json/status.h"

enum {
    ANY = -1,
    ARRAY = 1 << ERROR_ARRAY,
    OLD = 1 << ERROR_REQUEST | 1 << ERROR_STRING | 1 << ERROR_STATUS,
    JSON = ARRAY | OLD,
    BYTES = 0xff,
    ROWS_MAX = 6,
};

struct row {
    enum tier tier;
    int from, to;
    int64_t code;
    unsigned forms;
    bool unliked; /* a status with favorited: false */
    bool used;
};

#define PASS(from, to, code, forms)                                                      \
    {                                                                                    \
        TIER_PASS, from, to, code, forms, false, true                                    \
    }
#define NOTE(from, to, code, forms)                                                      \
    {                                                                                    \
        TIER_NOTE, from, to, code, forms, false, true                                    \
    }
#define UNLIKED(from, to)                                                                \
    {                                                                                    \
        TIER_NOTE, from, to, ANY, BYTES, true, true                                      \
    }

const struct situation situations[ANSWER_COUNT] = {
#define SITUATION(enumerator, refusal, requirement, sentence, ...)                       \
    [enumerator] = { refusal, REQ_##requirement, sentence },
#include "server/situations.def"
#undef SITUATION
};

static const struct row rows[ANSWER_COUNT][ROWS_MAX] = {
#define SITUATION(enumerator, refusal, requirement, sentence, ...)                       \
    [enumerator] = { __VA_ARGS__ },
#include "server/situations.def"
#undef SITUATION
};

static bool says_unliked(const struct http_response *response)
{
    struct status_summary status;

    return status_summarise(response->body, &status) && status.has_favorited &&
           !status.favorited;
}

static bool row_fits(const struct row *row, const struct http_response *response,
                     const struct error_doc *error)
{
    if (response->status < row->from || response->status > row->to)
        return false;
    if (!(row->forms & 1u << error->form))
        return false;
    if (row->code != ANY && (!error->has_code || error->code != row->code))
        return false;
    return !row->unliked || says_unliked(response);
}

enum tier situation_judge(enum answer answer, const struct http_response *response,
                          const struct error_doc *error)
{
    for (int i = 0; i < ROWS_MAX && rows[answer][i].used; i++)
        if (row_fits(&rows[answer][i], response, error))
            return rows[answer][i].tier;
    return TIER_FAIL;
}

/* The status is one of those that fit: then it is the body that cannot be read. */
static bool status_fits(enum answer answer, int status)
{
    for (int i = 0; i < ROWS_MAX && rows[answer][i].used; i++)
        if (!rows[answer][i].unliked && status >= rows[answer][i].from &&
            status <= rows[answer][i].to)
            return true;
    return false;
}

enum requirement_id situation_blame(enum answer answer, enum tier tier,
                                    const struct http_response *response,
                                    const struct error_doc *error)
{
    if (tier == TIER_NOTE)
        return situations[answer].requirement;
    if (!situations[answer].refusal && response->status > 200 && response->status < 300)
        return REQ_RESOURCE_STATUS_200;
    if (response->status < 300)
        return REQ_NONE;
    if (!status_fits(answer, response->status) || error->has_code ||
        1u << error->form & OLD)
        return situations[answer].requirement;
    return error->form == ERROR_ARRAY ? REQ_ERROR_CODE_INTEGER : REQ_ERROR_BODY;
}

bool situation_has_status(enum answer answer, int status)
{
    for (int i = 0; i < ROWS_MAX && rows[answer][i].used; i++)
        if (rows[answer][i].tier == TIER_PASS && status >= rows[answer][i].from &&
            status <= rows[answer][i].to)
            return true;
    return false;
}

void situation_describe(struct buf *out, const struct http_response *response,
                        const struct error_doc *error)
{
    struct span body = response->body;

    buf_addf(out, "%d", response->status);
    if (error->has_code)
        buf_addf(out, " with code %lld", (long long)error->code);
    else if (response->status >= 300)
        buf_addf(out, " with %s", error_form_name(error->form));
    if (body.len == 0) {
        buf_add_str(out, ", empty body");
        return;
    }
    buf_add_str(out, ": ");
    report_neutralise(out, span_make(body.p, body.len < 160 ? body.len : 160), false);
    if (body.len > 160)
        buf_add_str(out, "…");
}
