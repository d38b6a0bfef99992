/* The readers of what favspec wrote and a user or peer may have changed: two reports
 * (diff) and a ledger (restore). Input: diff, then two reports; made, then two lists of
 * cases and verdicts; or ledger, an empty line and its text. The first two stand on one
 * line each but for the last. Accepted: both are reports; it is a ledger.
 *
 * A comparison of two made reports is what the lists say; a report is no other than
 * itself; what a ledger says is written, read and taken over again, without secrets. */
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/report_model.h"
#include "fuzz/target.h"
#include "report/compare.h"
#include "server/ledger_text.h"

#include <stdlib.h>

const char fuzz_target_name[] = "report";

enum { KIND, OLD, NEW, COUNT };

static const char secret[] = "kNmXzQ9vR4tLp2Wc";

void fuzz_start(void)
{
}

/* Two reports, and what their comparison says. */
struct comparing {
    struct compare_side *old, *new;
    struct buf text, why;
    enum comparison result;
};

static struct compare_side *read_side(struct span text, struct buf *why)
{
    struct compare_side *side = compare_read(text, why);

    oracle_same_number("compare_read", "a reason or a report", side == NULL,
                       why->len > 0);
    return side;
}

static void compare(struct span old, struct span new, struct comparing *out)
{
    *out = (struct comparing){ .result = COMPARE_SAME };
    buf_init(&out->text, BUF_MAX_MESSAGE);
    buf_init(&out->why, BUF_MAX_TEXT);
    out->old = read_side(old, &out->why);
    buf_reset(&out->why);
    out->new = read_side(new, &out->why);
    if (out->old && out->new)
        out->result = compare_write(&out->text, out->old, out->new);
}

static void release(struct comparing *c)
{
    compare_free(c->old);
    compare_free(c->new);
    buf_release(&c->text);
    buf_release(&c->why);
}

static void check_text(const struct comparing *c, size_t input_len)
{
    oracle_holds("compare_write", "the text is UTF-8 and bounded",
                 naive_is_text(c->text.p, c->text.len + 1) &&
                     c->text.len < 32 * input_len + 1000,
                 buf_span(&c->text));
    for (struct span line, rest = buf_span(&c->text); rest.len;) {
        span_cut(rest, '\n', &line, &rest);
        oracle_holds("compare_write", "a line is a title or stands below one",
                     span_starts(line, SPAN("  ")) || report_model_is_title(line), line);
    }
    fuzz_note(buf_span(&c->text));
    fuzz_note(span_of(compare_incomplete(c->new)));
}

static void check_itself(struct span text)
{
    struct comparing c;

    compare(text, text, &c);
    if (c.old) {
        oracle_same_number("compare_write", "a report and itself", COMPARE_SAME,
                           c.result);
        oracle_same("compare_write", "a report and itself", SPAN("no case changed\n"),
                    buf_span(&c.text));
    }
    release(&c);
}

/* White space and a byte order mark before a report change nothing. */
static void check_space(const struct comparing *c, struct span old, struct span new)
{
    struct comparing again;
    struct buf more;

    buf_init(&more, BUF_MAX_MESSAGE);
    buf_add_str(&more, " \t\r\n");
    buf_add_span(&more, new);
    if (!span_starts(new, SPAN("\xef\xbb\xbf"))) {
        compare(old, buf_span(&more), &again);
        oracle_same("compare_write", "white space before", buf_span(&c->text),
                    buf_span(&again.text));
        release(&again);
    }
    buf_release(&more);
}

static bool run_diff(struct span input, struct span old, struct span new)
{
    struct comparing c, back;
    bool fine;

    compare(old, new, &c);
    fine = c.old && c.new;
    if (fine) {
        check_text(&c, input.len);
        compare(new, old, &back);
        oracle_same_number("compare_write", "the same both ways",
                           c.result == COMPARE_SAME, back.result == COMPARE_SAME);
        release(&back);
        if (fuzz_choice(input, 1, 2))
            check_itself(new);
        else
            check_space(&c, old, new);
    }
    release(&c);
    return fine;
}

/* Reports made of lists, whose comparison is known. */
static bool run_made(struct span old_list, struct span new_list)
{
    static struct report_model old, new;
    struct buf old_text, new_text, want;
    enum comparison result;
    struct comparing c;

    buf_init(&old_text, BUF_MAX_MESSAGE);
    buf_init(&new_text, BUF_MAX_MESSAGE);
    buf_init(&want, BUF_MAX_MESSAGE);
    report_model_read(&old, old_list, &old_text);
    report_model_read(&new, new_list, &new_text);
    result = report_model_compare(&old, &new, &want);
    compare(buf_span(&old_text), buf_span(&new_text), &c);
    oracle_holds("compare_read", "a made report can be read", c.old && c.new,
                 buf_span(&new_text));
    oracle_same("compare_write", "a made comparison", buf_span(&want), buf_span(&c.text));
    oracle_same_number("compare_write", "result", result, c.result);
    if (c.new)
        oracle_same_number("compare_incomplete", "a whole report", new.count == 0,
                           compare_incomplete(c.new) != NULL);
    fuzz_note(buf_span(&c.text));
    release(&c);
    buf_release(&old_text);
    buf_release(&new_text);
    buf_release(&want);
    return true;
}

/* The target that a ledger speaks of, with secrets. */
static void make_target(const struct ledger_facts *facts, struct target *out)
{
    *out = (struct target){
        .options = { .url = facts->url,
                     .status_id = facts->status_id,
                     .consumer_key = facts->consumer_key,
                     .token = facts->token,
                     .consumer_secret = secret,
                     .token_secret = secret,
                     .profile = facts->profile },
        .liked_before = -1,
    };
}

static void same_facts(const struct ledger_facts *a, const struct ledger_facts *b)
{
    oracle_same("ledger_parse", "url written", span_of(a->url), span_of(b->url));
    oracle_same("ledger_parse", "status_id written", span_of(a->status_id),
                span_of(b->status_id));
    oracle_same("ledger_parse", "consumer_key written", span_of(a->consumer_key),
                span_of(b->consumer_key));
    oracle_same("ledger_parse", "token written", span_of(a->token), span_of(b->token));
    oracle_same_number("ledger_parse", "id written", a->profile.id_in_body,
                       b->profile.id_in_body);
    for (int i = 0; i < RESOURCE_COUNT; i++)
        oracle_same("ledger_parse", "path written",
                    span_of(profile_path(&a->profile, (enum resource)i)),
                    span_of(profile_path(&b->profile, (enum resource)i)));
}

/* Written, read and taken over by a second run of the same target, not of another. */
static void check_written(struct target *target, const struct ledger_facts *facts,
                          struct arena *mem)
{
    char *text = ledger_print(target), *again;
    struct span written = fuzz_copy(span_of(text));
    struct ledger_facts back;
    struct target second;
    bool fine = ledger_parse(written, mem, &back);

    oracle_holds("ledger_print", "what was written can be read", fine, written);
    oracle_no_secret("ledger_print", written, SPAN(secret));
    if (fine)
        same_facts(facts, &back);
    make_target(facts, &second);
    oracle_holds("ledger_adopt", "it is of this target", ledger_adopt(written, &second),
                 written);
    again = ledger_print(&second);
    oracle_same("ledger_print", "written again", written, span_of(again));
    free(second.likes_before.ids);
    make_target(facts, &second);
    second.options.token = "another token";
    oracle_holds("ledger_adopt", "it is of another token",
                 !ledger_adopt(written, &second) ||
                     strcmp(facts->token, "another token") == 0,
                 written);
    free(second.likes_before.ids);
    fuzz_note(written);
    fuzz_free(written);
    free(text);
    free(again);
}

static bool run_ledger(struct span text)
{
    struct arena mem = { 0 };
    struct ledger_facts facts;
    struct target target;
    bool fine = ledger_parse(text, &mem, &facts);

    if (fine) {
        make_target(&facts, &target);
        oracle_holds("ledger_parse", "there is a path to destroy",
                     profile_path(&facts.profile, RESOURCE_DESTROY) != NULL, text);
        oracle_holds("ledger_adopt", "a ledger is of the target it names",
                     ledger_adopt(text, &target), text);
        check_written(&target, &facts, &mem);
        free(target.likes_before.ids);
    }
    arena_release(&mem);
    return fine;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct span old, new;
    bool fine;

    fuzz_input_split(input, COUNT, &fields);
    old = fields.field[OLD].p ? fields.field[OLD] : SPAN("");
    new = fields.field[NEW].p ? fields.field[NEW] : SPAN("");
    if (span_starts(fields.field[KIND], SPAN("l")))
        fine = run_ledger(new);
    else if (span_starts(fields.field[KIND], SPAN("m")))
        fine = run_made(old, new);
    else
        fine = run_diff(input, old, new);
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
