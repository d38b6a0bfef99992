#include "support.h"
#include "json/status_judge.h"

static const char form[] = "not of the form Wed Sep 05 00:07:01 +0000 2012";

static const struct {
    const char *text, *flaw;
} dates[] = {
    { "Wed Sep 05 00:07:01 +0000 2012", NULL },
    { "Tue Mar 21 20:50:14 +0000 2006", NULL },
    { "Wed Feb 29 23:59:59 +0000 2012", NULL },
    { "Tue Feb 29 00:00:00 +0000 2000", NULL },
    { "Thu Jan 01 00:00:00 +0000 1970", NULL },
    { "Sun Dec 31 23:59:59 +0000 2023", NULL },
    { "Tue Sep 05 00:07:01 +0000 2012", "that day was a Wednesday" },
    { "Sun Jan 01 00:00:00 +0000 1970", "that day was a Thursday" },
    { "Wed Feb 30 00:00:00 +0000 2012", "no date that exists" },
    { "Tue Feb 29 00:00:00 +0000 2011", "no date that exists" },
    { "Thu Feb 29 00:00:00 +0000 1900", "no date that exists" },
    { "Wed Sep 00 00:07:01 +0000 2012", "no date that exists" },
    { "Wed Sep 31 00:07:01 +0000 2012", "no date that exists" },
    { "Wed Sep 05 24:00:00 +0000 2012", "no date that exists" },
    { "Wed Sep 05 00:60:00 +0000 2012", "no date that exists" },
    { "Wed Sep 05 00:00:60 +0000 2012", "no date that exists" },
    { "Mer Sep 05 00:07:01 +0000 2012", "without the English names of day and month" },
    { "Wed Spt 05 00:07:01 +0000 2012", "without the English names of day and month" },
    { "wed Sep 05 00:07:01 +0000 2012", "without the English names of day and month" },
    { "WED SEP 05 00:07:01 +0000 2012", "without the English names of day and month" },
    { "Wed Sep  5 00:07:01 +0000 2012", form },
    { "Wed Sep 5 00:07:01 +0000 2012", form },
    { "Wed Sep 05 00:07:01 +0200 2012", form },
    { "Wed Sep 05 00:07:01 -0000 2012", form },
    { "Wed Sep 05 00:07:01 UTC 2012", form },
    { "Wed Sep 05 00:07:01 2012", form },
    { "Wed, 05 Sep 2012 00:07:01 +0000", form },
    { "2012-09-05T00:07:01Z", form },
    { "Wed Sep 05 00:07:01 +0000 2012 ", form },
    { "Wed Sep 05 00:07:01 +0000 201", form },
    { "1346803621", form },
    { "", form },
};

START_TEST(date_judged)
{
    ck_assert_pstr_eq(status_date_flaw(span_of(dates[_i].text)), dates[_i].flaw);
}
END_TEST

TCase *status_date_tcase(void)
{
    TCase *tcase = tcase_create("status_date");

    tcase_add_loop_test(tcase, date_judged, 0, COUNT_OF(dates));
    return tcase;
}
