#include "cli/difference.h"
#include "cli/explain.h"
#include "report/json_writer.h"
#include "report/report.h"

/* What the bytes show beside the signature; only --at asks for the clock. */
static const uint32_t other_violations = OAUTH_REPEATED | OAUTH_TWO_PLACES |
                                         OAUTH_BAD_VERSION | OAUTH_BAD_TIMESTAMP |
                                         OAUTH_BODY_NOT_FORM;

struct printer {
    const struct explain *explain;
    const struct oauth_autopsy *autopsy;
    struct buf out, hidden;
};

/* Bytes of the request: secrets hidden, nothing that steers a terminal. */
static void add_bytes(struct printer *p, struct span bytes)
{
    buf_reset(&p->hidden);
    redactor_write(&p->explain->redactor, &p->hidden, bytes);
    report_neutralise(&p->out, buf_span(&p->hidden), false);
}

static void add_names(struct buf *out, const enum oauth_mistake *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_addf(out, "%s%s", i ? ", " : "", oauth_mistakes[list[i]].name);
}

static void add_others(struct printer *p, const char *before)
{
    enum oauth_mistake list[OAUTH_MISTAKE_COUNT];
    uint32_t others = p->explain->violations & other_violations;
    size_t count;

    if (p->autopsy->verdict == OAUTH_AUTOPSY_UNVERIFIABLE)
        return;
    if (p->explain->clock != OAUTH_MISTAKE_NONE)
        others &= ~(uint32_t)OAUTH_BAD_TIMESTAMP;
    count = oauth_mistakes_of(others, list);
    if (!count)
        return;
    buf_addf(&p->out, "%sNot judged here, and refused all the same: ", before);
    add_names(&p->out, list, count);
    buf_add_str(&p->out, ".");
}

static void add_finding(struct printer *p, const struct oauth_finding *found,
                        const char *before)
{
    const struct oauth_mistake_info *info = &oauth_mistakes[found->mistake];

    if (found->detail.len)
        add_bytes(p, found->detail);
    else
        buf_addf(&p->out, "The client %s.", info->description);
    buf_addf(&p->out, "%s%s", before, info->fix);
}

static void add_clock(struct printer *p, const char *before)
{
    const struct oauth_mistake_info *info = &oauth_mistakes[p->explain->clock];

    buf_addf(&p->out, "The client %s (", info->description);
    add_bytes(p, p->explain->claim.timestamp_text);
    buf_addf(&p->out, " at %lld).%s%s", (long long)p->explain->at, before, info->fix);
}

/* All of it as sentences in one line, for tools. */
static void add_details(struct printer *p)
{
    const struct oauth_autopsy *autopsy = p->autopsy;

    if (autopsy->verdict == OAUTH_AUTOPSY_VALID)
        buf_add_str(&p->out, "The signature is right.");
    for (size_t i = 0; i < autopsy->found_count; i++) {
        buf_add_str(&p->out, i ? " " : "");
        add_finding(p, &autopsy->found[i], " ");
    }
    if (autopsy->verdict == OAUTH_AUTOPSY_UNEXPLAINED) {
        buf_addf(&p->out, "The signature is wrong and no known mistake explains it. ");
        add_bytes(p, autopsy->advice);
    }
    if (p->explain->clock != OAUTH_MISTAKE_NONE) {
        buf_add_str(&p->out, p->out.len ? " " : "");
        add_clock(p, " ");
    }
    add_others(p, " ");
}

static void member(struct printer *p, struct json_writer *w, const char *name,
                   struct span bytes)
{
    buf_reset(&p->hidden);
    redactor_write(&p->explain->redactor, &p->hidden, bytes);
    if (bytes.p)
        json_writer_text(w, name, buf_span(&p->hidden));
    else
        json_writer_null(w, name);
}

static void write_names(const struct printer *p, struct json_writer *w)
{
    const struct oauth_autopsy *autopsy = p->autopsy;

    json_writer_open(w, "mistakes", '[');
    for (size_t i = 0; i < autopsy->found_count; i++)
        json_writer_text(w, NULL,
                         span_of(oauth_mistakes[autopsy->found[i].mistake].name));
    if (p->explain->clock != OAUTH_MISTAKE_NONE)
        json_writer_text(w, NULL, span_of(oauth_mistakes[p->explain->clock].name));
    json_writer_close(w, ']');
    json_writer_open(w, "equivalent", '[');
    for (size_t i = 0; i < autopsy->equivalent_count; i++)
        json_writer_text(w, NULL, span_of(oauth_mistakes[autopsy->equivalent[i]].name));
    json_writer_close(w, ']');
}

static void print_json(struct printer *p, bool valid)
{
    struct json_writer w;
    struct buf text;

    buf_init(&text, BUF_MAX_REPORT);
    json_writer_init(&w, &text);
    json_writer_open(&w, NULL, '{');
    json_writer_bool(&w, "valid", valid);
    write_names(p, &w);
    add_details(p);
    json_writer_text(&w, "details", buf_span(&p->out));
    json_writer_open(&w, "base_string", '{');
    member(p, &w, "received_signature_matches", p->autopsy->matched);
    member(p, &w, "expected", p->autopsy->expected);
    json_writer_close(&w, '}');
    json_writer_close(&w, '}');
    fwrite(text.p, 1, text.len, stdout);
    buf_release(&text);
}

static void add_block(struct printer *p, const char *label, const char *before,
                      struct span bytes)
{
    if (!bytes.p)
        return;
    buf_addf(&p->out, "\n%s\n%s", label, before);
    add_bytes(p, bytes);
    buf_add_char(&p->out, '\n');
}

static void add_base_strings(struct printer *p)
{
    const struct oauth_autopsy *autopsy = p->autopsy;
    struct buf expected, matched;

    add_block(p, "expected base string", "", autopsy->expected);
    if (autopsy->difference < 0)
        return;
    add_block(p, "signed base string", "", autopsy->matched);
    buf_init(&expected, BUF_MAX_MESSAGE);
    buf_init(&matched, BUF_MAX_MESSAGE);
    redactor_write(&p->explain->redactor, &expected, autopsy->expected);
    redactor_write(&p->explain->redactor, &matched, autopsy->matched);
    if (expected.len == autopsy->expected.len && matched.len == autopsy->matched.len) {
        buf_add_str(&p->out, "\nfirst difference\n");
        difference_write(&p->out, "", buf_span(&expected), buf_span(&matched),
                         (size_t)autopsy->difference);
    }
    buf_release(&expected);
    buf_release(&matched);
}

static void add_urls(struct printer *p)
{
    const struct oauth_autopsy *autopsy = p->autopsy;

    if (!autopsy->matched_uri.p || span_eq(autopsy->matched_uri, autopsy->expected_uri))
        return;
    buf_add_str(&p->out, "  signed URL  ");
    add_bytes(p, autopsy->matched_uri);
    buf_add_str(&p->out, "\n  called URL  ");
    add_bytes(p, autopsy->expected_uri);
    buf_add_char(&p->out, '\n');
}

static void add_findings(struct printer *p)
{
    const struct oauth_autopsy *autopsy = p->autopsy;

    for (size_t i = 0; i < autopsy->found_count; i++) {
        buf_addf(&p->out, "%s: ", oauth_mistakes[autopsy->found[i].mistake].name);
        add_finding(p, &autopsy->found[i], "\n  change      ");
        buf_add_char(&p->out, '\n');
    }
    if (p->explain->clock != OAUTH_MISTAKE_NONE) {
        buf_addf(&p->out, "%s: ", oauth_mistakes[p->explain->clock].name);
        add_clock(p, "\n  change      ");
        buf_add_char(&p->out, '\n');
    }
    if (autopsy->equivalent_count) {
        buf_add_str(&p->out, "  same bytes  ");
        add_names(&p->out, autopsy->equivalent, autopsy->equivalent_count);
        buf_add_char(&p->out, '\n');
    }
}

static void add_unexplained(struct printer *p)
{
    const struct oauth_autopsy *autopsy = p->autopsy;

    buf_addf(&p->out,
             "unknown: the signature is wrong, and none of %zu single mistakes and %zu "
             "pairs makes it.\n",
             autopsy->singles, autopsy->pairs);
    add_bytes(p, autopsy->advice);
    buf_add_str(&p->out, "\n\nruled out\n");
    add_names(&p->out, autopsy->ruled_out, autopsy->ruled_out_count);
    buf_add_char(&p->out, '\n');
}

static void print_text(struct printer *p)
{
    const struct oauth_autopsy *autopsy = p->autopsy;
    bool wrong = autopsy->verdict == OAUTH_AUTOPSY_EXPLAINED ||
                 autopsy->verdict == OAUTH_AUTOPSY_UNEXPLAINED;

    if (autopsy->verdict == OAUTH_AUTOPSY_VALID)
        buf_add_str(&p->out, "valid: the signature is right.\n");
    if (autopsy->verdict == OAUTH_AUTOPSY_UNEXPLAINED)
        add_unexplained(p);
    add_findings(p);
    add_urls(p);
    add_others(p, "");
    if (p->out.p[p->out.len - 1] != '\n')
        buf_add_char(&p->out, '\n');
    add_base_strings(p);
    if (wrong)
        add_block(p, "corrected header", "Authorization: ", autopsy->authorization);
    fwrite(p->out.p, 1, p->out.len, stdout);
}

int explain_print(const struct explain *explain)
{
    static const int statuses[] = {
        [OAUTH_AUTOPSY_VALID] = EXIT_OK,
        [OAUTH_AUTOPSY_EXPLAINED] = EXIT_VIOLATED,
        [OAUTH_AUTOPSY_UNEXPLAINED] = EXIT_INCONCLUSIVE,
        [OAUTH_AUTOPSY_UNVERIFIABLE] = EXIT_VIOLATED,
    };
    struct printer p = { .explain = explain, .autopsy = &explain->autopsy };
    int status = statuses[explain->autopsy.verdict];

    if (status == EXIT_OK && explain->clock != OAUTH_MISTAKE_NONE)
        status = EXIT_VIOLATED;
    buf_init(&p.out, BUF_MAX_REPORT);
    buf_init(&p.hidden, BUF_MAX_MESSAGE);
    if (explain->json)
        print_json(&p, status == EXIT_OK);
    else
        print_text(&p);
    buf_release(&p.out);
    buf_release(&p.hidden);
    return status;
}
