/* Collecting and sorting parameters (RFC 5849 3.4.1.3) against the naive way. Input: a
 * Content-Type, a query, a body. Accepted: there is a parameter to sign. */
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "oauth/base_string.h"

const char fuzz_target_name[] = "params";

enum { TYPE, QUERY, BODY, COUNT };

void fuzz_start(void)
{
}

static void check_lists(const struct naive_pairs *theirs, const struct oauth_params *ours)
{
    static const enum oauth_place places[] = { [NAIVE_HEADER] = OAUTH_IN_HEADER,
                                               [NAIVE_QUERY] = OAUTH_IN_QUERY,
                                               [NAIVE_BODY] = OAUTH_IN_BODY };

    oracle_same_number("oauth_collect", "count", (int64_t)theirs->count,
                       (int64_t)ours->count);
    for (size_t i = 0; i < theirs->count && i < ours->count; i++) {
        const struct naive_pair *pair = &theirs->items[i];

        oracle_same("oauth_collect", "name", buf_span(&pair->name), ours->items[i].name);
        oracle_same("oauth_collect", "value", buf_span(&pair->value),
                    ours->items[i].value);
        oracle_same_number("oauth_collect", "place", places[pair->place],
                           ours->items[i].place);
    }
}

static void check_string(const char *field, const struct oauth_params *list,
                         struct span expected)
{
    struct buf text;

    buf_init(&text, BUF_MAX_MESSAGE);
    oauth_parameter_string(&text, list);
    oracle_same("oauth_parameter_string", field, expected, buf_span(&text));
    buf_release(&text);
}

static void copy_into(struct oauth_params *out, const struct oauth_param *item)
{
    oauth_params_add(out, item->name, item->value, item->place);
}

static void check_reversed(const struct oauth_params *list, struct span expected)
{
    struct oauth_params other;

    oauth_params_init(&other);
    for (size_t i = list->count; i > 0; i--)
        copy_into(&other, &list->items[i - 1]);
    check_string("of the reversed list", &other, expected);
    oauth_params_release(&other);
}

static void check_rotated(const struct oauth_params *list, struct span expected)
{
    struct oauth_params other;

    oauth_params_init(&other);
    for (size_t i = 0; i < list->count; i++)
        copy_into(&other, &list->items[(i + list->count / 2) % list->count]);
    check_string("of the rotated list", &other, expected);
    oauth_params_release(&other);
}

/* Only oauth_signature itself and, in the header, realm are left out. */
static void check_left_out(const struct oauth_params *list, struct span expected)
{
    struct oauth_params other;

    if (list->count > OAUTH_PARAMS_MAX - 3)
        return;
    oauth_params_init(&other);
    oauth_params_add(&other, SPAN("Realm"), SPAN("x"), OAUTH_IN_HEADER);
    for (size_t i = 0; i < list->count; i++)
        copy_into(&other, &list->items[i]);
    oauth_params_add(&other, SPAN("oauth_signature"), SPAN("a&b"), OAUTH_IN_HEADER);
    oauth_params_add(&other, SPAN("oauth_signature"), SPAN("c"), OAUTH_IN_BODY);
    check_string("with oauth_signature and realm added", &other, expected);
    oauth_params_release(&other);
}

/* The string is a form that holds the same parameters, sorted already. */
static void check_again(const struct oauth_params *list, struct span expected)
{
    struct span copy = fuzz_copy(expected);
    struct oauth_params other;

    (void)list;
    oauth_params_init(&other);
    oauth_params_add_form(&other, copy, OAUTH_IN_BODY);
    check_string("of itself as a form", &other, expected);
    oauth_params_release(&other);
    fuzz_free(copy);
}

static void check_found(const struct oauth_params *list, struct span expected)
{
    (void)expected;
    for (size_t i = 0; i < list->count && i < 16; i++) {
        struct span name = fuzz_copy(list->items[i].name);
        const struct oauth_param *found = oauth_params_find(list, name);

        oracle_holds("oauth_params_find", "finds the first with this name",
                     found && found <= &list->items[i] && span_eq(found->name, name),
                     name);
        fuzz_free(name);
    }
}

static void check_relations(struct span input, const struct oauth_params *list,
                            struct span expected)
{
    static void (*const relations[])(const struct oauth_params *, struct span) = {
        check_reversed, check_rotated, check_left_out, check_again, check_found,
    };

    relations[fuzz_choice(input, 1, 5)](list, expected);
}

static bool check(struct span input, const struct naive_request *request)
{
    struct oauth_request same = { request->method, request->url, request->content_type,
                                  request->body, request->authorization };
    struct naive_pairs theirs;
    struct oauth_params ours;
    struct buf text;
    bool any;

    naive_pairs_init(&theirs);
    oauth_params_init(&ours);
    buf_init(&text, BUF_MAX_MESSAGE);
    naive_collect(&theirs, request);
    oracle_same_number("oauth_collect", "result", theirs.overflow ? -1 : 0,
                       oauth_collect(&ours, &same, NULL));
    check_lists(&theirs, &ours);
    naive_parameters(&text, &theirs);
    check_string("of the list as found", &ours, buf_span(&text));
    check_relations(input, &ours, buf_span(&text));
    any = text.len > 0;
    fuzz_note(buf_span(&text));
    buf_release(&text);
    oauth_params_release(&ours);
    naive_pairs_release(&theirs);
    return any;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct naive_request request = { 0 };
    struct fuzz_input fields;
    struct buf url;
    bool any;

    fuzz_input_split(input, COUNT, &fields);
    buf_init(&url, BUF_MAX_MESSAGE);
    buf_add_str(&url, "http://example.org/path?");
    buf_add_span(&url, fields.field[QUERY]);
    request.url = fuzz_copy(buf_span(&url));
    request.content_type = fields.field[TYPE];
    request.body = fields.field[BODY];
    any = check(input, &request);
    fuzz_free(request.url);
    buf_release(&url);
    fuzz_input_release(&fields);
    return any ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
