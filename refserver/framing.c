#include "refserver/framing.h"
#include "refserver/work.h"

enum { LARGE = 4096 };

static bool lengths_differ(const struct http_headers *headers)
{
    struct span first = http_find(headers, "Content-Length");

    for (size_t i = 0; i < headers->count; i++)
        if (span_eq_nocase(headers->items[i].name, SPAN("Content-Length")) &&
            !span_eq(headers->items[i].value, first))
            return true;
    return false;
}

/* RFC 9112 6.1: without chunked nobody knows where the body ends. */
bool framing_contradicts(const struct http_headers *headers)
{
    struct span coding = http_find(headers, "Transfer-Encoding");

    if (coding.p && !span_eq_nocase(span_trim(coding), SPAN("chunked")))
        return true;
    return (coding.p && http_find(headers, "Content-Length").p) ||
           lengths_differ(headers);
}

static bool is_large(const struct work *work)
{
    const struct http_headers *headers = &work->request->headers;

    if (work->query.len > LARGE || work->request->body.len > LARGE)
        return true;
    for (size_t i = 0; i < headers->count; i++)
        if (headers->items[i].value.len > LARGE)
            return true;
    return false;
}

/* The status with which a mutant refuses a request that is framed well; 0: not at all. */
static int refused_framing(const struct work *work)
{
    const struct http_headers *headers = &work->request->headers;
    const struct wire_defects *wire = &work->wrong->wire;
    struct span length = http_find(headers, "Content-Length");
    bool chunked = http_find(headers, "Transfer-Encoding").p != NULL;

    if (chunked && wire->chunked_status)
        return wire->chunked_status;
    if (http_find(headers, "Expect").p && wire->expect_status)
        return wire->expect_status;
    if (!chunked && !length.p && wire->no_length_status)
        return wire->no_length_status;
    if (span_eq_str(length, "0") && wire->zero_length_status)
        return wire->zero_length_status;
    return wire->large_status && is_large(work) ? wire->large_status : 0;
}

static bool is_fatal(const struct work *work)
{
    const struct wire_defects *wire = &work->wrong->wire;

    return (wire->large_dies && is_large(work)) ||
           (wire->chunked_dies &&
            http_find(&work->request->headers, "Transfer-Encoding").p);
}

enum reason framing_check(struct work *work)
{
    const struct http_headers *headers = &work->request->headers;

    if (http_count(headers, "Host") != 1 && !work_overlooks(work, REASON_HOST))
        return REASON_HOST;
    if (framing_contradicts(headers) && !work_overlooks(work, REASON_FRAMING))
        return REASON_FRAMING;
    if (is_fatal(work)) {
        work->seen->wire.mode = WIRE_DROP;
        return REASON_INTERNAL;
    }
    work->forced_status = refused_framing(work);
    return work->forced_status ? REASON_INTERNAL : REASON_NONE;
}
