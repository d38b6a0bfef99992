/* A client and the reference server against a model of both. Input: a script, one
 * exchange a line: ACTION STATUS WHO HOW, any of them left out. ACTION: destroy, create,
 * show. STATUS: a kind of store.h or unknown. WHO: account, second, readonly. HOW: query
 * or body where the id goes, and unsigned, tampered, stale, again. Accepted: every
 * exchange is answered with 200. */
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/server.h"
#include "fuzz/target.h"
#include "oauth/header.h"
#include "json/error.h"
#include "json/status.h"

#include <inttypes.h>

const char fuzz_target_name[] = "flow";

enum { LINES_MAX = 8 };

enum action { DESTROY, CREATE, SHOW };
enum how { SIGNED, UNSIGNED, TAMPERED, STALE, AGAIN };

struct exchange {
    enum action action;
    int kind; /* STATUS_KIND_COUNT: unknown */
    int user; /* 0, 1; 2: the account, read only */
    bool in_body;
    enum how how;
};

/* What the model knows. */
struct model {
    uint64_t likes[2];
    struct fuzz_server server;
    struct http_request last;
    bool has_last;
    unsigned nonce;
    unsigned read; /* the exchange whose document is read: one of them, by hash */
};

static const char *const kind_names[] = {
#define X(enumerator, name, liked) name,
    STATUS_KINDS(X)
#undef X
};

static struct status_findings found;

void fuzz_start(void)
{
    golden_start();
}

static int find_word(struct span word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (span_eq_str(word, words[i]))
            return i;
    return -1;
}

static void take_word(struct exchange *e, struct span word)
{
    static const char *const actions[] = { "destroy", "create", "show" };
    static const char *const users[] = { "account", "second", "readonly" };
    static const char *const hows[] = { "signed", "unsigned", "tampered", "stale",
                                        "again" };
    int at;

    if ((at = find_word(word, actions, 3)) >= 0)
        e->action = (enum action)at;
    else if ((at = find_word(word, kind_names, STATUS_KIND_COUNT)) >= 0)
        e->kind = at;
    else if ((at = find_word(word, users, 3)) >= 0)
        e->user = at;
    else if ((at = find_word(word, hows, 5)) >= 0)
        e->how = (enum how)at;
    else if (span_eq_str(word, "unknown"))
        e->kind = STATUS_KIND_COUNT;
    else if (span_eq_str(word, "body"))
        e->in_body = true;
}

static struct exchange read_line(struct span line)
{
    struct exchange e = { .action = DESTROY };
    struct span word, rest = line;

    while (rest.p) {
        span_cut(rest, ' ', &word, &rest);
        take_word(&e, word);
    }
    if (e.action == SHOW)
        e.in_body = false;
    return e;
}

static struct oauth_credentials credentials_of(const struct world *w, int user)
{
    struct oauth_credentials c = { span_of(w->consumer_key), span_of(w->consumer_secret),
                                   span_of(w->token), span_of(w->token_secret) };

    if (user == 1) {
        c.token = span_of(w->second_token);
        c.token_secret = span_of(w->second_secret);
    } else if (user == 2) {
        c.token = span_of(w->readonly_token);
        c.token_secret = span_of(w->readonly_secret);
    }
    return c;
}

static uint64_t id_of(const struct model *m, const struct exchange *e)
{
    const struct world *w = &m->server.world;

    return e->kind < STATUS_KIND_COUNT ? w->ids[e->kind] : w->unknown_id;
}

static void add(struct oauth_params *list, const char *name, struct span value)
{
    oauth_params_add(list, span_of(name), value, OAUTH_IN_HEADER);
}

/* The header of a request, signed by the library's own client side. */
static void make_header(struct model *m, const struct exchange *e,
                        const struct oauth_request *request, struct buf *out)
{
    struct oauth_credentials c = credentials_of(&m->server.world, e->user);
    struct oauth_params list;
    struct buf signature, text;
    size_t at = 0;

    oauth_params_init(&list);
    buf_init(&signature, BUF_MAX_TEXT);
    buf_init(&text, BUF_MAX_TEXT);
    oauth_collect(&list, request, NULL);
    buf_addf(&text, "nonce%u", m->nonce++);
    at = text.len;
    buf_addf(&text, "%" PRId64, SERVER_NOW_S - (e->how == STALE ? 3600 : 0));
    add(&list, "oauth_consumer_key", c.consumer_key);
    add(&list, "oauth_nonce", span_make(text.p, at));
    add(&list, "oauth_signature_method", SPAN("HMAC-SHA1"));
    add(&list, "oauth_timestamp", span_from(buf_span(&text), at));
    add(&list, "oauth_token", c.token);
    add(&list, "oauth_version", SPAN("1.0"));
    oauth_sign(&signature, request, &list, &c, NULL, NULL);
    if (e->how == TAMPERED)
        signature.p[3] = signature.p[3] == 'A' ? 'B' : 'A';
    add(&list, "oauth_signature", buf_span(&signature));
    oauth_header_write(out, &list, NULL);
    oauth_params_release(&list);
    buf_release(&signature);
    buf_release(&text);
}

/* The request as octets, read back as the server reads them. */
static void through_octets(struct http_request *request)
{
    struct buf bytes, why;

    buf_init(&bytes, BUF_MAX_MESSAGE);
    buf_init(&why, BUF_MAX_TEXT);
    http_request_write(&bytes, request);
    oracle_same_number("http_request_parse", "of what the client writes", 0,
                       http_request_parse(buf_span(&bytes), request, &why));
    buf_release(&bytes);
    buf_release(&why);
}

static void build(struct model *m, const struct exchange *e, struct http_request *out)
{
    static const char *const paths[] = { "/1.1/favorites/destroy.json",
                                         "/1.1/favorites/create.json",
                                         "/1.1/statuses/show.json" };
    struct oauth_request request = { .method =
                                         e->action == SHOW ? SPAN("GET") : SPAN("POST") };
    struct buf url, id, header;

    buf_init(&url, BUF_MAX_TEXT);
    buf_init(&id, BUF_MAX_TEXT);
    buf_init(&header, BUF_MAX_TEXT);
    buf_addf(&id, "id=%" PRIu64, id_of(m, e));
    buf_addf(&url, "http://Server.example:80%s%s%s", paths[e->action],
             e->in_body ? "" : "?", e->in_body ? "" : id.p);
    request.url = buf_span(&url);
    http_request_set(out, request.method, span_from(request.url, 24));
    http_request_add(out, SPAN("Host"), SPAN("Server.example:80"));
    if (e->in_body) {
        request.content_type = SPAN("application/x-www-form-urlencoded");
        request.body = buf_span(&id);
        http_request_add(out, SPAN("Content-Type"), request.content_type);
        http_request_set_body(out, request.body);
    }
    make_header(m, e, &request, &header);
    if (e->how != UNSIGNED)
        http_request_add(out, SPAN("Authorization"), buf_span(&header));
    through_octets(out);
    buf_release(&url);
    buf_release(&id);
    buf_release(&header);
}

/* What the model expects: a status, and the change of likes. */
static int expect(struct model *m, const struct exchange *e)
{
    int user = e->user == 1;
    uint64_t bit = UINT64_C(1) << e->kind;
    bool liked = e->kind < STATUS_KIND_COUNT && m->likes[user] & bit;

    if (e->how == UNSIGNED)
        return 400;
    if (e->how != SIGNED || (e->user == 2 && e->action != SHOW))
        return 401;
    if (e->kind == STATUS_KIND_COUNT)
        return 404;
    if (e->kind == KIND_PROTECTED)
        return 403;
    if (e->action == SHOW)
        return 200;
    if (liked == (e->action == CREATE))
        return liked ? 403 : 404;
    m->likes[user] ^= bit;
    return 200;
}

static void check_document(const struct model *m, const struct exchange *e)
{
    struct span body = m->server.response.body;
    bool liked = e->kind < STATUS_KIND_COUNT && m->likes[e->user == 1] >> e->kind & 1;
    struct status_question question = { .entities = ENTITIES_WANTED };
    struct status_summary summary = { .has_favorited = false };
    struct buf id;

    buf_init(&id, BUF_MAX_TEXT);
    buf_addf(&id, "%" PRIu64, id_of(m, e));
    question.id = buf_span(&id);
    question.after_unlike = e->action == DESTROY;
    status_judge(body, STATUS_ALL_RULES, &question, &golden_schemas, &found);
    for (size_t i = 0; i < found.count; i++)
        oracle_holds("status_judge", "the server's own status keeps the rules",
                     !status_rules[found.items[i].rule].hard || found.items[i].noted,
                     span_of(found.items[i].text));
    oracle_holds("status_summarise", "reads the server's status",
                 status_summarise(body, &summary), body);
    oracle_same("status_summarise", "id", question.id, span_of(summary.id));
    oracle_same_number("status_summarise", "favorited", liked,
                       summary.has_favorited && summary.favorited);
    buf_release(&id);
}

static bool run_exchange(struct model *m, const struct exchange *e, unsigned at)
{
    int expected;

    if (e->how == AGAIN && !m->has_last)
        return true;
    if (e->how != AGAIN) {
        http_request_reset(&m->last);
        build(m, e, &m->last);
        m->has_last = e->how == SIGNED;
    }
    expected = expect(m, e);
    fuzz_server_answer(&m->server, &m->last);
    oracle_same_number("endpoint_answer", "status against the model", expected,
                       m->server.response.status);
    oracle_same_number("endpoint_answer", "likes of the account", (int64_t)m->likes[0],
                       (int64_t)fuzz_server_likes(&m->server, 0));
    oracle_same_number("endpoint_answer", "likes of the second user",
                       (int64_t)m->likes[1], (int64_t)fuzz_server_likes(&m->server, 1));
    if (expected == 200 && at == m->read)
        check_document(m, e);
    return expected == 200;
}

static unsigned count_lines(struct span input)
{
    unsigned count = 1;

    for (size_t i = 0; i < input.len && count < LINES_MAX; i++)
        count += input.p[i] == '\n';
    return count;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct model m = { .read = fuzz_choice(input, 1, count_lines(input)) };
    struct span line, rest = input;
    bool fine = true;

    fuzz_server_init(&m.server, NULL);
    m.likes[0] = fuzz_server_likes(&m.server, 0);
    m.likes[1] = fuzz_server_likes(&m.server, 1);
    for (unsigned i = 0; rest.p && i < LINES_MAX; i++) {
        struct exchange e;

        span_cut(rest, '\n', &line, &rest);
        if (line.len == 0)
            continue;
        e = read_line(line);
        fine = run_exchange(&m, &e, i) && fine;
    }
    http_request_release(&m.last);
    fuzz_server_release(&m.server);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
