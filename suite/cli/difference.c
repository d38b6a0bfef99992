#include "cli/difference.h"

#include "report/report.h"

enum { BEFORE = 28, AROUND = 72 };

static void add_row(struct buf *out, const char *label, struct span text, size_t from)
{
    struct span part = span_from(text, from);

    buf_addf(out, "%s %s", label, from ? "…" : " ");
    if (part.len > AROUND)
        part.len = AROUND;
    report_neutralise(out, part, false);
    buf_addf(out, "%s\n", from + part.len < text.len ? "…" : "");
}

/* How many columns the octets before the difference take once they are neutralised. */
static size_t columns(struct span text)
{
    struct buf plain;
    size_t count = 0;

    buf_init(&plain, BUF_MAX_TEXT);
    report_neutralise(&plain, text, false);
    for (size_t i = 0; i < plain.len; i++)
        count += ((unsigned char)plain.p[i] & 0xc0) != 0x80;
    buf_release(&plain);
    return count;
}

void difference_write(struct buf *out, const char *indent, struct span expected,
                      struct span signed_text, size_t at)
{
    size_t from = at > BEFORE ? at - BEFORE : 0;
    struct span before = span_make(expected.p + from, at - from);

    buf_add_str(out, indent);
    add_row(out, "expected", expected, from);
    buf_add_str(out, indent);
    add_row(out, "signed  ", signed_text, from);
    buf_addf(out, "%s%*s^ octet %zu\n", indent, (int)(10 + columns(before)), "", at + 1);
}
