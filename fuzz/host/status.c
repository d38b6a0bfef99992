/* A parser of status documents against ours. Input: two lines that are not used, then a
 * body, as for fz_judge. Accepted: the body is a JSON object. */
#include "fuzz/host/host.h"
#include "fuzz/host/quirks.h"
#include "fuzz/input.h"
#include "fuzz/target.h"

const char fuzz_target_name[] = "adapter_status";

enum { BODY = 2, COUNT };

void fuzz_start(void)
{
    host_start(CALL_STATUS);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct call call;
    struct span body;
    int result;

    fuzz_input_split(input, COUNT, &fields);
    if (!fields.field[BODY].p)
        fields.field[BODY] = fuzz_copy(SPAN(""));
    body = fields.field[BODY];
    call = (struct call){ .function = CALL_STATUS,
                          .text = { (const uint8_t *)body.p, body.len },
                          .choice = (unsigned)fuzz_hash(input) };
    result = host_compare(&call, input, json_features(call.text));
    fuzz_input_release(&fields);
    return result == FAV_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
