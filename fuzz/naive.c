#include "fuzz/naive.h"

#include "base/die.h"

#include <stdalign.h>
#include <stdlib.h>

static bool stays(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

bool naive_escapes(char c)
{
    return !stays((unsigned char)c);
}

static char hex_digit(int value)
{
    return (char)(value < 10 ? '0' + value : 'A' + value - 10);
}

static char *encode_to(char *to, struct span s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (!stays(c)) {
            *to++ = '%';
            *to++ = hex_digit(c / 16);
            *to++ = hex_digit(c % 16);
        } else {
            *to++ = (char)c;
        }
    }
    return to;
}

static char *room_in(struct buf *out, size_t len)
{
    char *to = buf_reserve(out, len);

    if (!to)
        die("naive: no room");
    return to;
}

static void close_at(struct buf *out, const char *end)
{
    out->len = (size_t)(end - out->p);
    buf_terminate(out);
}

void naive_encode(struct buf *out, struct span s)
{
    close_at(out, encode_to(room_in(out, 3 * s.len), s));
}

static int digit(struct span s, size_t at)
{
    char c = at < s.len ? s.p[at] : '\0';

    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char *decode_to(char *to, struct span s, bool plus, bool *fine)
{
    for (size_t i = 0; i < s.len; i++) {
        int high, low;

        if (s.p[i] != '%') {
            *to++ = plus && s.p[i] == '+' ? ' ' : s.p[i];
            continue;
        }
        high = digit(s, i + 1);
        low = digit(s, i + 2);
        if (high < 0 || low < 0) {
            *fine = false;
            *to++ = '%';
        } else {
            *to++ = (char)(high * 16 + low);
            i += 2;
        }
    }
    return to;
}

bool naive_decode(struct buf *out, struct span s, bool plus)
{
    bool fine = true;

    close_at(out, decode_to(room_in(out, s.len), s, plus, &fine));
    return fine;
}

size_t naive_up_to(struct span s, const char *stops)
{
    for (size_t i = 0; i < s.len; i++)
        for (const char *stop = stops; *stop; stop++)
            if (s.p[i] == *stop)
                return i;
    return s.len;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool naive_is_word(struct span s, const char *word)
{
    size_t i = 0;

    while (i < s.len && word[i] && lower(s.p[i]) == word[i])
        i++;
    return i == s.len && !word[i];
}

struct span naive_query(struct span url)
{
    size_t end = naive_up_to(url, "#"), from;

    url.len = end;
    from = naive_up_to(url, "?");
    return from < url.len ? span_from(url, from + 1) : span_of(NULL);
}

/* Memory that lives as long as a list. */
struct naive_block {
    struct naive_block *next;
    size_t size, left;
    char *at;
    alignas(16) char bytes[];
};

enum { BLOCK = 32000 };

/* A block of ordinary size that nobody uses. */
static struct naive_block *spare;

/* Aligned for pointers. */
static char *take(struct naive_block **memory, size_t len)
{
    struct naive_block *block = *memory;
    size_t size;
    char *p;

    len = (len + 15) / 16 * 16;
    size = len > BLOCK ? len : BLOCK;
    if (!block || block->left < len) {
        block = size == BLOCK && spare ? spare : xmalloc(sizeof(*block) + size);
        spare = block == spare ? NULL : spare;
        block->next = *memory;
        block->size = block->left = size;
        block->at = block->bytes;
        *memory = block;
    }
    p = block->at;
    block->at += len;
    block->left -= len;
    return p;
}

static void release(struct naive_block *memory)
{
    while (memory) {
        struct naive_block *next = memory->next;

        if (memory->size == BLOCK && !spare)
            spare = memory;
        else
            free(memory);
        memory = next;
    }
}

void naive_pairs_init(struct naive_pairs *pairs)
{
    *pairs = (struct naive_pairs){ 0 };
}

void naive_pairs_release(struct naive_pairs *pairs)
{
    release(pairs->memory);
}

static void grow(struct naive_pairs *pairs)
{
    struct naive_pair *before = pairs->items;

    pairs->room = pairs->room ? 2 * pairs->room : 16;
    pairs->items =
        (struct naive_pair *)(void *)take(&pairs->memory, pairs->room * sizeof(*before));
    if (before)
        memcpy(pairs->items, before, pairs->count * sizeof(*before));
}

static struct naive_pair *add_pair(struct naive_pairs *pairs, enum naive_place place)
{
    struct naive_pair *pair;

    if (pairs->count == NAIVE_PAIRS_MAX) {
        pairs->overflow = true;
        return NULL;
    }
    if (pairs->count == pairs->room)
        grow(pairs);
    pair = &pairs->items[pairs->count++];
    *pair = (struct naive_pair){ .place = place };
    return pair;
}

static void set(struct buf *out, char *from, const char *end)
{
    *out = (struct buf){ .p = from, .len = (size_t)(end - from) };
}

static void copy(struct naive_pairs *pairs, struct buf *out, struct span s)
{
    char *to = take(&pairs->memory, s.len);

    set(out, to, s.len ? (char *)memcpy(to, s.p, s.len) + s.len : to);
}

static void decode(struct naive_pairs *pairs, struct buf *out, struct span s, bool plus)
{
    char *to = take(&pairs->memory, s.len);
    bool fine;

    set(out, to, decode_to(to, s, plus, &fine));
}

void naive_pairs_add(struct naive_pairs *pairs, struct span name, struct span value,
                     enum naive_place place)
{
    struct naive_pair *pair = add_pair(pairs, place);
    char *to;

    if (!pair)
        return;
    copy(pairs, &pair->name, name);
    copy(pairs, &pair->value, value);
    to = take(&pairs->memory, 3 * value.len);
    set(&pair->as_sent, to, encode_to(to, value));
}

void naive_pairs_add_sent(struct naive_pairs *pairs, struct span name, struct span sent,
                          enum naive_place place)
{
    struct naive_pair *pair = add_pair(pairs, place);

    if (!pair)
        return;
    decode(pairs, &pair->name, name, place != NAIVE_HEADER);
    decode(pairs, &pair->value, sent, place != NAIVE_HEADER);
    copy(pairs, &pair->as_sent, sent);
}

void naive_pairs_add_form(struct naive_pairs *pairs, struct span text,
                          enum naive_place place)
{
    size_t at = 0;

    while (at < text.len && !pairs->overflow) {
        struct span piece = span_from(text, at), name;

        piece.len = naive_up_to(piece, "&");
        at += piece.len + 1;
        if (piece.len == 0)
            continue;
        name = span_make(piece.p, naive_up_to(piece, "="));
        naive_pairs_add_sent(pairs, name, span_from(piece, name.len + 1), place);
    }
}

static bool is_text(struct span s, const char *text)
{
    size_t i = 0;

    while (i < s.len && text[i] && s.p[i] == text[i])
        i++;
    return i == s.len && !text[i];
}

const struct naive_pair *naive_pairs_find(const struct naive_pairs *pairs,
                                          const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (is_text(buf_span(&pairs->items[i].name), name))
            return &pairs->items[i];
    return NULL;
}

bool naive_is_form(struct span content_type)
{
    struct span type = span_make(content_type.p, naive_up_to(content_type, ";"));

    return naive_is_word(span_trim(type), "application/x-www-form-urlencoded");
}

enum naive_header naive_collect(struct naive_pairs *pairs,
                                const struct naive_request *request)
{
    naive_pairs_add_form(pairs, naive_query(request->url), NAIVE_QUERY);
    if (naive_is_form(request->content_type))
        naive_pairs_add_form(pairs, request->body, NAIVE_BODY);
    return naive_header(pairs, request->authorization);
}

/* name, a NUL, value, a NUL: both encoded, so that comparing the bytes compares the names
 * first. */
static char *sort_key(const struct naive_pair *pair, struct naive_block **memory)
{
    char *key = take(memory, 3 * (pair->name.len + pair->value.len) + 2);
    char *to = encode_to(key, buf_span(&pair->name));

    *to++ = '\0';
    to = encode_to(to, buf_span(&pair->value));
    *to = '\0';
    return key;
}

static int compare_keys(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    int order = strcmp(left, right);

    return order ? order : strcmp(strchr(left, '\0') + 1, strchr(right, '\0') + 1);
}

static bool takes_part(const struct naive_pair *pair)
{
    if (pair->place == NAIVE_HEADER && naive_is_word(buf_span(&pair->name), "realm"))
        return false;
    return !is_text(buf_span(&pair->name), "oauth_signature");
}

void naive_parameters(struct buf *out, const struct naive_pairs *pairs)
{
    struct naive_block *memory = NULL;
    char **keys = (char **)(void *)take(&memory, (pairs->count + 1) * sizeof(*keys));
    size_t count = 0;

    for (size_t i = 0; i < pairs->count; i++)
        if (takes_part(&pairs->items[i]))
            keys[count++] = sort_key(&pairs->items[i], &memory);
    qsort(keys, count, sizeof(*keys), compare_keys);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_char(out, '&');
        buf_add_str(out, keys[i]);
        buf_add_char(out, '=');
        buf_add_str(out, strchr(keys[i], '\0') + 1);
    }
    release(memory);
}

bool naive_base_string(struct buf *out, const struct naive_request *request,
                       const struct naive_pairs *pairs)
{
    static struct buf part = BUF_INIT(BUF_MAX_MESSAGE);
    bool fine;
    char *to;

    buf_reset(&part);
    to = room_in(&part, request->method.len);
    for (size_t i = 0; i < request->method.len; i++) {
        char c = request->method.p[i];

        *to++ = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    close_at(&part, to);
    naive_encode(out, buf_span(&part));
    buf_add_char(out, '&');
    buf_reset(&part);
    fine = naive_base_uri(&part, request->url);
    naive_encode(out, buf_span(&part));
    buf_add_char(out, '&');
    buf_reset(&part);
    naive_parameters(&part, pairs);
    naive_encode(out, buf_span(&part));
    return fine;
}
