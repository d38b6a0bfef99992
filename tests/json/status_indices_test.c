#include "support.h"

#include <stdlib.h>

/* A status with one text and one entities node, else without flaw. */
static void judge(const char *text, const char *entities, const char *more,
                  struct status_findings *out)
{
    struct status_question question = { .entities = ENTITIES_WANTED };
    struct span plain = read_source("golden/status/plain.json");
    struct span with_text = replace_once(plain, "good morning", text);
    struct span whole = replace_once(
        with_text,
        "{\"hashtags\": [], \"symbols\": [], \"user_mentions\": [], \"urls\": []},",
        entities);
    struct buf edited;

    buf_init(&edited, BUF_MAX_MESSAGE);
    buf_add_str(&edited, "{");
    buf_add_str(&edited, more);
    buf_add_span(&edited, span_from(whole, 1));
    status_judge(buf_span(&edited), STATUS_ALL_RULES, &question, golden_schemas(), out);
    buf_release(&edited);
    free((char *)whole.p);
    free((char *)with_text.p);
    free((char *)plain.p);
}

#define TAGS(list)                                                                       \
    "{\"hashtags\":[" list "],\"symbols\":[],\"urls\":[],\"user_mentions\":[]},"
#define SYMBOLS(list)                                                                    \
    "{\"hashtags\":[],\"symbols\":[" list "],\"urls\":[],\"user_mentions\":[]},"
#define URLS(list)                                                                       \
    "{\"hashtags\":[],\"symbols\":[],\"urls\":[" list "],\"user_mentions\":[]},"
#define MENTIONS(list)                                                                   \
    "{\"hashtags\":[],\"symbols\":[],\"urls\":[],\"user_mentions\":[" list "]},"
#define TAG(text, at) "{\"text\":\"" text "\",\"indices\":" at "}"
#define URL(url, at)                                                                     \
    "{\"url\":\"" url "\",\"expanded_url\":\"\",\"display_url\":\"\",\"indices\":" at "}"
#define MENTION(name, at)                                                                \
    "{\"screen_name\":\"" name                                                           \
    "\",\"name\":\"\",\"id\":5,\"id_str\":\"5\",\"indices\":" at "}"

enum result { RIGHT, NOTED, WRONG };

static const struct {
    const char *text, *entities;
    enum result result;
    const char *says; /* part of the sentence */
} cases[] = {
    { "a #tag", TAGS(TAG("tag", "[2,6]")), RIGHT, "" },
    { "a #tag", TAGS(TAG("Tag", "[2,6]")), WRONG, "where the text has \\\"#tag\\\"" },
    { "a #tag", TAGS(TAG("tag", "[3,6]")), WRONG, "\"tag\"" },
    { "a #tag", TAGS(TAG("tag", "[2,7]")), WRONG, "the text has 6 code points" },
    { "a #tag", TAGS(TAG("tag", "[6,2]")), WRONG, "the end comes first" },
    { "a #tag", TAGS(TAG("tag", "[2,99999999999]")), WRONG, "6 code points" },
    { "a #tag", TAGS(TAG("tag", "[2]")), WRONG, "has 1 elements" },
    { "a #tag", TAGS(TAG("tag", "[2,6,6]")), WRONG, "has 3 elements" },
    { "a #tag", TAGS(TAG("tag", "[2.0,6]")), WRONG, "expected integer" },
    { "a #tag", TAGS(TAG("tag", "{}")), WRONG, "expected array" },
    { "é #tag", TAGS(TAG("tag", "[2,6]")), RIGHT, "" },
    { "é #tag", TAGS(TAG("tag", "[3,7]")), WRONG, "right if counted in bytes" },
    { "é #tag!", TAGS(TAG("tag", "[3,7]")), WRONG, "right if counted in bytes" },
    { "😀 #tag", TAGS(TAG("tag", "[2,6]")), RIGHT, "" },
    { "😀 #tag", TAGS(TAG("tag", "[3,7]")), WRONG, "right if counted in UTF-16 units" },
    { "😀 #tag", TAGS(TAG("tag", "[5,9]")), WRONG, "right if counted in bytes" },
    { "\\ud83d\\ude00 #tag", TAGS(TAG("tag", "[2,6]")), RIGHT, "" },
    { "a &amp; #tag", TAGS(TAG("tag", "[8,12]")), RIGHT, "" },
    { "a &amp; #tag", TAGS(TAG("tag", "[4,8]")), WRONG, "" },
    { "＃東京", TAGS(TAG("東京", "[0,3]")), RIGHT, "" },
    { "buy $AB", SYMBOLS(TAG("AB", "[4,7]")), RIGHT, "" },
    { "buy $AB", SYMBOLS(TAG("AC", "[4,7]")), WRONG, "" },
    { "hi @Bo", MENTIONS(MENTION("bo", "[3,6]")), RIGHT, "" },
    { "hi ＠bo", MENTIONS(MENTION("bo", "[3,6]")), RIGHT, "" },
    { "hi @old_name ok", MENTIONS(MENTION("bo", "[3,12]")), NOTED, "another name" },
    { "hi @old_name ok", MENTIONS(MENTION("bo", "[3,8]")), WRONG, "" },
    { "hi @bo", MENTIONS(MENTION("bo", "[2,5]")), WRONG, "" },
    { "go http://a.example", URLS(URL("http://a.example", "[3,19]")), RIGHT, "" },
    { "go http://a.example", URLS(URL("http://b.example", "[3,19]")), WRONG, "" },
    { "go http://a.example", URLS(URL("http://a.example", "[3,18]")), WRONG, "" },
    { "http://a/?b&amp;c", URLS(URL("http://a/?b&c", "[0,17]")), RIGHT, "" },
    { "", TAGS(TAG("tag", "[0,0]")), WRONG, "" },
};

START_TEST(indices_judged)
{
    struct status_findings findings;

    judge(cases[_i].text, cases[_i].entities, "", &findings);
    if (cases[_i].result == RIGHT) {
        ck_assert_msg(findings.count == 0, "%s: %s", cases[_i].text,
                      findings.items[0].text);
        return;
    }
    ck_assert_msg(findings.count > 0, "%s %s", cases[_i].text, cases[_i].entities);
    ck_assert_int_eq(findings.items[0].rule, STATUS_INDICES);
    ck_assert_int_eq(findings.items[0].noted, cases[_i].result == NOTED);
    if (!strchr(cases[_i].says, '\\'))
        ck_assert_msg(strstr(findings.items[0].text, cases[_i].says) != NULL,
                      "%s lacks %s", findings.items[0].text, cases[_i].says);
}
END_TEST

/* At the cut end of a retweet entities point at what is left of them. */
START_TEST(indices_lenient_at_cut)
{
    static const struct {
        const char *start;
        int length, from, to;
        bool right;
    } cuts[] = {
        { "RT @bo: ", 140, 135, 140, true },  { "RT @bo: ", 138, 136, 138, true },
        { "RT @bo: ", 140, 139, 140, true },  { "RT @bo: ", 140, 20, 30, false },
        { "RT @bo: ", 120, 110, 120, false }, { "Re @bo: ", 140, 135, 140, false },
        { "RT @bo: ", 140, 135, 141, false },
    };
    struct status_findings findings;
    struct buf text, entities;

    buf_init(&text, BUF_MAX_TEXT);
    buf_init(&entities, BUF_MAX_TEXT);
    buf_add_str(&text, cuts[_i].start);
    while (json_code_points(buf_span(&text)) + 1 < (size_t)cuts[_i].length)
        buf_add_char(&text, 'x');
    buf_add_str(&text, "…");
    buf_addf(&entities, TAGS("{\"text\":\"cutting\",\"indices\":[%d,%d]}"), cuts[_i].from,
             cuts[_i].to);
    judge(text.p, entities.p, "", &findings);
    ck_assert_int_eq(findings.count == 0, cuts[_i].right);
    buf_release(&text);
    buf_release(&entities);
}
END_TEST

/* Ten thousand entities that cover a text of a megabyte stay affordable. */
START_TEST(indices_bounded_work)
{
    struct status_findings findings;
    struct buf text, entities;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_init(&entities, BUF_MAX_MESSAGE);
    buf_add_char(&text, '@');
    for (int i = 0; i < 1000000; i++)
        buf_add_char(&text, 'a');
    buf_add_str(&entities,
                "{\"hashtags\":[],\"symbols\":[],\"urls\":[],\"user_mentions\":[");
    for (int i = 0; i < 10000; i++)
        buf_addf(&entities, "%s" MENTION("bo", "[0,1000001]"), i ? "," : "");
    buf_add_str(&entities, "]},");
    judge(text.p, entities.p, "", &findings);
    ck_assert_uint_eq(findings.count + findings.dropped, 10000);
    buf_release(&text);
    buf_release(&entities);
}
END_TEST

START_TEST(indices_use_full_text)
{
    struct span text = read_source("golden/status/extended.json");
    struct span shifted = replace_once(text, "\"display_text_range\": [14, ",
                                       "\"display_text_range\": [9999, ");
    struct status_question question = { .entities = ENTITIES_WANTED };
    struct status_findings findings;

    status_judge(text, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_uint_eq(findings.count, 0);
    status_judge(shifted, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_int_eq(findings.items[0].rule, STATUS_INDICES);
    free((char *)shifted.p);
    free((char *)text.p);
}
END_TEST

TCase *status_indices_tcase(void)
{
    TCase *tcase = tcase_create("status_indices");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, indices_judged, 0, COUNT_OF(cases));
    tcase_add_loop_test(tcase, indices_lenient_at_cut, 0, 7);
    tcase_add_test(tcase, indices_bounded_work);
    tcase_add_test(tcase, indices_use_full_text);
    return tcase;
}
