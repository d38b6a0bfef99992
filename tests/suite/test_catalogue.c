#include "suite/run_cases.h"

#include "server/catalogue.h"

START_TEST(catalogue_is_sound)
{
    struct buf wrong;

    buf_init(&wrong, BUF_MAX_TEXT);
    catalogue_self_check(&wrong);
    ck_assert_msg(!wrong.len, "%s", wrong.p);
    ck_assert_uint_gt(catalogue_count(), 0);
    buf_release(&wrong);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("catalogue");

    tcase_add_test(tc, catalogue_is_sound);
    return run_cases(tc);
}
