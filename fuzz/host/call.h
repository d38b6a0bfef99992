/* One call of an adapter, and what it answered as named fields of text, so that any two
 * answers can be compared field by field.
 *
 * A call checks what adapter.h promises: slots are written within their room (canaries
 * around them), a second call gives the same bytes, one octet too little gives
 * FAV_NOSPACE and the same need. The further calls are made for every fourth input, of a
 * process for every eighth. A breach ends the program with a finding. */
#ifndef FAVSPEC_FUZZ_HOST_CALL_H
#define FAVSPEC_FUZZ_HOST_CALL_H

#include "base/buf.h"
#include "fuzz/adapter.h"

enum call_function { CALL_SIGN, CALL_VERIFY, CALL_STATUS, CALL_ERROR, CALL_SHAPE };

struct call {
    enum call_function function;
    struct fav_request request;  /* sign, verify */
    struct fav_in authorization; /* verify */
    struct fav_in text;          /* status, shape: the document; error: the body */
    struct fav_in schema;        /* shape */
    int32_t http_status;         /* error */
    unsigned choice;             /* of the extra checks; a hash of the input */
};

enum { ANSWER_FIELDS_MAX = 5 };

struct answer_field {
    const char *name;
    bool offered; /* the adapter can tell */
    bool present; /* and there is a value */
    struct buf value;
};

struct answer {
    int result; /* FAV_OK, FAV_REJECT or FAV_SKIP */
    struct answer_field field[ANSWER_FIELDS_MAX];
    size_t count;
};

/* In a static buffer. */
const char *call_adapter_name(const struct fav_adapter *adapter);
const char *call_name(enum call_function function);
bool call_is_offered(const struct fav_adapter *adapter, enum call_function function);
void call_make(const struct fav_adapter *adapter, const struct call *call,
               struct answer *out);
/* Prints what is asked, a line a value. */
void call_show(const struct call *call);
void answer_release(struct answer *answer);

#endif
