/* A parser of error documents against ours. Input: a body. Accepted: it is of the array
 * form. */
#include "fuzz/host/host.h"
#include "fuzz/host/quirks.h"
#include "fuzz/input.h"
#include "fuzz/target.h"

const char fuzz_target_name[] = "adapter_error";

void fuzz_start(void)
{
    host_start(CALL_ERROR);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct call call = { .function = CALL_ERROR,
                         .text = { (const uint8_t *)input.p, input.len },
                         .http_status = 404,
                         .choice = (unsigned)fuzz_hash(input) };
    int result = host_compare(&call, input, json_features(call.text));

    return result == FAV_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
