#include "json/error.h"

#include "json/check.h"
#include "json/value.h"

static const char *const form_names[] = {
    [ERROR_NONE] = "empty",
    [ERROR_NOT_JSON] = "not JSON",
    [ERROR_OTHER_JSON] = "JSON of no known form",
    [ERROR_ARRAY] = "errors array",
    [ERROR_REQUEST] = "error and request",
    [ERROR_STRING] = "errors string",
    [ERROR_STATUS] = "status object",
};

const char *error_form_name(enum error_form form)
{
    size_t index = (size_t)form;
    return index < sizeof form_names / sizeof form_names[0] ? form_names[index]
                                                            : "unknown";
}

static void take_message(struct error_doc *out, const cJSON *node)
{
    json_cut_into(out->message, sizeof out->message, json_string(node));
}

/* {"errors":[{"code":N,"message":"…"}]} */
static void read_array(const struct json_doc *doc, const cJSON *errors,
                       struct error_doc *out, struct buf *why)
{
    const cJSON *first = errors->child;
    const cJSON *code = json_member(first, "code");
    const cJSON *message = json_member(first, "message");
    out->form = ERROR_ARRAY;
    out->has_code = json_i64(json_number(doc, code), &out->code);
    out->code_not_integer = !out->has_code;
    out->message_not_string = !cJSON_IsString(message);
    out->more_than_one = first->next != NULL;
    take_message(out, message);
    if (out->code_not_integer) {
        json_why(why, "code of the first error is %s",
                 code ? "not an integer" : "missing");
    } else if (out->message_not_string) {
        json_why(why, "message of the first error is %s",
                 message ? "not a string" : "missing");
    } else if (out->more_than_one) {
        json_why(why, "there is more than one error");
    }
}

static bool has_text(const cJSON *object, const char *name, struct error_doc *out)
{
    const cJSON *node = json_member(object, name);
    if (!cJSON_IsString(node))
        return false;
    take_message(out, node);
    return true;
}

/* The first form whose marks are there. */
static void read_object(const struct json_doc *doc, struct error_doc *out,
                        struct buf *why)
{
    const cJSON *errors = json_member(doc->root, "errors");
    if (cJSON_IsArray(errors) && cJSON_IsObject(errors->child)) {
        read_array(doc, errors, out, why);
    } else if (has_text(doc->root, "errors", out)) {
        out->form = ERROR_STRING;
        json_why(why, "errors is a string, not an array");
    } else if (has_text(doc->root, "error", out)) {
        out->form = ERROR_REQUEST;
        json_why(why, "the body has error in place of an array of errors");
    } else if (has_text(json_member(doc->root, "status"), "error", out)) {
        out->form = ERROR_STATUS;
        json_why(why, "the body has status.error in place of an array of errors");
    } else {
        json_why(why,
                 errors ? "errors is not an array of objects" : "the body has no errors");
    }
}

static void read_json(const struct json_doc *doc, struct error_doc *out, struct buf *why)
{
    out->form = ERROR_OTHER_JSON;
    if (cJSON_IsObject(doc->root))
        read_object(doc, out, why);
    else
        json_why(why, "the body is JSON, but not an object");
}

static void explain_no_json(enum json_error error, const struct buf *reason,
                            struct buf *why)
{
    if (error == JSON_EMPTY)
        json_why(why, "the body is empty");
    else
        json_why(why, "the body is not JSON: %s", reason->p);
}

void error_read_document(const struct json_doc *doc, enum json_error error,
                         const struct buf *reason, struct error_doc *out, struct buf *why)
{
    *out = (struct error_doc){ .form = ERROR_NONE };
    if (error) {
        out->form = error == JSON_EMPTY ? ERROR_NONE : ERROR_NOT_JSON;
        explain_no_json(error, reason, why);
    } else {
        read_json(doc, out, why);
    }
}

void error_read(struct span body, struct error_doc *out, struct buf *why)
{
    struct json_doc doc = { .root = NULL };
    struct buf reason;
    buf_init(&reason, BUF_MAX_TEXT);
    enum json_error error = json_parse(body, &doc, &reason);
    error_read_document(&doc, error, &reason, out, why);
    buf_release(&reason);
    json_release(&doc);
}
