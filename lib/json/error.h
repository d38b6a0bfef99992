/* Error documents: which of the recorded forms a refusal's body has, and what it says. */
#ifndef FAVSPEC_JSON_ERROR_H
#define FAVSPEC_JSON_ERROR_H

#include "json/json.h"

enum error_form {
    ERROR_NONE,       /* empty body */
    ERROR_NOT_JSON,   /* text, HTML, or JSON that does not parse */
    ERROR_OTHER_JSON, /* JSON of no known form */
    ERROR_ARRAY,      /* {"errors":[{"code":N,"message":"…"}]} */
    ERROR_REQUEST,    /* {"error":"…","request":"…"}; request may be missing */
    ERROR_STRING,     /* {"errors":"…"} */
    ERROR_STATUS,     /* {"status":{"error":"…","code":"…"}}: Friendica 3.5 */
};

struct error_doc {
    enum error_form form;
    bool has_code;
    int64_t code;      /* of errors[0] */
    char message[256]; /* cut, never used as a format */
    /* Where the array form is used wrongly; what is missing is not of its type either.
     * More than one error is unusual, not wrong. */
    bool code_not_integer, message_not_string, more_than_one;
};

/* Reads any bytes; never fails: what is not understood is a form of its own. `why` (may
 * be NULL) says what is wrong with the body when the form is not ERROR_ARRAY, or is used
 * wrongly. */
void error_read(struct span body, struct error_doc *out, struct buf *why);
/* The same of a body that json_parse has read, or refused for `reason`. */
void error_read_document(const struct json_doc *doc, enum json_error error,
                         const struct buf *reason, struct error_doc *out,
                         struct buf *why);
const char *error_form_name(enum error_form form);

#endif
