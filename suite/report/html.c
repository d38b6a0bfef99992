#include "report/html_parts.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>

/* What all exchanges together may take, and how many failures are unfolded. */
enum { EXCHANGES_MAX = 24 * 1024 * 1024, OPEN_MAX = 12 };

static void add_hash(struct buf *out, const struct asset *asset)
{
    char text[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha256;

    sha256_init(&sha256);
    sha256_update(&sha256, asset->len, asset->bytes);
    sha256_digest(&sha256, sizeof(digest), digest);
    base64_encode_raw(text, sizeof(digest), digest);
    buf_addf(out, "'sha256-%.*s'", (int)sizeof(text), text);
}

static void add_head(const struct result_set *set, struct buf *out)
{
    buf_add_str(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                     "'none'; base-uri 'none'; form-action 'none'; style-src ");
    add_hash(out, &asset_report_css);
    buf_add_str(out, "; script-src ");
    add_hash(out, &asset_report_js);
    buf_addf(out,
             "\">\n<meta name=\"viewport\" content=\"width=device-width, "
             "initial-scale=1\">\n<title>%s: favspec %s</title>\n<style>",
             report_headline(set), set->command);
    buf_add_span(out, asset_span(&asset_report_css));
    buf_add_str(out, "</style></head><body>\n");
}

static void add_fact(struct buf *out, const char *name, struct span text)
{
    if (!text.len)
        return;
    buf_addf(out, "<div><dt>%s</dt><dd>", name);
    html_line(out, text);
    buf_add_str(out, "</dd></div>");
}

static size_t count_exchanges(const struct result_set *set)
{
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++)
        count += set->items[i].exchange_count;
    return count;
}

static void add_facts(const struct result_set *set, struct buf *out)
{
    struct buf text;

    buf_init(&text, BUF_MAX_TEXT);
    buf_add_str(out, "<dl class=\"facts\">");
    add_fact(out, "target", span_of(set->target_url));
    add_fact(out, "profile", span_of(set->profile));
    report_time(&text, set->started_unix_ms, false);
    add_fact(out, "started", buf_span(&text));
    buf_reset(&text);
    buf_addf(&text, "%.1f s, %zu exchanges", (double)set->duration_us / 1e6,
             count_exchanges(set));
    add_fact(out, "took", buf_span(&text));
    buf_reset(&text);
    buf_addf(&text, "%d", set->exit_status);
    add_fact(out, "exit status", buf_span(&text));
    add_fact(out, "favspec", SPAN(FAVSPEC_VERSION));
    buf_add_str(out, "</dl>\n");
    buf_release(&text);
}

static void add_top(const struct result_set *set, struct buf *out)
{
    const struct report_totals totals = report_totals(set);
    struct span headline, counts;
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    report_verdict_line(set, &line);
    span_cut(buf_span(&line), ':', &headline, &counts);
    buf_addf(out,
             "<header class=\"exit-%d\"><h1>favspec %s <b>%.*s</b></h1><p "
             "class=\"line\">",
             set->exit_status, set->command, SPAN_ARG(headline));
    html_line(out, span_trim(counts));
    buf_add_str(out, "</p>\n");
    html_bar(out, totals.of, set->count);
    add_facts(set, out);
    for (size_t i = 0; i < set->note_count; i++) {
        buf_add_str(out, "<p class=\"note\">");
        html_line(out, set->notes[i]);
        buf_add_str(out, "</p>\n");
    }
    buf_add_str(out, "</header>\n");
    buf_release(&line);
}

static void add_filter(const struct result_set *set, struct buf *out)
{
    const struct report_totals totals = report_totals(set);

    buf_addf(out,
             "<nav class=\"filter\" hidden><button type=\"button\" data-verdict=\"\" "
             "aria-pressed=\"true\">all <b>%zu</b></button>",
             set->count);
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (totals.of[i])
            buf_addf(out,
                     "<button type=\"button\" data-verdict=\"%s\" aria-pressed=\"false\" "
                     "class=\"%s\">%s <b>%zu</b></button>",
                     verdict_name((enum verdict)i), verdict_name((enum verdict)i),
                     verdict_name((enum verdict)i), totals.of[i]);
    buf_add_str(out, "<input type=\"search\" aria-label=\"filter\" placeholder=\"filter "
                     "by id, requirement, text ( / )\"><button type=\"button\" "
                     "data-do=\"open\">open all</button><button type=\"button\" "
                     "data-do=\"close\">close all</button><output></output></nav>\n");
}

/* What somebody has to look at comes first, else the order is the catalogue's. */
enum { RANKS = 3 };

static int rank_of(const struct result_set *set, const struct result *result)
{
    if (result_is_failure(set, result))
        return 0;
    return result->verdict == VERDICT_PASS || result->verdict == VERDICT_INFO ||
                   result->verdict == VERDICT_SKIP
               ? 2
               : 1;
}

void report_html(const struct result_set *set, struct buf *out)
{
    size_t room = EXCHANGES_MAX, opened = 0;

    add_head(set, out);
    add_top(set, out);
    buf_add_str(out, "<main>\n<div class=\"overview\">\n");
    html_requirements(out, set);
    html_groups(out, set);
    html_durations(out, set);
    buf_add_str(out, "</div>\n<section class=\"cases\"><h2>Cases</h2>\n");
    add_filter(set, out);
    for (int rank = 0; rank < RANKS; rank++)
        for (size_t i = 0; i < set->count; i++)
            if (rank_of(set, &set->items[i]) == rank)
                html_case(out, &set->items[i], rank == 0 && opened++ < OPEN_MAX, &room);
    buf_add_str(out, "<p class=\"nothing\" hidden>No case matches this "
                     "filter.</p></section>\n</main>\n<script>");
    buf_add_span(out, asset_span(&asset_report_js));
    buf_add_str(out, "</script></body></html>\n");
}
