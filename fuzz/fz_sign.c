/* Base string and signature against the naive ones. Input: the fields of request.h.
 * Accepted: the URL can be signed. */
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/request.h"
#include "fuzz/target.h"
#include "oauth/header.h"

#include <stdlib.h>

const char fuzz_target_name[] = "sign";

/* One request with what was made of it. */
struct signing {
    struct span input;
    struct fuzz_request request;
    struct oauth_params list;
    struct buf base, signature; /* the naive ones */
};

void fuzz_start(void)
{
}

/* The base string of some list, by the code under test. */
static void make_base(const struct signing *s, const struct oauth_request *request,
                      const struct oauth_params *list, struct buf *out)
{
    static const struct oauth_recipe zero;

    oauth_base_string(out, request, list, fuzz_choice(s->input, 9, 2) ? &zero : NULL,
                      NULL);
}

static void check_same_base(const struct signing *s, const char *relation,
                            const struct oauth_request *request,
                            const struct oauth_params *list)
{
    struct buf base;

    buf_init(&base, BUF_MAX_MESSAGE);
    make_base(s, request, list, &base);
    oracle_same("oauth_base_string", relation, buf_span(&s->base), buf_span(&base));
    buf_release(&base);
}

static void check_other_signature(const struct signing *s, const char *relation,
                                  const struct oauth_params *list,
                                  const struct oauth_credentials *credentials)
{
    struct buf other;

    buf_init(&other, BUF_MAX_TEXT);
    oauth_sign(&other, &s->request.ours, list, credentials, NULL, NULL);
    oracle_holds("oauth_sign", relation,
                 !span_eq(buf_span(&other), buf_span(&s->signature)), buf_span(&other));
    buf_release(&other);
}

static void copy_list(struct oauth_params *out, const struct oauth_params *list,
                      bool reversed)
{
    oauth_params_init(out);
    for (size_t i = 0; i < list->count; i++) {
        const struct oauth_param *item = &list->items[reversed ? list->count - 1 - i : i];

        oauth_params_add(out, item->name, item->value, item->place);
    }
}

static void check_permuted(const struct signing *s)
{
    struct oauth_params other;

    copy_list(&other, &s->list, true);
    check_same_base(s, "order of the list", &s->request.ours, &other);
    oauth_params_release(&other);
}

static void add_escape(struct buf *out, char c, bool lower)
{
    const char *digits = lower ? "0123456789abcdef" : "0123456789ABCDEF";

    buf_add_char(out, '%');
    buf_add_char(out, digits[(unsigned char)c / 16]);
    buf_add_char(out, digits[(unsigned char)c % 16]);
}

/* The same list through form text in which every octet is an escape. */
static void check_respelt(const struct signing *s, bool lower, const char *relation)
{
    struct oauth_params other;
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_params_init(&other);
    for (size_t i = 0; i < s->list.count; i++) {
        const struct oauth_param *item = &s->list.items[i];
        struct span parts[] = { item->name, item->value };

        if (!oauth_param_is_signed(item))
            continue;
        for (size_t p = 0; p < 2; p++) {
            buf_add_str(&text, p ? "=" : "&");
            for (size_t k = 0; k < parts[p].len; k++)
                add_escape(&text, parts[p].p[k], lower);
        }
    }
    oauth_params_add_form(&other, buf_span(&text), OAUTH_IN_QUERY);
    check_same_base(s, relation, &s->request.ours, &other);
    oauth_params_release(&other);
    buf_release(&text);
}

static void check_escaped(const struct signing *s)
{
    check_respelt(s, false, "every octet escaped");
}

static void check_lower(const struct signing *s)
{
    check_respelt(s, true, "hex digits in lower case");
}

static void check_added(const struct signing *s)
{
    struct oauth_params other;
    size_t n = s->list.count;

    copy_list(&other, &s->list, false);
    if (n && fuzz_choice(s->input, 3, 2) && oauth_param_is_signed(&s->list.items[n - 1]))
        oauth_params_add(&other, s->list.items[n - 1].name, s->list.items[n - 1].value,
                         s->list.items[n - 1].place);
    else
        oauth_params_add(&other, SPAN("zz"), SPAN(""), OAUTH_IN_QUERY);
    if (other.count > n)
        check_other_signature(s, "one more parameter changes it", &other,
                              &s->request.credentials);
    oauth_params_release(&other);
}

static void check_long(const struct signing *s)
{
    struct oauth_params other;
    struct buf value;

    buf_init(&value, BUF_MAX_MESSAGE);
    for (int i = 0; i < 700; i++)
        buf_add_str(&value, "0123456789/");
    copy_list(&other, &s->list, false);
    oauth_params_add(&other, SPAN("long"), buf_span(&value), OAUTH_IN_QUERY);
    if (other.count > s->list.count) {
        struct buf one, two;

        buf_init(&one, BUF_MAX_TEXT);
        buf_init(&two, BUF_MAX_TEXT);
        oauth_sign(&one, &s->request.ours, &other, &s->request.credentials, NULL, NULL);
        other.items[other.count - 1].value.len--;
        oauth_sign(&two, &s->request.ours, &other, &s->request.credentials, NULL, NULL);
        oracle_holds("oauth_sign", "the last octet of a long value counts",
                     !span_eq(buf_span(&one), buf_span(&two)), buf_span(&one));
        buf_release(&one);
        buf_release(&two);
    }
    oauth_params_release(&other);
    buf_release(&value);
}

/* A character that moves from one secret to the other is another key. */
static void check_boundary(const struct signing *s)
{
    struct oauth_credentials other = s->request.credentials;
    struct buf moved;

    if (other.consumer_secret.len == 0)
        return;
    buf_init(&moved, BUF_MAX_MESSAGE);
    buf_add(&moved, other.consumer_secret.p + other.consumer_secret.len - 1, 1);
    buf_add_span(&moved, other.token_secret);
    other.consumer_secret.len--;
    other.token_secret = buf_span(&moved);
    check_other_signature(s, "the boundary of the secrets counts", &s->list, &other);
    buf_release(&moved);
}

static void check_method(const struct signing *s)
{
    struct oauth_request request = s->request.ours;
    struct buf method;

    buf_init(&method, BUF_MAX_TEXT);
    for (size_t i = 0; i < request.method.len; i++) {
        char c = request.method.p[i];

        buf_add_char(&method, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
    request.method = buf_span(&method);
    if (!method.overflow)
        check_same_base(s, "case of the method", &request, &s->list);
    buf_release(&method);
}

/* Into exactly the room that was asked for, and into less. */
static void check_room(const struct signing *s)
{
    size_t room = oauth_base_string_room(&s->request.ours, &s->list);
    char *to = malloc(room),
         *end = oauth_base_string_write(to, &s->request.ours, &s->list);
    struct buf small;

    oracle_holds("oauth_base_string_write", "writes what oauth_base_string does",
                 end && span_eq(span_make(to, (size_t)(end - to)), buf_span(&s->base)),
                 end ? span_make(to, (size_t)(end - to)) : span_of(NULL));
    free(to);
    buf_init(&small, s->base.len / 2);
    make_base(s, &s->request.ours, &s->list, &small);
    oracle_same_number("oauth_base_string", "overflow", small.max < s->base.len,
                       small.overflow);
    oracle_holds("oauth_base_string", "what fits is a prefix",
                 span_starts(buf_span(&s->base), buf_span(&small)), buf_span(&small));
    buf_release(&small);
}

/* Key and digest one by one, behind what stands in the buffer already. */
static void check_steps(const struct signing *s)
{
    struct buf key, out;

    buf_init(&key, BUF_MAX_MESSAGE);
    buf_init(&out, BUF_MAX_MESSAGE);
    oauth_key(&key, &s->request.credentials, NULL);
    buf_add_str(&out, "before:");
    oauth_digest(&out, buf_span(&key), buf_span(&s->base), NULL);
    oracle_same("oauth_digest", "of oauth_key and oauth_base_string",
                buf_span(&s->signature), span_from(buf_span(&out), 7));
    oracle_holds("oauth_digest", "appends", span_starts(buf_span(&out), SPAN("before:")),
                 buf_span(&out));
    buf_release(&key);
    buf_release(&out);
}

static void (*const relations[])(const struct signing *) = {
    check_permuted, check_escaped, check_lower, check_added, check_long,
    check_boundary, check_method,  check_room,  check_steps,
};

static void check_signature(const struct signing *s)
{
    struct buf ours;

    buf_init(&ours, BUF_MAX_TEXT);
    oauth_sign(&ours, &s->request.ours, &s->list, &s->request.credentials, NULL, NULL);
    oracle_same("oauth_sign", "signature", buf_span(&s->signature), buf_span(&ours));
    fuzz_note(buf_span(&ours));
    buf_release(&ours);
}

static bool check(struct signing *s)
{
    struct naive_pairs theirs;
    bool fine;

    naive_pairs_init(&theirs);
    fine = naive_collect(&theirs, &s->request.theirs) != NAIVE_BROKEN && !theirs.overflow;
    oracle_same_number("oauth_collect", "result", fine ? 0 : -1,
                       oauth_collect(&s->list, &s->request.ours, NULL));
    fine = naive_base_string(&s->base, &s->request.theirs, &theirs) && fine;
    if (fine) {
        naive_signature(&s->signature, buf_span(&s->base),
                        s->request.credentials.consumer_secret,
                        s->request.credentials.token_secret);
        check_same_base(s, "base string", &s->request.ours, &s->list);
        check_signature(s);
        relations[fuzz_choice(s->input, 1, sizeof(relations) / sizeof(relations[0]))](s);
    }
    naive_pairs_release(&theirs);
    return fine;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct signing s = { .input = input };
    struct fuzz_input fields;
    bool fine;

    fuzz_input_split(input, FIELDS, &fields);
    fuzz_request_init(&s.request, fields.field);
    oauth_params_init(&s.list);
    buf_init(&s.base, BUF_MAX_MESSAGE);
    buf_init(&s.signature, BUF_MAX_TEXT);
    fine = check(&s);
    buf_release(&s.base);
    buf_release(&s.signature);
    oauth_params_release(&s.list);
    fuzz_request_release(&s.request);
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
