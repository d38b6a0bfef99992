/* Why a request is refused, and how the refusal is answered: one row a reason. Statuses,
 * codes and messages are the recorded ones; where nothing was recorded the choice is
 * ours: 405 with code 86 for a wrong method, 403 with 38 for a missing id and for two
 * that differ, 404 with 144 for whatever is no id of a status, 415 for a body that is not
 * a form. */
#ifndef FAVSPEC_REFSERVER_REASON_H
#define FAVSPEC_REFSERVER_REASON_H

#include <stdint.h>

/* Which part of the service answers: the layers have different headers and punctuation.
 */
enum layer {
    LAYER_FRONT, /* routing: message before code, no full stop, hardly a header */
    LAYER_AUTH,  /* a space before charset, api_error_code in the challenge */
    LAYER_APP,
    LAYER_OLD, /* {"request","error"}, without a code */
};

/* X(enumerator, status, code, layer, message, note): the message is the recorded one, the
 * note says what happened in this server's own words. */
/* clang-format off */
#define REASONS(X) \
    X(REASON_NONE, 200, 0, LAYER_APP, "", \
      "") \
    X(REASON_FRAMING, 400, 214, LAYER_FRONT, "Bad request", \
      "two different Content-Lengths, one with Transfer-Encoding, or an unknown coding") \
    X(REASON_HOST, 400, 214, LAYER_FRONT, "Bad request", \
      "no Host, or more than one") \
    X(REASON_PATH, 404, 34, LAYER_FRONT, "Sorry, that page does not exist", \
      "the path is no resource of this server") \
    X(REASON_METHOD, 405, 86, LAYER_FRONT, "This method requires a POST", \
      "the resource does not know this method") \
    X(REASON_NO_CREDENTIALS, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "no oauth_ parameters at all") \
    X(REASON_SCHEME, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "Authorization of another scheme than OAuth") \
    X(REASON_MALFORMED, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "the OAuth parameters do not parse") \
    X(REASON_INCOMPLETE, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "an oauth_ parameter is missing or empty") \
    X(REASON_NO_SIGNATURE, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "oauth_signature is missing or empty") \
    X(REASON_TWO_LEGGED, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "oauth_token is missing or empty") \
    X(REASON_TIMESTAMP, 400, 215, LAYER_FRONT, "Bad Authentication data", \
      "oauth_timestamp is not a positive integer") \
    X(REASON_APP_ONLY, 403, 220, LAYER_FRONT, "Your credentials do not allow access to this resource", \
      "an app-only bearer token where a user is needed") \
    X(REASON_REPEATED, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "an oauth_ parameter is there twice") \
    X(REASON_TWO_PLACES, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "oauth_ parameters in more than one place") \
    X(REASON_VERSION, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "oauth_version is not 1.0") \
    X(REASON_SIGNATURE_METHOD, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "oauth_signature_method is not HMAC-SHA1") \
    X(REASON_CONSUMER, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "nobody has this oauth_consumer_key") \
    X(REASON_TOKEN, 401, 89, LAYER_AUTH, "Invalid or expired token.", \
      "nobody has this oauth_token") \
    X(REASON_REVOKED, 401, 89, LAYER_AUTH, "Invalid or expired token.", \
      "the oauth_token was revoked") \
    X(REASON_FOREIGN_TOKEN, 401, 89, LAYER_AUTH, "Invalid or expired token.", \
      "the oauth_token was issued to another consumer") \
    X(REASON_PAST, 401, 135, LAYER_AUTH, "Timestamp out of bounds.", \
      "oauth_timestamp is too far in the past") \
    X(REASON_FUTURE, 401, 135, LAYER_AUTH, "Timestamp out of bounds.", \
      "oauth_timestamp is too far in the future") \
    X(REASON_SIGNATURE, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "the signature is not the one that the secrets give") \
    X(REASON_REPLAY, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "the nonce was used with this timestamp, consumer and token") \
    X(REASON_OVER_CAPACITY, 503, 130, LAYER_FRONT, "Over capacity", \
      "no room for further nonces") \
    X(REASON_READ_ONLY, 401, 0, LAYER_OLD, "Read-only application cannot POST.", \
      "the token may not write") \
    X(REASON_MEDIA_TYPE, 415, 214, LAYER_APP, "Bad request.", \
      "a body that is not application/x-www-form-urlencoded") \
    X(REASON_NO_ID, 403, 38, LAYER_APP, "id parameter is missing.", \
      "no id") \
    X(REASON_TWO_IDS, 403, 38, LAYER_APP, "id parameter is ambiguous.", \
      "several ids that differ") \
    X(REASON_ID_SYNTAX, 404, 144, LAYER_APP, "No status found with that ID.", \
      "the id is not a decimal number") \
    X(REASON_ID_RANGE, 404, 144, LAYER_APP, "No status found with that ID.", \
      "the id is beyond 63 bits") \
    X(REASON_UNKNOWN_ID, 404, 144, LAYER_APP, "No status found with that ID.", \
      "no status has this id") \
    X(REASON_NOT_LIKED, 404, 144, LAYER_APP, "No status found with that ID.", \
      "the status is not liked by the user") \
    X(REASON_PROTECTED, 403, 179, LAYER_APP, "Sorry, you are not authorized to see this status.", \
      "the author of the status is protected") \
    X(REASON_ALREADY, 403, 139, LAYER_APP, "You have already favorited this status.", \
      "the status is liked already") \
    X(REASON_ENTITIES_WORD, 403, 214, LAYER_APP, "Bad request.", \
      "include_entities is neither true nor false") \
    X(REASON_SPELLING, 401, 32, LAYER_AUTH, "Could not authenticate you.", \
      "a spelling that this server does not know") \
    X(REASON_INTERNAL, 500, 131, LAYER_APP, "Internal error.", \
      "an internal error")
/* clang-format on */

enum reason {
#define X(enumerator, status, code, layer, message, note) enumerator,
    REASONS(X)
#undef X
        REASON_COUNT
};

struct reason_row {
    int status, code;
    enum layer layer;
    const char *message, *note;
};
extern const struct reason_row reasons[REASON_COUNT];

/* Sets of reasons. */
#define BECAUSE(reason) (UINT64_C(1) << (reason))
#define EVERY_REASON (~UINT64_C(0))

#endif
