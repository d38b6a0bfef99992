#include "suites.h"

int main(void)
{
    static TCase *(*const groups[])(
        void) = { endpoint_tests, companion_tests, store_tests,    nonce_tests,
                  shape_tests,    costume_tests,   document_tests, NULL };

    return run_groups("refserver", groups);
}
