#include "support.h"

#include <stdlib.h>

/* One edit of a golden document, and exactly the rules that it breaks, or that it is
 * noted. */
static const struct {
    const char *file, *from, *to;
    uint64_t broken, noted;
} edits[] = {
#define R(rule) STATUS_RULE(STATUS_##rule)
    { "modern", "\"truncated\"", "\"truncated\"", 0, 0 },
    { "modern", "\"favorited\": false", "\"favorited\": null", 0, R(FAVORITED) },
    { "modern", "\"favorited\": false,", "", 0, R(FAVORITED) },
    { "modern", "\"favorited\": false", "\"favorited\": 1", R(FAVORITED), 0 },
    { "modern", "\"favorited\": false", "\"favorited\": true", 0, 0 },
    { "modern", "\"favorite_count\": 11", "\"favorite_count\": null", 0, 0 },
    { "modern", "\"favorite_count\": 11,", "", R(MODERN), 0 },
    { "modern", "\"retweet_count\": 3", "\"retweet_count\": \"100+\"", 0,
      R(RETWEET_COUNT) },
    { "modern", "\"retweet_count\": 3", "\"retweet_count\": \"101+\"", R(RETWEET_COUNT),
      0 },
    { "modern", "\"retweet_count\": 3", "\"retweet_count\": null", R(RETWEET_COUNT), 0 },
    { "modern", "\"retweet_count\": 3", "\"retweet_count\": 3e0", R(RETWEET_COUNT), 0 },
    { "modern", "\"retweeted\": false", "\"retweeted\": 0", R(RETWEETED), 0 },
    { "modern", "\"lang\": \"en\"", "\"lang\": null", 0, 0 },
    { "modern", "\"lang\": \"en\"", "\"lang\": \"\"", 0, 0 },
    { "modern", "\"lang\": \"en\"", "\"lang\": {}", R(LANG), 0 },
    { "modern", "\"id\": 1051000000000000501", "\"id\": 1051000000000000501.0",
      R(ID_INTEGER), 0 },
    { "modern", "\"id\": 1051000000000000501", "\"id\": 0", R(ID_INTEGER), 0 },
    { "modern", "\"id_str\": \"1051000000000000501\"",
      "\"id_str\": \" 1051000000000000501\"", R(ID_STR), 0 },
    { "modern", "\"id_str\": \"1051000000000000501\"",
      "\"id_str\": \"+1051000000000000501\"", R(ID_STR), 0 },
    { "modern", "\"id_str\": \"1051000000000000501\"",
      "\"id_str\": \"1051000000000000501\\u0000\"", R(ID_STR), 0 },
    { "modern",
      "\"source\": \"<a href=\\\"https://client.example.org\\\" "
      "rel=\\\"nofollow\\\">Example Client</a>\"",
      "\"source\": \"\"", 0, 0 },
    { "modern",
      "\"source\": \"<a href=\\\"https://client.example.org\\\" "
      "rel=\\\"nofollow\\\">Example Client</a>\"",
      "\"source\": \"web\"", 0, 0 },
    { "modern",
      "\"source\": \"<a href=\\\"https://client.example.org\\\" "
      "rel=\\\"nofollow\\\">Example Client</a>\"",
      "\"source\": \"<a>Twitter for Mac</a>\"", 0, 0 },
    { "modern",
      "\"source\": \"<a href=\\\"https://client.example.org\\\" "
      "rel=\\\"nofollow\\\">Example Client</a>\"",
      "\"source\": \"<a</a>\"", R(SOURCE_ANCHOR), 0 },
    { "modern",
      "\"source\": \"<a href=\\\"https://client.example.org\\\" "
      "rel=\\\"nofollow\\\">Example Client</a>\"",
      "\"source\": {}", R(SOURCE), 0 },
    { "modern", "\"geo\": null", "\"geo\": 0", R(NULLS), 0 },
    { "modern", "\"geo\": null", "\"geo\": false", R(NULLS), 0 },
    { "modern", "\"geo\": null", "\"geo\": []", R(NULLS), 0 },
    { "modern", "\"geo\": null", "\"geo\": 1", R(GEO), 0 },
    { "modern", "\"place\": null", "\"place\": {}", R(NULLS), 0 },
    { "modern", "\"place\": null", "\"place\": true", R(PLACE), 0 },
    { "modern", "\"contributors\": null", "\"contributors\": []", 0, 0 },
    { "modern", "\"contributors\": null", "\"contributors\": 0", R(NULLS), 0 },
    { "modern", "\"contributors\": null", "\"contributors\": \"none\"", R(CONTRIBUTORS),
      0 },
    { "modern", "\"contributors\": null",
      "\"contributors\": [{\"id\": 1, \"id_str\": \"1\", \"screen_name\": \"a\"}]", 0,
      0 },
    { "place", "\"coordinates\": [55.6432, 13.9981]",
      "\"coordinates\": [55.64320, 1.39981e1]", 0, 0 },
    { "place", "\"coordinates\": [55.6432, 13.9981]",
      "\"coordinates\": [55.6431, 13.9981]", R(GEO), 0 },
    { "place", "\"coordinates\": [55.6432, 13.9981]",
      "\"coordinates\": [\"55.6432\", 13.9981]", R(GEO), 0 },
    { "place", "\"attributes\": {}", "\"attributes\": []", R(PLACE), 0 },
    { "place", "\"country_code\": \"SE\",", "", R(PLACE), 0 },
    { "reply", "\"in_reply_to_screen_name\": \"ann_beispiel\"",
      "\"in_reply_to_screen_name\": \"\"", R(REPLY_NAME), 0 },
    { "reply", "\"in_reply_to_screen_name\": \"ann_beispiel\",", "", R(REPLY_NAME), 0 },
    { "reply", "\"in_reply_to_user_id\": 2244000101", "\"in_reply_to_user_id\": 0",
      R(REPLY_USER_PAIR), 0 },
    { "reply", "\"in_reply_to_user_id\": 2244000101",
      "\"in_reply_to_user_id\": 2244000101.0", R(REPLY_USER_PAIR), 0 },
    { "modern", "\"following\": false", "\"following\": null", 0, 0 },
    { "modern", "\"utc_offset\": null", "\"utc_offset\": -18000", 0, 0 },
    { "modern", "\"utc_offset\": null", "\"utc_offset\": \"+00:00\"", R(USER_FIELDS), 0 },
    { "modern", "\"verified\": false,", "", 0, R(USER_FIELDS) },
    { "modern", "\"screen_name\": \"ann_beispiel\",", "", R(USER_FIELDS), 0 },
    { "modern", "\"profile_link_color\": \"1DA1F2\"",
      "\"profile_link_color\": \"1da1f2\"", 0, 0 },
    { "modern", "\"profile_link_color\": \"1DA1F2\"",
      "\"profile_link_color\": \"1DA1FG\"", R(USER_COLORS), 0 },
    { "modern", "\"profile_link_color\": \"1DA1F2\"", "\"profile_link_color\": null",
      R(USER_FIELDS), 0 },
    { "modern", "\"description\": {\"urls\": []}", "\"description\": {}",
      R(USER_ENTITIES), 0 },
    { "modern", "\"display_url\": \"ann.example.org\"", "\"display_url\": null", 0, 0 },
    { "modern", "\"display_url\": \"ann.example.org/bridge\"", "\"display_url\": null",
      R(ENTITY_SHAPE), 0 },
    { "modern", "\"indices\": [0, 23]", "\"indices\": [0, 99]", 0, R(INDICES) },
    { "modern", "\"indices\": [0, 23]", "\"indices\": [23, 0]", R(INDICES), 0 },
    { "modern", "\"possibly_sensitive\": false", "\"possibly_sensitive\": null",
      R(OPTIONAL_TYPES), 0 },
    { "modern", "\"possibly_sensitive\": false", "\"unheard_of\": [{}]", 0, 0 },
    { "modern", "\"possibly_sensitive\": false", "\"current_user_retweet\": {\"id\": 1}",
      R(OPTIONAL_TYPES), 0 },
    { "plain",
      "\"entities\": {\"hashtags\": [], \"symbols\": [], \"user_mentions\": [], "
      "\"urls\": []},",
      "", 0, 0 },
    { "plain", "{\"hashtags\": [], \"symbols\": [], \"user_mentions\": [], \"urls\": []}",
      "null", 0, R(ENTITIES_PRESENT) },
    { "plain", "{\"hashtags\": [], \"symbols\": [], \"user_mentions\": [], \"urls\": []}",
      "{}", 0, R(ENTITIES_PRESENT) },
    { "plain", "{\"hashtags\": [], \"symbols\": [], \"user_mentions\": [], \"urls\": []}",
      "\"\"", R(ENTITIES_PRESENT), 0 },
    { "plain", "\"symbols\": []", "\"symbols\": null", R(ENTITIES_PRESENT), 0 },
    { "plain", "\"symbols\": [], ", "", R(ENTITIES_SYMBOLS), 0 },
    { "plain", "\"favorited\": false",
      "\"extended_entities\": {\"media\": []}, \"favorited\": false",
      R(EXTENDED_ENTITIES), 0 },
    { "mention-gone", "\"id_str\": null", "\"id_str\": \"5\"", R(ENTITY_SHAPE), 0 },
    { "extended", "\"display_text_range\"", "\"display_text_wide\"", 0,
      R(OPTIONAL_TYPES) },
    { "extended", "\"full_text\": ", "\"text\": ", 0, 0 },
    { "retweet", "\"retweeted_status\": {", "\"retweeted_status\": null, \"other\": {", 0,
      R(NESTED) },
    { "quote", "\"name\": \"Exempelstad\"", "\"name\": 5", R(NESTED), 0 },
    { "quote", "\"quoted_status_id\": 1051000000000000509,", "", R(QUOTE_PAIR), 0 },
    { "quote", "\"quoted_status_id_str\": \"1051000000000000509\"",
      "\"quoted_status_id_str\": \"01\"", R(QUOTE_PAIR), 0 },
#undef R
};

static uint64_t noted_rules(const struct status_findings *findings)
{
    uint64_t rules = 0;

    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].noted)
            rules |= STATUS_RULE(findings->items[i].rule);
    return rules;
}

static struct span golden_status(const char *name)
{
    struct buf path;

    buf_init(&path, BUF_MAX_TEXT);
    buf_addf(&path, "golden/status/%s.json", name);
    struct span text = read_source(path.p);

    buf_release(&path);
    return text;
}

START_TEST(status_edit_breaks_exactly)
{
    struct span text = golden_status(edits[_i].file);
    struct span edited = replace_once(text, edits[_i].from, edits[_i].to);
    struct status_question question = { .entities = ENTITIES_ANY };
    struct status_findings findings;

    status_judge(edited, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_msg(broken_rules(&findings) == edits[_i].broken,
                  "%s: %s -> %s breaks %s (%s)", edits[_i].file, edits[_i].from,
                  edits[_i].to, rules_text(broken_rules(&findings)),
                  findings.count ? findings.items[0].text : "");
    ck_assert_msg(noted_rules(&findings) == edits[_i].noted,
                  "%s: %s -> %s is noted as %s", edits[_i].file, edits[_i].from,
                  edits[_i].to, rules_text(noted_rules(&findings)));
    free((char *)edited.p);
    free((char *)text.p);
}
END_TEST

/* What include_entities was, how entities are written, and the verdict. */
static const struct {
    int wanted;
    const char *entities; /* NULL: left out */
    uint64_t broken, noted;
} presences[] = {
#define R(rule) STATUS_RULE(STATUS_##rule)
    { ENTITIES_OMITTED, NULL, 0, 0 },
    { ENTITIES_OMITTED, "null", 0, R(ENTITIES_ABSENT) },
    { ENTITIES_OMITTED, "{}", 0, R(ENTITIES_ABSENT) },
    { ENTITIES_OMITTED, "[]", R(ENTITIES_ABSENT), 0 },
    { ENTITIES_OMITTED, "\"\"", R(ENTITIES_ABSENT), 0 },
    { ENTITIES_OMITTED, "{\"hashtags\": []}", R(ENTITIES_ABSENT), 0 },
    { ENTITIES_WANTED, NULL, R(ENTITIES_PRESENT), 0 },
    { ENTITIES_WANTED, "null", R(ENTITIES_PRESENT), 0 },
    { ENTITIES_WANTED, "{}", R(ENTITIES_PRESENT), 0 },
    { ENTITIES_WANTED, "[]", R(ENTITIES_PRESENT), 0 },
    { ENTITIES_WANTED,
      "{\"hashtags\": [], \"urls\": [], \"user_mentions\": [], \"symbols\": []}", 0, 0 },
    { ENTITIES_WANTED, "{\"hashtags\": [], \"urls\": [], \"user_mentions\": []}",
      R(ENTITIES_SYMBOLS), 0 },
    { ENTITIES_ANY, NULL, 0, 0 },
    { ENTITIES_ANY, "null", 0, R(ENTITIES_PRESENT) },
    { ENTITIES_ANY, "[]", R(ENTITIES_PRESENT), 0 },
#undef R
};

START_TEST(status_judges_entities_by_question)
{
    struct span text = golden_status("no-entities");
    struct status_question question = { .entities = (unsigned)presences[_i].wanted };
    struct status_findings findings;
    struct buf member;

    buf_init(&member, BUF_MAX_TEXT);
    buf_add_str(&member, "\"truncated\": false,");
    if (presences[_i].entities)
        buf_addf(&member, "\"entities\": %s,", presences[_i].entities);
    struct span edited = replace_once(text, "\"truncated\": false,", member.p);

    status_judge(edited, STATUS_ALL_RULES, &question, golden_schemas(), &findings);
    ck_assert_uint_eq(broken_rules(&findings), presences[_i].broken);
    ck_assert_uint_eq(noted_rules(&findings), presences[_i].noted);
    free((char *)edited.p);
    free((char *)text.p);
    buf_release(&member);
}
END_TEST

/* A rule that was not asked for is not judged. */
START_TEST(status_judges_only_what_is_asked)
{
    struct span text = golden_status("modern");
    struct span edited = replace_once(text, "\"retweeted\": false", "\"retweeted\": 0");
    struct status_question question = { .entities = ENTITIES_ANY };
    struct status_findings findings;
    uint64_t rule = STATUS_RULE(STATUS_RETWEETED);

    status_judge(edited, STATUS_ALL_RULES & ~rule, &question, golden_schemas(),
                 &findings);
    ck_assert_uint_eq(findings.count, 0);
    status_judge(edited, rule, &question, golden_schemas(), &findings);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_str_eq(findings.items[0].path, "/retweeted");
    ck_assert_str_eq(findings.items[0].text, "retweeted is 0, expected boolean");
    status_judge(SPAN("[]"), rule, &question, golden_schemas(), &findings);
    ck_assert_uint_eq(findings.count, 0);
    free((char *)edited.p);
    free((char *)text.p);
}
END_TEST

/* However much is wrong, each broken rule is reported. */
START_TEST(status_keeps_first_finding_of_each_rule)
{
    struct status_question question = { .entities = ENTITIES_WANTED,
                                        .id = SPAN("5"),
                                        .after_unlike = true };
    struct status_findings findings;
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_str(
        &text,
        "{\"id\":1,\"id_str\":\"2\",\"favorited\":true,\"entities\":{\"hashtags\":[0");
    for (int i = 0; i < 5000; i++)
        buf_add_str(&text, ",0");
    buf_add_str(&text, "],\"urls\":[]},\"lang\":1,\"possibly_sensitive\":1}");
    status_judge(buf_span(&text), STATUS_ALL_RULES, &question, golden_schemas(),
                 &findings);
    uint64_t broken = broken_rules(&findings);

    ck_assert_uint_le(findings.count, STATUS_FINDINGS_MAX);
    ck_assert_uint_ge(findings.dropped, 4900);
    ck_assert(broken & STATUS_RULE(STATUS_ENTITY_SHAPE));
    ck_assert(broken & STATUS_RULE(STATUS_ID_STR));
    ck_assert(broken & STATUS_RULE(STATUS_ID_REQUESTED));
    ck_assert(broken & STATUS_RULE(STATUS_LANG));
    ck_assert(broken & STATUS_RULE(STATUS_OPTIONAL_TYPES));
    ck_assert(broken & STATUS_RULE(STATUS_ENTITIES_PRESENT));
    ck_assert(broken & STATUS_RULE(STATUS_ENTITIES_SYMBOLS));
    ck_assert(broken & STATUS_RULE(STATUS_NULLS));
    ck_assert(broken & STATUS_RULE(STATUS_USER));
    ck_assert(broken & STATUS_RULE(STATUS_MODERN));
    ck_assert(broken & STATUS_RULE(STATUS_FAVORITED_FALSE));
    buf_release(&text);
}
END_TEST

/* Statuses in statuses, down to the depth that the parser allows. */
START_TEST(status_survives_deep_nesting)
{
    struct status_question question = { .entities = ENTITIES_ANY };
    struct status_findings findings;
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        buf_addf(&text, "{\"%s\":", i % 2 ? "quoted_status" : "retweeted_status");
    buf_add_str(&text, "5");
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        buf_add_char(&text, '}');
    status_judge(buf_span(&text), STATUS_ALL_RULES, &question, golden_schemas(),
                 &findings);
    ck_assert(broken_rules(&findings) & STATUS_RULE(STATUS_NESTED));
    buf_release(&text);
}
END_TEST

START_TEST(status_rules_are_named)
{
    for (int i = 0; i < STATUS_RULE_COUNT; i++) {
        ck_assert_ptr_nonnull(status_rules[i].name);
        ck_assert_uint_gt(strlen(status_rules[i].sentence), 10);
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(status_rules[i].name, status_rules[k].name);
    }
}
END_TEST

TCase *status_edit_tcase(void)
{
    TCase *tcase = tcase_create("status_edit");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, status_edit_breaks_exactly, 0, COUNT_OF(edits));
    tcase_add_loop_test(tcase, status_judges_entities_by_question, 0,
                        COUNT_OF(presences));
    tcase_add_test(tcase, status_judges_only_what_is_asked);
    tcase_add_test(tcase, status_keeps_first_finding_of_each_rule);
    tcase_add_test(tcase, status_survives_deep_nesting);
    tcase_add_test(tcase, status_rules_are_named);
    return tcase;
}
