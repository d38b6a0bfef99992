#include "report/html_parts.h"

/* What has a meaning in text or in a quoted attribute. */
static const char *entity_of(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void add_escaped(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *entity = entity_of(text.p[i]);

        if (entity)
            buf_add_str(out, entity);
        else
            buf_add_char(out, text.p[i]);
    }
}

void html_text(struct buf *out, struct span text, size_t max, bool lines)
{
    struct buf clean;

    buf_init(&clean, BUF_MAX_MESSAGE);
    hostile_add(&clean, text, max, lines);
    add_escaped(out, buf_span(&clean));
    buf_release(&clean);
}

void html_line(struct buf *out, struct span text)
{
    html_text(out, text, HOSTILE_MAX_LINE, false);
}

/* Texts are compared by words: runs of letters and digits, everything else by itself. */
enum { WORDS_MAX = 300 };

struct words {
    struct span of[WORDS_MAX];
    bool common[WORDS_MAX];
    size_t count;
};

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '_' || (unsigned char)c >= 0x80;
}

/* False when there are too many. */
static bool split(struct span text, struct words *out)
{
    out->count = 0;
    while (text.len) {
        size_t len = 1;

        while (len < text.len && is_word_byte(text.p[0]) && is_word_byte(text.p[len]))
            len++;
        if (out->count == WORDS_MAX)
            return false;
        out->common[out->count] = false;
        out->of[out->count++] = span_make(text.p, len);
        text = span_from(text, len);
    }
    return true;
}

/* The longest common subsequence; returns how many bytes of words it has. */
static size_t match(struct words *a, struct words *b)
{
    static unsigned short best[WORDS_MAX + 1][WORDS_MAX + 1];
    size_t i = 0, k = 0, bytes = 0;

    memset(best, 0, sizeof(best));
    for (i = a->count; i-- > 0;)
        for (k = b->count; k-- > 0;)
            best[i][k] = span_eq(a->of[i], b->of[k])
                             ? (unsigned short)(best[i + 1][k + 1] + 1)
                         : best[i + 1][k] > best[i][k + 1] ? best[i + 1][k]
                                                           : best[i][k + 1];
    for (i = 0, k = 0; i < a->count && k < b->count;) {
        if (span_eq(a->of[i], b->of[k])) {
            bytes += is_word_byte(a->of[i].p[0]) ? a->of[i].len : 0;
            a->common[i++] = b->common[k++] = true;
        } else if (best[i + 1][k] >= best[i][k + 1]) {
            i++;
        } else {
            k++;
        }
    }
    return bytes;
}

/* Neighbours that differ stand in one mark. */
static void add_marked(struct buf *out, const struct words *words)
{
    bool marked = false;

    for (size_t i = 0; i < words->count; i++) {
        bool space = words->of[i].p[0] == ' ';

        if (words->common[i] == marked && !(marked && space)) {
            buf_add_str(out, marked ? "</mark>" : "<mark>");
            marked = !marked;
        }
        add_escaped(out, words->of[i]);
    }
    if (marked)
        buf_add_str(out, "</mark>");
}

static void add_side(struct buf *out, const char *name, const char *head,
                     struct span text, const struct words *words)
{
    buf_addf(out, "<div class=\"%s\"><h4>%s</h4><p>", name, head);
    if (words)
        add_marked(out, words);
    else
        add_escaped(out, text);
    buf_add_str(out, "</p></div>");
}

void html_comparison(struct buf *out, struct span expected, struct span got)
{
    static struct words a, b;
    struct buf left, right;
    bool alike;

    if (!expected.len && !got.len)
        return;
    buf_init(&left, BUF_MAX_MESSAGE);
    buf_init(&right, BUF_MAX_MESSAGE);
    hostile_add(&left, expected, HOSTILE_MAX_LINE, false);
    hostile_add(&right, got, HOSTILE_MAX_LINE, false);
    alike = left.len && right.len && split(buf_span(&left), &a) &&
            split(buf_span(&right), &b) && match(&a, &b) * 2 >= left.len;
    buf_add_str(out, "<div class=\"compare\">");
    if (left.len)
        add_side(out, "expected", "Expected", buf_span(&left), alike ? &a : NULL);
    if (right.len)
        add_side(out, "got", "Got", buf_span(&right), alike ? &b : NULL);
    buf_add_str(out, "</div>\n");
    buf_release(&left);
    buf_release(&right);
}
