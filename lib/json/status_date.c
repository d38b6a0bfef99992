#include "json/status_judge.h"

enum { DATE_LENGTH = 30 };

static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char day_names[] = "SunMonTueWedThuFriSat";

static const char *const day_flaws[] = {
    "that day was a Sunday",    "that day was a Monday",   "that day was a Tuesday",
    "that day was a Wednesday", "that day was a Thursday", "that day was a Friday",
    "that day was a Saturday",
};

struct date {
    int weekday, month, day, hour, minute, second, year;
};

static int name_index(const char *names, struct span name)
{
    int index = 0;
    for (const char *p = names; *p; p += 3, index++)
        if (span_eq(name, span_make(p, 3)))
            return index;
    return -1;
}

/* The layout with a digit as 9, a letter as A and everything else as itself. */
static bool has_layout(struct span text)
{
    static const char layout[] = "AAA AAA 99 99:99:99 +0000 9999";
    bool ok = text.len == DATE_LENGTH;
    for (size_t i = 0; ok && i < DATE_LENGTH; i++) {
        char c = text.p[i];
        bool digit = c >= '0' && c <= '9';
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        ok = layout[i] == '9' ? digit : layout[i] == 'A' ? letter : c == layout[i];
    }
    return ok;
}

static int digits(struct span text, size_t from, size_t len)
{
    int value = 0;
    for (size_t i = 0; i < len; i++)
        value = value * 10 + (text.p[from + i] - '0');
    return value;
}

static int month_days(const struct date *d)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);
    return days[d->month] + (d->month == 1 && leap);
}

/* Sakamoto: 0 is Sunday. */
static int weekday_of(const struct date *d)
{
    static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };
    int y = d->year - (d->month < 2);
    return (y + y / 4 - y / 100 + y / 400 + shift[d->month] + d->day) % 7;
}

const char *status_date_flaw(struct span text)
{
    if (!has_layout(text))
        return "not of the form Wed Sep 05 00:07:01 +0000 2012";
    struct date d = {
        .weekday = name_index(day_names, span_make(text.p, 3)),
        .month = name_index(month_names, span_make(text.p + 4, 3)),
        .day = digits(text, 8, 2),
        .hour = digits(text, 11, 2),
        .minute = digits(text, 14, 2),
        .second = digits(text, 17, 2),
        .year = digits(text, 26, 4),
    };
    if (d.weekday < 0 || d.month < 0)
        return "without the English names of day and month";
    if (d.day < 1 || d.day > month_days(&d) || d.hour > 23 || d.minute > 59 ||
        d.second > 59)
        return "no date that exists";
    return d.weekday == weekday_of(&d) ? NULL : day_flaws[weekday_of(&d)];
}

static void judge_date(struct judge *j, enum status_rule rule, const cJSON *owner,
                       const char *path)
{
    const cJSON *node = json_member(owner, "created_at");
    const char *flaw = cJSON_IsString(node) ? status_date_flaw(json_string(node)) : NULL;
    if (flaw)
        judge_value(j, rule, path, node, flaw);
}

void judge_dates(struct judge *j)
{
    judge_date(j, STATUS_CREATED_AT, j->status, "/created_at");
    judge_date(j, STATUS_USER_CREATED_AT, json_member(j->status, "user"),
               "/user/created_at");
}
