/* A second implementation of what lib/oauth and lib/json do, written from RFC 5849 and
 * RFC 8259 in the plainest way and without a look at the first: slow, no tables,
 * everything copied, its own SHA-1. It shares base/buf.h alone, to hold bytes. Where both
 * agree on every input of a fuzzer, a mistake would have to be made twice. */
#ifndef FAVSPEC_FUZZ_NAIVE_H
#define FAVSPEC_FUZZ_NAIVE_H

#include "base/buf.h"

/* Up to any of these characters. */
size_t naive_up_to(struct span s, const char *stops);
/* Whether it is this word, written here in lower case, in letters of any case. */
bool naive_is_word(struct span s, const char *word);

bool naive_escapes(char c);
void naive_encode(struct buf *out, struct span s);
/* `plus`: a plus sign is a space. Returns whether every % was followed by two digits. */
bool naive_decode(struct buf *out, struct span s, bool plus);

/* Scheme, host, port and path; false when it is no URL that can be signed. */
bool naive_base_uri(struct buf *out, struct span url);
/* The query of a URL, absent without one. */
struct span naive_query(struct span url);

enum { NAIVE_PAIRS_MAX = 1000 };

enum naive_place { NAIVE_HEADER, NAIVE_QUERY, NAIVE_BODY };

/* Decoded; `as_sent` is the value before decoding. The octets belong to the list. */
struct naive_pair {
    struct buf name, value, as_sent;
    enum naive_place place;
};

struct naive_pairs {
    struct naive_pair *items;
    size_t count, room;
    bool overflow;
    struct naive_block *memory;
};

void naive_pairs_init(struct naive_pairs *pairs);
void naive_pairs_release(struct naive_pairs *pairs);
void naive_pairs_add(struct naive_pairs *pairs, struct span name, struct span value,
                     enum naive_place place);
void naive_pairs_add_form(struct naive_pairs *pairs, struct span text,
                          enum naive_place place);
/* The same with the value as it was sent, nothing decoded. */
void naive_pairs_add_sent(struct naive_pairs *pairs, struct span name, struct span sent,
                          enum naive_place place);
/* The first with this name, or NULL. */
const struct naive_pair *naive_pairs_find(const struct naive_pairs *pairs,
                                          const char *name);

enum naive_header { NAIVE_NO_HEADER, NAIVE_OTHER_SCHEME, NAIVE_BROKEN, NAIVE_OAUTH };
/* Reads a header value, character by character. */
enum naive_header naive_header(struct naive_pairs *pairs, struct span value);

bool naive_is_form(struct span content_type);

struct naive_request {
    struct span method, url, content_type, body, authorization;
};
/* All parameters: query, form body, header. */
enum naive_header naive_collect(struct naive_pairs *pairs,
                                const struct naive_request *request);
/* Without oauth_signature, and without realm in the header. */
void naive_parameters(struct buf *out, const struct naive_pairs *pairs);
bool naive_base_string(struct buf *out, const struct naive_request *request,
                       const struct naive_pairs *pairs);

enum { NAIVE_SHA1_LEN = 20 };
void naive_sha1(struct span text, unsigned char out[NAIVE_SHA1_LEN]);
void naive_hmac_sha1(struct span key, struct span text,
                     unsigned char out[NAIVE_SHA1_LEN]);
void naive_base64(struct buf *out, const unsigned char *bytes, size_t len);
/* base64 of HMAC-SHA1 under encode(consumer secret) & encode(token secret). */
void naive_signature(struct buf *out, struct span base_string,
                     struct span consumer_secret, struct span token_secret);

/* Whether a text is one JSON document by RFC 8259: UTF-8, no BOM, unique names, no lone
 * surrogates, at most `depth` levels. */
struct naive_json {
    struct span text;
    size_t at, depth;
    struct span numbers[4096];
    size_t number_count; /* those beyond are not kept */
};
bool naive_json_accepts(struct naive_json *json, struct span text, size_t depth);
/* What a status says; false when a text that naive_json_accepts is none. */
struct naive_status {
    char id[24]; /* id_str if it is a decimal, else id */
    bool has_favorited, favorited;
};
bool naive_status_read(struct span json, struct naive_status *out);
/* 1 when a list of statuses has this id, 0 when it has not, -1 when it is no such list.
 */
int naive_status_list_has(struct span json, struct span id);
/* Whether a field of this size holds UTF-8 that ends in a NUL. */
bool naive_is_text(const char *field, size_t size);

#endif
