/* A client and the reference server against a model of both. Input: a script, one
 * exchange a line: ACTION STATUS WHO HOW, any of them left out. ACTION: destroy, create,
 * show. STATUS: a kind of store.h or unknown. WHO: account, second, readonly. HOW: query
 * or body where the id goes, and unsigned, tampered, stale, again. Accepted: every
 * exchange is answered with 200. */
#include "fuzz/client.h"
#include "fuzz/document.h"
#include "fuzz/golden.h"
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"
#include "fuzz/transfer.h"

const char fuzz_target_name[] = "flow";

enum { LINES_MAX = 8 };

struct model {
    uint64_t likes[2];
    struct fuzz_server *server;
    const struct http_request *last;       /* NULL: there is none to send again */
    unsigned char times[CLIENT_EXCHANGES]; /* so often it was sent */
    unsigned chosen; /* by hash: 2 n: the request of exchange n is made anew; 2 n + 1: its
                        answer goes through octets */
};

static const char *const kind_names[] = {
#define X(enumerator, name, liked) name,
    STATUS_KINDS(X)
#undef X
};

void fuzz_start(void)
{
    enum status_kind kinds[STATUS_KIND_COUNT];
    const struct fuzz_server *server;

    golden_start();
    for (unsigned i = 0; i < STATUS_KIND_COUNT; i++)
        kinds[i] = (enum status_kind)i;
    server = fuzz_server_start(kinds, STATUS_KIND_COUNT);
    document_start(server, kinds, STATUS_KIND_COUNT, false);
    client_start(server);
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

/* A status that is served is the one that was asked for, as it was judged at the start.
 */
static void check_document(const struct model *m, const struct exchange *e)
{
    bool liked = m->likes[e->user == 1] >> e->kind & 1;

    oracle_same("endpoint_answer", "the status document",
                document_plain((enum status_kind)e->kind, liked),
                m->server->response.body);
}

static const struct http_request *request_of(struct model *m, const struct exchange *e,
                                             bool anew)
{
    unsigned times;

    if (e->how == AGAIN)
        return m->last;
    times = m->times[client_number(e)]++;
    return anew ? client_request_anew(e, times) : client_request(e, times);
}

static bool run_exchange(struct model *m, const struct exchange *e, unsigned at)
{
    const struct http_request *request = request_of(m, e, m->chosen == 2 * at);
    int expected;

    if (!request)
        return true;
    m->last = e->how == SIGNED || e->how == AGAIN ? request : NULL;
    expected = expect(m, e);
    fuzz_server_answer(m->server, request);
    oracle_same_number("endpoint_answer", "status against the model", expected,
                       m->server->response.status);
    oracle_same_number("endpoint_answer", "likes of the account", (int64_t)m->likes[0],
                       (int64_t)fuzz_server_likes(m->server, 0));
    oracle_same_number("endpoint_answer", "likes of the second user",
                       (int64_t)m->likes[1], (int64_t)fuzz_server_likes(m->server, 1));
    if (expected == 200)
        check_document(m, e);
    else
        fuzz_note(m->server->response.body);
    if (m->chosen == 2 * at + 1)
        transfer_check(&m->server->response, request->method);
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
    struct model m = { .chosen = fuzz_choice(input, 1, 2 * count_lines(input)),
                       .server = fuzz_server_take(NULL) };
    struct span line, rest = input;
    bool fine = true;

    m.likes[0] = fuzz_server_likes(m.server, 0);
    m.likes[1] = fuzz_server_likes(m.server, 1);
    for (unsigned i = 0; rest.p && i < LINES_MAX; i++) {
        struct exchange e;

        span_cut(rest, '\n', &line, &rest);
        if (line.len == 0)
            continue;
        e = read_line(line);
        fine = run_exchange(&m, &e, i) && fine;
    }
    fuzz_server_put_back(m.server);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
