/* A signer against ours. Input: the fields of request.h, made a request by domain.h.
 * Accepted: always. */
#include "fuzz/host/domain.h"
#include "fuzz/host/host.h"
#include "fuzz/host/quirks.h"
#include "fuzz/target.h"

const char fuzz_target_name[] = "adapter_sign";

void fuzz_start(void)
{
    host_start(CALL_SIGN);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct domain domain;
    struct call call;
    int result;

    fuzz_input_split(input, FIELDS, &fields);
    domain_make(&domain, &fields);
    call = (struct call){ .function = CALL_SIGN,
                          .request = domain.request,
                          .choice = (unsigned)fuzz_hash(input) };
    result = host_compare(&call, input, request_features(&domain.request));
    domain_release(&domain);
    fuzz_input_release(&fields);
    return result == FAV_OK ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
