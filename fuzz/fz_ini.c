/* The readers of a user's INI files. Input: config or baseline on a line, then the text.
 * Accepted: it was read.
 *
 * A second reader sees the same lines; what was written is read again; comments, empty
 * lines and line ends change nothing but the number of the line; no message depends on a
 * secret. */
#include "cli/cli.h"
#include "fuzz/ini_rules.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "report/baseline_entry.h"

#include <stdlib.h>

const char fuzz_target_name[] = "ini";

enum { KIND, TEXT, COUNT, WHY_MAX = 1400 }; /* 300 octets shown, four for one */

static const char file_name[] = "f.ini";
static struct naive_ini naive;

void fuzz_start(void)
{
}

static bool known_id(const char *id)
{
    return strncmp(id, "no/", 3) != 0;
}

/* What one reading gave, as a text to compare. */
struct reading {
    bool fine;
    struct buf says, why;
};

static void add(struct buf *out, const char *name, const char *value)
{
    if (value)
        buf_addf(out, "%s=%s\n", name, value);
}

static void say_profile(struct buf *out, const struct profile *profile)
{
    for (int i = 0; i < RESOURCE_COUNT; i++)
        add(out, "path", profile->paths[i]);
    buf_addf(out, "%s %d %d\n", profile->name, profile->id_in_body, profile->errors);
    for (int i = 1; i < REQ_COUNT; i++)
        add(out, requirements[i].id, profile_relaxes(profile, (enum requirement_id)i));
}

static void say_settings(struct buf *out, const struct settings *s)
{
    add(out, "url", s->url);
    add(out, "consumer_key", s->consumer_key);
    add(out, "consumer_secret", s->consumer_secret);
    add(out, "token", s->token);
    add(out, "token_secret", s->token_secret);
    add(out, "status_id", s->status_id);
    if (s->profile_given)
        say_profile(out, &s->profile);
}

static void say_baseline(struct buf *out, const struct baseline *baseline)
{
    for (size_t i = 0; i < baseline->count; i++) {
        const struct baseline_entry *e = &baseline->entries[i];

        add(out, "[]", e->id);
        add(out, "reason", e->reason);
        add(out, "issue", e->issue);
        add(out, "expires", e->expires);
    }
}

static void read_text(bool config, struct span text, struct reading *out)
{
    struct settings settings = { 0 };
    struct baseline *baseline;

    buf_init(&out->says, BUF_MAX_MESSAGE);
    buf_init(&out->why, BUF_MAX_TEXT);
    if (config) {
        settings.profile = *profile_preset("x-1.1", &out->why);
        settings_set(&settings.config, file_name);
        out->fine = settings_parse(&settings, text, &out->why) == 0;
        if (out->fine)
            say_settings(&out->says, &settings);
        settings_release(&settings);
        return;
    }
    baseline = baseline_parse(file_name, text, known_id, &out->why);
    out->fine = baseline != NULL;
    if (baseline)
        say_baseline(&out->says, baseline);
    baseline_free(baseline);
}

static void release(struct reading *reading)
{
    buf_release(&reading->says);
    buf_release(&reading->why);
}

/* "f.ini:LINE: " and a sentence of one line. */
static void check_why(const struct reading *got, int line)
{
    struct buf head;

    buf_init(&head, BUF_MAX_TEXT);
    if (line)
        buf_addf(&head, "%s:%d: ", file_name, line);
    oracle_same("ini_read", "which line is refused", buf_span(&head),
                span_make(got->why.p ? got->why.p : "",
                          head.len < got->why.len ? head.len : got->why.len));
    oracle_same_number("ini_read", "a sentence", line != 0, got->why.len > head.len);
    oracle_holds("ini_read", "the sentence is UTF-8, on one line and bounded",
                 got->why.len < WHY_MAX && !got->why.overflow &&
                     (!got->why.len || naive_is_text(got->why.p, got->why.len + 1)) &&
                     span_find_char(buf_span(&got->why), '\n') < 0,
                 buf_span(&got->why));
    buf_release(&head);
}

static void check_naive(bool config, const struct reading *got)
{
    int line = config ? ini_bad_config_line(&naive) : ini_bad_baseline_line(&naive);
    struct span says = buf_span(&got->says);
    struct buf want;

    check_why(got, line);
    oracle_same_number("ini_read", "accepted", line == 0, got->fine);
    if (!got->fine)
        return;
    buf_init(&want, BUF_MAX_MESSAGE);
    if (config)
        ini_expect_config(&naive, &want);
    else
        ini_expect_baseline(&naive, &want);
    if (config && says.len > want.len)
        says.len = want.len; /* the profile behind it */
    oracle_same("ini_read", "what was read", buf_span(&want), says);
    buf_release(&want);
}

static void same_again(const char *relation, bool config, struct span text,
                       const struct reading *got, size_t lines_more)
{
    struct reading again;
    struct buf head, want;

    buf_init(&head, BUF_MAX_TEXT);
    buf_init(&want, BUF_MAX_TEXT);
    read_text(config, text, &again);
    oracle_same_number("ini_read", relation, got->fine, again.fine);
    oracle_same("ini_read", relation, buf_span(&got->says), buf_span(&again.says));
    if (!got->fine && got->why.len) {
        const char *rest = got->why.p + sizeof(file_name);
        char *end;
        long line = strtol(rest, &end, 10);

        buf_addf(&want, "%s:%ld%s", file_name, line + (long)lines_more, end);
        oracle_same("ini_read", relation, buf_span(&want), buf_span(&again.why));
    }
    release(&again);
    buf_release(&head);
    buf_release(&want);
}

static void check_comments(bool config, struct span text, const struct reading *got)
{
    struct buf more;
    struct span first, rest;

    span_cut(text, '\n', &first, &rest);
    if (span_find(first, SPAN("\xef\xbb\xbf")) >= 0)
        return; /* read at the very front alone */
    buf_init(&more, BUF_MAX_MESSAGE);
    buf_add_str(&more, "\xef\xbb\xbf# a = b\n\n\t; [c]\n");
    buf_add_span(&more, text);
    same_again("a comment before it", config, buf_span(&more), got, 3);
    buf_release(&more);
}

static void check_line_ends(bool config, struct span text, const struct reading *got)
{
    struct buf more;
    struct span line;
    bool room = true;

    buf_init(&more, BUF_MAX_MESSAGE);
    for (struct span rest = text; rest.p;) {
        bool end = span_cut(rest, '\n', &line, &rest);

        room = room && line.len < 190;
        buf_add_span(&more, line);
        if (end)
            buf_add_str(&more, " \r\n");
    }
    if (room)
        same_again("other line ends", config, buf_span(&more), got, 0);
    buf_release(&more);
}

/* Other octets in the place of a secret change no message. */
static void check_secrets(bool config, struct span text, const struct reading *got)
{
    struct reading again;
    struct span other;

    if (!config || !text.len)
        return;
    other = fuzz_copy(text);
    for (size_t i = 0; i < naive.count; i++)
        if (span_eq_str(naive.items[i].name, "consumer_secret") ||
            span_eq_str(naive.items[i].name, "token_secret"))
            memset((char *)(uintptr_t)other.p + (naive.items[i].value.p - text.p), '$',
                   naive.items[i].value.len);
    read_text(config, other, &again);
    if (!span_eq_str(buf_span(&got->why), "") || !again.fine)
        oracle_same("ini_read", "a message with another secret", buf_span(&got->why),
                    buf_span(&again.why));
    release(&again);
    fuzz_free(other);
}

/* What is written says the same, and once more the same octets. */
static void check_written(bool config, struct span text, const struct reading *got)
{
    static const struct result_set none;
    struct buf one, two;

    if (config || !got->fine)
        return;
    buf_init(&one, BUF_MAX_MESSAGE);
    buf_init(&two, BUF_MAX_MESSAGE);
    for (int i = 0; i < 2; i++) {
        struct baseline *baseline =
            baseline_parse(file_name, i ? buf_span(&one) : text, known_id, &two);

        oracle_holds("baseline_print", "what was written can be read", baseline != NULL,
                     i ? buf_span(&one) : text);
        if (baseline)
            baseline_print(i ? &two : &one, baseline, &none, "2026-01-01");
        baseline_free(baseline);
    }
    oracle_same("baseline_print", "written again", buf_span(&one), buf_span(&two));
    same_again("what was written", config, buf_span(&one), got, 0);
    buf_release(&one);
    buf_release(&two);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(bool, struct span, const struct reading *) = {
        check_comments, check_line_ends, check_secrets, check_written
    };
    struct fuzz_input fields;
    struct reading got;
    struct span text;
    bool config, fine;

    fuzz_input_split(input, COUNT, &fields);
    text = fields.field[TEXT].p ? fields.field[TEXT] : SPAN("");
    config = span_starts(fields.field[KIND], SPAN("c"));
    read_text(config, text, &got);
    fuzz_note(buf_span(&got.says));
    fuzz_note(buf_span(&got.why));
    if (naive_ini_read(text, &naive)) {
        check_naive(config, &got);
        relations[fuzz_choice(input, 1, 4)](config, text, &got);
    }
    fine = got.fine;
    release(&got);
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
