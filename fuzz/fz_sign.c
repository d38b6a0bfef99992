/* Base string and signature against the naive ones. Input: the fields of request.h.
 * Accepted: the URL can be signed. */
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/request.h"
#include "fuzz/target.h"

#include <stdlib.h>

const char fuzz_target_name[] = "sign";

/* One request with what was made of it. */
struct signing {
    struct span input;
    struct fuzz_request request;
    struct oauth_params list;
    struct buf base, signature; /* the naive ones */
};

/* What the code under test makes; it keeps its memory. */
static struct buf ours = BUF_INIT(BUF_MAX_MESSAGE), text = BUF_INIT(BUF_MAX_MESSAGE);
static struct oauth_params other;

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
    buf_reset(&ours);
    make_base(s, request, list, &ours);
    oracle_same("oauth_base_string", relation, buf_span(&s->base), buf_span(&ours));
}

static void check_base(const struct signing *s)
{
    check_same_base(s, "base string", &s->request.ours, &s->list);
}

static void check_other_signature(const struct signing *s, const char *relation,
                                  const struct oauth_params *list,
                                  const struct oauth_credentials *credentials)
{
    buf_reset(&ours);
    oauth_sign(&ours, &s->request.ours, list, credentials, NULL, NULL);
    oracle_holds("oauth_sign", relation,
                 !oracle_equal(buf_span(&ours), buf_span(&s->signature)),
                 buf_span(&ours));
}

static void copy_list(const struct oauth_params *list, bool reversed)
{
    oauth_params_reset(&other);
    for (size_t i = 0; i < list->count; i++) {
        const struct oauth_param *item = &list->items[reversed ? list->count - 1 - i : i];

        oauth_params_add(&other, item->name, item->value, item->place);
    }
}

static void check_permuted(const struct signing *s)
{
    copy_list(&s->list, true);
    check_same_base(s, "order of the list", &s->request.ours, &other);
}

static void add_escapes(struct span s, bool lower)
{
    const char *digits = lower ? "0123456789abcdef" : "0123456789ABCDEF";
    char *to = buf_reserve(&text, 3 * s.len);

    for (size_t i = 0; to && i < s.len; i++, to += 3) {
        to[0] = '%';
        to[1] = digits[(unsigned char)s.p[i] / 16];
        to[2] = digits[(unsigned char)s.p[i] % 16];
        text.len += 3;
    }
    buf_terminate(&text);
}

/* The same list through form text in which every octet is an escape. */
static void check_respelt(const struct signing *s, bool lower, const char *relation)
{
    buf_reset(&text);
    oauth_params_reset(&other);
    for (size_t i = 0; i < s->list.count; i++) {
        const struct oauth_param *item = &s->list.items[i];

        if (!oauth_param_is_signed(item))
            continue;
        buf_add_char(&text, '&');
        add_escapes(item->name, lower);
        buf_add_char(&text, '=');
        add_escapes(item->value, lower);
    }
    oauth_params_add_form(&other, buf_span(&text), OAUTH_IN_QUERY);
    check_same_base(s, relation, &s->request.ours, &other);
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
    size_t n = s->list.count;

    copy_list(&s->list, false);
    if (n && fuzz_choice(s->input, 3, 2) && oauth_param_is_signed(&s->list.items[n - 1]))
        oauth_params_add(&other, s->list.items[n - 1].name, s->list.items[n - 1].value,
                         s->list.items[n - 1].place);
    else
        oauth_params_add(&other, SPAN("zz"), SPAN(""), OAUTH_IN_QUERY);
    if (other.count > n)
        check_other_signature(s, "one more parameter changes it", &other,
                              &s->request.credentials);
}

/* Of a value that is longer than any room of ours, most of it plain, the last octet
 * counts. */
static void check_long(const struct signing *s)
{
    enum { LONG = 7700, APART = 100 };
    static char value[LONG];

    if (!value[0]) {
        memset(value, 'a', LONG);
        for (size_t i = APART; i < LONG; i += APART)
            value[i] = '/';
    }
    copy_list(&s->list, false);
    if (oauth_params_add(&other, SPAN("long"), span_make(value, LONG), OAUTH_IN_QUERY))
        return;
    buf_reset(&ours);
    oauth_sign(&ours, &s->request.ours, &other, &s->request.credentials, NULL, NULL);
    buf_reset(&text);
    other.items[other.count - 1].value.len--;
    oauth_sign(&text, &s->request.ours, &other, &s->request.credentials, NULL, NULL);
    oracle_holds("oauth_sign", "the last octet of a long value counts",
                 !oracle_equal(buf_span(&ours), buf_span(&text)), buf_span(&ours));
}

/* A character that moves from one secret to the other is another key. */
static void check_boundary(const struct signing *s)
{
    struct oauth_credentials changed = s->request.credentials;

    if (changed.consumer_secret.len == 0)
        return;
    changed.consumer_secret.len--;
    buf_reset(&text);
    buf_add(&text, changed.consumer_secret.p + changed.consumer_secret.len, 1);
    buf_add_span(&text, changed.token_secret);
    changed.token_secret = buf_span(&text);
    check_other_signature(s, "the boundary of the secrets counts", &s->list, &changed);
}

static void check_method(const struct signing *s)
{
    struct oauth_request request = s->request.ours;

    buf_reset(&text);
    buf_add_span(&text, request.method);
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] >= 'A' && text.p[i] <= 'Z')
            text.p[i] = (char)(text.p[i] + 32);
    request.method = buf_span(&text);
    check_same_base(s, "case of the method", &request, &s->list);
}

/* Into exactly the room that was asked for, and into less. */
static void check_room(const struct signing *s)
{
    size_t room = oauth_base_string_room(&s->request.ours, &s->list);
    char *to = malloc(room),
         *end = oauth_base_string_write(to, &s->request.ours, &s->list);
    struct buf small;

    oracle_holds("oauth_base_string_write", "writes what oauth_base_string does",
                 end &&
                     oracle_equal(span_make(to, (size_t)(end - to)), buf_span(&s->base)),
                 end ? span_make(to, (size_t)(end - to)) : span_of(NULL));
    free(to);
    buf_init(&small, s->base.len / 2);
    make_base(s, &s->request.ours, &s->list, &small);
    oracle_same_number("oauth_base_string", "overflow", small.max < s->base.len,
                       small.overflow);
    oracle_same("oauth_base_string", "what fits is a prefix",
                span_make(s->base.p, small.max), buf_span(&small));
    buf_release(&small);
}

/* Key and digest one by one, behind what stands in the buffer already. */
static void check_steps(const struct signing *s)
{
    buf_reset(&text);
    buf_reset(&ours);
    oauth_key(&text, &s->request.credentials, NULL);
    buf_add_str(&ours, "before:");
    oauth_digest(&ours, buf_span(&text), buf_span(&s->base), NULL);
    oracle_same("oauth_digest", "of oauth_key and oauth_base_string",
                buf_span(&s->signature), span_from(buf_span(&ours), 7));
    oracle_same("oauth_digest", "appends", SPAN("before:"), span_make(ours.p, 7));
}

static void (*const relations[])(const struct signing *) = {
    check_base, check_permuted, check_escaped, check_lower, check_added,
    check_long, check_boundary, check_method,  check_room,  check_steps,
};

static void sign(const struct signing *s)
{
    buf_reset(&ours);
    oauth_sign(&ours, &s->request.ours, &s->list, &s->request.credentials, NULL, NULL);
}

/* Another base string gives another signature; then it is the base string that is shown.
 */
static void check_signature(const struct signing *s)
{
    sign(s);
    if (!oracle_equal(buf_span(&s->signature), buf_span(&ours))) {
        check_base(s);
        sign(s);
        oracle_same("oauth_sign", "signature", buf_span(&s->signature), buf_span(&ours));
    }
    fuzz_note(buf_span(&ours));
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
        check_signature(s);
        relations[fuzz_choice(s->input, 1, sizeof(relations) / sizeof(relations[0]))](s);
    }
    naive_pairs_release(&theirs);
    return fine;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static struct signing s = { .base = BUF_INIT(BUF_MAX_MESSAGE),
                                .signature = BUF_INIT(BUF_MAX_TEXT) };
    struct span field[FIELDS];
    bool fine;

    s.input = input;
    fuzz_input_view(input, FIELDS, field);
    fuzz_request_init(&s.request, field);
    oauth_params_reset(&s.list);
    buf_reset(&s.base);
    buf_reset(&s.signature);
    fine = check(&s);
    fuzz_request_release(&s.request);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
