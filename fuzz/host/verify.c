/* A verifier against ours. Input: the fields of request.h; {sig} is the right signature.
 * Accepted: the request is right in every point, the clock aside. */
#include "fuzz/host/host.h"
#include "fuzz/host/quirks.h"
#include "fuzz/input.h"
#include "fuzz/request.h"
#include "fuzz/target.h"

const char fuzz_target_name[] = "adapter_verify";

void fuzz_start(void)
{
    host_start(CALL_VERIFY);
}

static struct fav_in out(struct span s)
{
    return (struct fav_in){ (const uint8_t *)s.p, s.len };
}

static struct fav_request request_of(const struct fuzz_request *r)
{
    return (struct fav_request){
        .size = sizeof(struct fav_request),
        .method = out(r->theirs.method),
        .url = out(r->theirs.url),
        .content_type = out(r->theirs.content_type),
        .body = out(r->theirs.body),
        .consumer_secret = out(r->credentials.consumer_secret),
        .token_secret = out(r->credentials.token_secret),
    };
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_request request;
    struct fuzz_input fields;
    struct buf signature;
    struct call call;
    int result;

    fuzz_input_split(input, FIELDS, &fields);
    fuzz_request_init(&request, fields.field);
    buf_init(&signature, BUF_MAX_TEXT);
    fuzz_request_signature(&request, &signature);
    fuzz_request_fill(&request, buf_span(&signature));
    call = (struct call){ .function = CALL_VERIFY,
                          .request = request_of(&request),
                          .authorization = out(request.theirs.authorization),
                          .choice = (unsigned)fuzz_hash(input) };
    result = host_compare(&call, input, request_features(&call.request));
    buf_release(&signature);
    fuzz_request_release(&request);
    fuzz_input_release(&fields);
    return result == FAV_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
