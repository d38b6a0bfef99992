/* The reference server. Input: the name of a costume or nothing, then a request in its
 * text form with placeholders in braces: key, token, second, readonly, revoked, bearer,
 * now, id, other (not liked), unknown, and sig as in request.h. Accepted: the answer is
 * 200.
 *
 * Any request gets a documented status and a body that its schema accepts, nothing
 * unsigned changes the store, and no answer shows a secret. */
#include "fuzz/document.h"
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/request.h"
#include "fuzz/target.h"
#include "fuzz/transfer.h"
#include "json/lint.h"

const char fuzz_target_name[] = "endpoint";

enum { COSTUME, TEXT, COUNT };

static struct http_request request;
static enum { NOT_KNOWN, NO, YES } signed_rightly; /* the request */
static struct status_findings found;

/* The naive verifier keeps its buffers: grown at once, no input's coverage hangs on the
 * inputs before. */
static void grow_buffers(void)
{
    enum { LONG = 2000 };
    struct fuzz_request large = { 0 };
    struct buf body, header, signature;

    buf_init(&body, BUF_MAX_TEXT);
    buf_init(&header, BUF_MAX_TEXT);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_addf(&header, "OAuth a=\"%0*d\"", LONG, 0);
    buf_add_str(&body, "a=");
    for (int i = 0; i < LONG; i++)
        buf_add_char(&body, '\x01');
    large.theirs =
        (struct naive_request){ .method = SPAN("POST"),
                                .url = SPAN("http://a/"),
                                .content_type = SPAN("application/x-www-form-urlencoded"),
                                .body = buf_span(&body),
                                .authorization = buf_span(&header) };
    fuzz_request_signature(&large, &signature);
    naive_accepts(&large);
    buf_release(&body);
    buf_release(&header);
    buf_release(&signature);
}

void fuzz_start(void)
{
    static const enum status_kind kinds[] = { KIND_LIKED, KIND_NOT_LIKED };
    enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

    golden_start();
    document_start(fuzz_server_start(kinds, KINDS), kinds, KINDS, true);
    grow_buffers();
}

static const struct costume *find_costume(struct span name)
{
    for (const struct costume *c = costumes; c->name; c++)
        if (span_eq_str(name, c->name))
            return c;
    return NULL;
}

struct place {
    const char *name;
    const char *text;
    uint64_t number;
};

static void add_place(struct buf *out, const struct place *place)
{
    if (place->text)
        buf_add_str(out, place->text);
    else
        buf_addf(out, "%llu", (unsigned long long)place->number);
}

/* The request's text with all placeholders but sig filled in. */
static void fill_in(const struct fuzz_server *server, struct span text, struct buf *out)
{
    const struct world *w = &server->world;
    const struct place places[] = {
        { "{key}", w->consumer_key, 0 },
        { "{token}", w->token, 0 },
        { "{second}", w->second_token, 0 },
        { "{readonly}", w->readonly_token, 0 },
        { "{revoked}", w->revoked_token, 0 },
        { "{bearer}", w->bearer, 0 },
        { "{now}", NULL, SERVER_NOW_S },
        { "{id}", NULL, w->ids[KIND_LIKED] },
        { "{other}", NULL, w->ids[KIND_NOT_LIKED] },
        { "{unknown}", NULL, w->unknown_id },
        { "{protected}", NULL, w->ids[KIND_PROTECTED] },
    };
    enum { PLACES = sizeof(places) / sizeof(places[0]) };

    while (text.p) {
        ptrdiff_t at = span_find_char(text, '{');
        size_t p = 0;

        buf_add(out, text.p, at < 0 ? text.len : (size_t)at);
        text = at < 0 ? span_of(NULL) : span_from(text, (size_t)at);
        while (at >= 0 && p < PLACES && !span_starts(text, span_of(places[p].name)))
            p++;
        if (at >= 0 && p < PLACES) {
            add_place(out, &places[p]);
            text = span_from(text, strlen(places[p].name));
        } else if (at >= 0) {
            buf_add_char(out, '{');
            text = span_from(text, 1);
        }
    }
}

/* The request as the server has to see it, for the naive verifier. `url` holds its URL.
 */
static void as_naive(const struct fuzz_server *server, struct buf *url,
                     struct fuzz_request *out)
{
    struct span target = request.target, scheme, authority, token;
    struct naive_pairs pairs;
    const struct naive_pair *named;

    http_split_url(target, &scheme, &authority, &target);
    buf_addf(url, "http://%.*s%.*s", SPAN_ARG(http_find(&request.headers, "Host")),
             SPAN_ARG(target));
    *out = (struct fuzz_request){
        .theirs = { .method = request.method,
                    .url = buf_span(url),
                    .content_type = http_find(&request.headers, "Content-Type"),
                    .body = request.body,
                    .authorization = http_find(&request.headers, "Authorization") },
    };
    naive_pairs_init(&pairs);
    naive_collect(&pairs, &out->theirs);
    named = naive_pairs_find(&pairs, "oauth_token");
    token = named ? buf_span(&named->value) : span_of(NULL);
    out->credentials.consumer_secret = span_of(server->world.consumer_secret);
    out->credentials.token_secret = fuzz_server_secret(server, token);
    out->credentials.token =
        out->credentials.token_secret.p ? SPAN("known") : span_of(NULL);
    naive_pairs_release(&pairs);
}

/* Puts the right signature in the place of {sig}. */
static void sign_text(const struct fuzz_server *server, struct buf *text)
{
    struct fuzz_request naive;
    struct buf url, signature, encoded, done;
    struct span rest = buf_span(text), placeholder = SPAN("{sig}");
    ptrdiff_t at = span_find(rest, placeholder);

    if (at < 0 || http_request_parse(buf_span(text), &request, NULL) < 0)
        return;
    buf_init(&url, BUF_MAX_MESSAGE);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&encoded, BUF_MAX_TEXT);
    buf_init(&done, BUF_MAX_MESSAGE);
    as_naive(server, &url, &naive);
    fuzz_request_signature(&naive, &signature);
    naive_encode(&encoded, buf_span(&signature));
    for (; at >= 0; at = span_find(rest, placeholder)) {
        buf_add(&done, rest.p, (size_t)at);
        buf_add_span(&done, buf_span(&encoded));
        rest = span_from(rest, (size_t)at + placeholder.len);
    }
    buf_add_span(&done, rest);
    buf_reset(text);
    buf_add_span(text, buf_span(&done));
    buf_release(&url);
    buf_release(&signature);
    buf_release(&encoded);
    buf_release(&done);
}

/* Whether the request is signed by somebody who is known, as RFC 5849 has it. What is
 * right once decoded is served; the client hears of it (header-value-not-encoded). */
static bool judge_signature(const struct fuzz_server *server)
{
    static const uint32_t served = OAUTH_SIGNATURE_NOT_ENCODED | OAUTH_VALUE_NOT_ENCODED;
    struct fuzz_request naive;
    struct buf url;
    bool fine;

    buf_init(&url, BUF_MAX_MESSAGE);
    as_naive(server, &url, &naive);
    fine = naive.credentials.token.p && naive_accepts_all_but(&naive, served) &&
           http_count(&request.headers, "Host") == 1 &&
           http_count(&request.headers, "Authorization") <= 1;
    buf_release(&url);
    return fine;
}

static bool is_signed(const struct fuzz_server *server)
{
    if (signed_rightly == NOT_KNOWN)
        signed_rightly = judge_signature(server) ? YES : NO;
    return signed_rightly == YES;
}

static void check_refusal(const struct fuzz_server *server)
{
    const struct http_response *r = &server->response;
    const struct reason_row *row = &reasons[server->seen.reason];
    struct error_doc doc;
    struct json_doc json;

    if (span_eq_str(request.method, "HEAD"))
        return;
    error_read(r->body, &doc, NULL);
    if (row->layer == LAYER_OLD || doc.form == ERROR_REQUEST) {
        oracle_same_number("endpoint_answer", "old form of an error", ERROR_REQUEST,
                           doc.form);
        return;
    }
    oracle_same_number("endpoint_answer", "form of an error", ERROR_ARRAY, doc.form);
    oracle_same_number("endpoint_answer", "code of the reason", row->code, doc.code);
    if (json_parse(r->body, &json, NULL) == JSON_OK) {
        oracle_holds("endpoint_answer", "an error keeps its schema",
                     json_schema_validate(golden_schemas.error, &json, json.root, NULL),
                     r->body);
        json_release(&json);
    }
}

static void check_status(const struct fuzz_server *server)
{
    struct status_question question = { .trimmed = true };
    struct status_summary summary;

    status_judge(server->response.body, STATUS_ALL_RULES, &question, &golden_schemas,
                 &found);
    for (size_t i = 0; i < found.count; i++)
        oracle_holds("endpoint_answer", "a status keeps the hard rules",
                     !status_rules[found.items[i].rule].hard || found.items[i].noted ||
                         found.items[i].rule == STATUS_USER_FIELDS,
                     span_of(found.items[i].text));
    oracle_holds("endpoint_answer", "a status has an id",
                 status_summarise(server->response.body, &summary),
                 server->response.body);
}

/* A body that no judged document is. */
static void check_body(const struct fuzz_server *server)
{
    struct span body = server->response.body;

    fuzz_server_check_silent(server, body);
    if (server->seen.reason != REASON_NONE) {
        check_refusal(server);
        return;
    }
    oracle_holds("endpoint_answer", "a 200 is JSON",
                 span_eq_str(request.method, "HEAD") || json_check(body, NULL) == JSON_OK,
                 body);
    if (span_find(request.target, SPAN("/favorites/destroy.json")) >= 0)
        check_status(server);
}

static void check_answer(const struct fuzz_server *server)
{
    const struct http_response *r = &server->response;
    int document = document_find(r->body);

    fuzz_server_check_silent(server, span_of(server->seen.note));
    for (size_t i = 0; i < r->headers.count; i++)
        fuzz_server_check_silent(server, r->headers.items[i].value);
    oracle_same_number("endpoint_answer", "status of the reason",
                       reasons[server->seen.reason].status, r->status);
    if (r->status == 200)
        oracle_holds("endpoint_answer", "a 200 is signed", is_signed(server),
                     request.target);
    fuzz_note_number((uint64_t)document);
    if (document >= 0 && r->status == 200)
        return;
    fuzz_note(r->body);
    check_body(server);
}

static bool one_bit(uint64_t set)
{
    return set == 0 || (set & (set - 1)) == 0;
}

static void check_effect(const struct fuzz_server *server, const uint64_t before[2])
{
    uint64_t changed[] = { before[0] ^ fuzz_server_likes(server, 0),
                           before[1] ^ fuzz_server_likes(server, 1) };

    fuzz_note_number(changed[0]);
    if (!changed[0] && !changed[1])
        return;
    oracle_holds("endpoint_answer", "what changes the store is signed", is_signed(server),
                 request.target);
    oracle_holds("endpoint_answer", "what changes the store is a POST",
                 span_eq_str(request.method, "POST"), request.method);
    oracle_same_number("endpoint_answer", "what changes the store is answered with 200",
                       200, server->response.status);
    oracle_holds("endpoint_answer", "one like of one user changes",
                 one_bit(changed[0]) && one_bit(changed[1]) &&
                     !(changed[0] && changed[1]),
                 request.target);
}

/* The same request again: a nonce is good for once. */
static void check_replay(struct fuzz_server *server)
{
    int first = server->response.status;
    uint64_t before[] = { fuzz_server_likes(server, 0), fuzz_server_likes(server, 1) };

    fuzz_server_answer(server, &request);
    oracle_holds("endpoint_answer", "the second time it is refused",
                 server->response.status != 200, request.target);
    if (first == 200)
        oracle_same_number("endpoint_answer", "a replay", REASON_REPLAY,
                           server->seen.reason);
    check_effect(server, before);
}

static bool check(struct span input, struct fuzz_server *server)
{
    uint64_t before[] = { fuzz_server_likes(server, 0), fuzz_server_likes(server, 1) };
    bool fine;

    fuzz_server_answer(server, &request);
    fine = server->response.status == 200;
    check_answer(server);
    check_effect(server, before);
    if (fuzz_choice(input, 1, 2) == 0)
        check_replay(server);
    else
        transfer_check(&server->response, request.method);
    return fine;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_server *server;
    struct fuzz_input fields;
    struct buf text;
    bool fine = false;

    fuzz_input_split(input, COUNT, &fields);
    buf_init(&text, BUF_MAX_MESSAGE);
    server = fuzz_server_take(find_costume(fields.field[COSTUME]));
    signed_rightly = NOT_KNOWN;
    fill_in(server, fields.field[TEXT], &text);
    sign_text(server, &text);
    if (http_request_parse(buf_span(&text), &request, NULL) == 0)
        fine = check(input, server);
    http_request_release(&request);
    fuzz_server_put_back(server);
    buf_release(&text);
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
