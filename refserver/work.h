/* One request on its way through the endpoint: what was asked, what is known by now, and
 * memory that is reused. The steps, in this order: framing, route, authentication,
 * method, access, parameters, act, answer; each returns the reason to refuse, or
 * REASON_NONE. */
#ifndef FAVSPEC_REFSERVER_WORK_H
#define FAVSPEC_REFSERVER_WORK_H

#include "refserver/documents.h"
#include "refserver/endpoint.h"
#include "refserver/nonce.h"

#include <pthread.h>

enum resource {
    RESOURCE_NONE,
    RESOURCE_DESTROY,
    RESOURCE_CREATE,
    RESOURCE_SHOW,
    RESOURCE_LIST,
    RESOURCE_VERIFY,
    RESOURCE_COUNT
};

enum { WORK_IDS_MAX = 8, LAST_SEEN_SLOTS = 1024, LIST_MAX = 200 };

/* What mutants remember of a token's last request. */
struct last_seen {
    uint64_t token, nonce;
    int64_t timestamp;
};

struct endpoint {
    struct store *store;
    const struct defects *defects;
    const struct costume *costume;
    struct span prefix;
    int64_t window_s;
    bool lenient, keep_liked, honest;
    pthread_mutex_t lock; /* for what follows */
    struct nonce_set *nonces;
    struct documents documents; /* of an honest server */
    struct last_seen last_seen[LAST_SEEN_SLOTS];
    struct work *free_works;
};

struct work {
    struct endpoint *endpoint;
    const struct defects *wrong; /* the endpoint's on favorites/destroy, else none */
    const struct http_request *request;
    struct http_response *out;
    struct endpoint_seen *seen;
    int64_t now_ms;
    const char *scheme;

    struct span path, query; /* of the target; the path as sent */
    enum resource resource;
    struct span path_id; /* from /show/ID.json */
    struct span content_type;
    struct oauth_request oauth;
    struct oauth_claim claim;
    struct oauth_scratch scratch;
    struct oauth_params params; /* query and form body, decoded */
    uint32_t violations;
    const struct store_consumer *consumer;
    const struct store_token *token;
    uint64_t user_id; /* 0: nobody, which only a mutant goes on with */
    uint64_t ids[WORK_IDS_MAX];
    size_t id_count;
    bool look_only;    /* judged, but not acted on */
    int forced_status; /* a mutant's, for REASON_INTERNAL */

    struct buf url, text, body, why;
    struct arena mem;
    struct work *next;
};

static inline bool work_overlooks(const struct work *work, enum reason reason)
{
    return (work->wrong->auth.overlooked & BECAUSE(reason)) != 0;
}

/* framing.c */
enum reason framing_check(struct work *work);
/* route.c: fills path, query, resource, path_id; the method is judged apart. */
enum reason route_find(struct work *work);
enum reason route_method(struct work *work);
/* auth.c: looks at everything first, so that `seen` is complete, then decides. */
void auth_look(struct work *work);
enum reason auth_decide(struct work *work);
enum reason auth_access(const struct work *work);
/* signature.c */
bool signature_right(struct work *work);
/* Whether the server knows a parameter of this name. */
bool signature_knows(struct span name);
/* spelling.c: legal spellings of the header that mutants refuse, SPELL_… */
uint32_t spelling_of(struct work *work);
/* replay.c */
enum reason replay_before(struct work *work);
enum reason replay_after(struct work *work);
/* params.c */
void params_read(struct work *work);
enum reason params_media_type(const struct work *work);
struct span params_find(const struct work *work, const char *name);
void params_view(const struct work *work, struct render_view *out);
enum reason params_entities_word(const struct work *work);
/* id.c: fills ids and id_count. */
enum reason id_read(struct work *work);
/* act.c */
enum reason act(struct work *work);
/* effect.c: un-likes in the manner of the costume and the defects. */
enum reason effect_unlike(struct work *work, uint64_t user_id, uint64_t id);
/* answer.c */
void answer_node(struct work *work, struct node *root);
void answer_status(struct work *work, const struct store_status *status,
                   const struct render_view *view);
void answer_unliked(struct work *work, const struct store_status *status);
void answer_headers(struct work *work, enum layer layer, int status,
                    const char *content_type);
/* refuse.c */
void refuse(struct work *work, enum reason reason);
/* The user whose like is meant when a mutant goes on without knowing one. */
uint64_t act_user(const struct work *work, uint64_t id);

#endif
