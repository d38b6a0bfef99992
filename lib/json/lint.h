/* One recorded body, judged offline as favspec lint shows it: what the document is,
 * whether it conforms, and each finding with its place. Reads no files. */
#ifndef FAVSPEC_JSON_LINT_H
#define FAVSPEC_JSON_LINT_H

#include "json/error.h"
#include "json/status.h"

enum lint_as { LINT_AUTO, LINT_STATUS, LINT_ERROR };

struct lint_options {
    enum lint_as as;
    enum lint_entities {
        LINT_ENTITIES_ANY,
        LINT_ENTITIES_TRUE,
        LINT_ENTITIES_FALSE
    } entities;
    struct span id;    /* the status that was asked for; absent: not judged */
    bool after_unlike; /* warn unless favorited is false */
};

enum lint_level { LINT_WARN, LINT_FAIL };

/* `path` is a JSON Pointer. `path` and `text` hold bytes of the document, still to be
 * neutralised before they are printed. */
struct lint_finding {
    enum lint_level level;
    const char *rule; /* a name of STATUS_RULES, or error-form, error-code, error-message,
                         error-single */
    char path[96];
    char text[256];
};

enum { LINT_FINDINGS_MAX = STATUS_FINDINGS_MAX };
struct lint_result {
    enum lint_as as;      /* what it was judged as: never LINT_AUTO */
    enum error_form form; /* when judged as an error */
    bool conforms;        /* no finding is a LINT_FAIL */
    struct lint_finding items[LINT_FINDINGS_MAX];
    size_t count;
    size_t dropped; /* findings that found no room; never the first of a rule */
};

/* Judges a body. An object with errors or error and no id is an error document,
 * everything else a status, unless options->as says otherwise. The array form conforms;
 * the other recorded forms conform with a warning, save Friendica's status object, which
 * fails. A user that holds id and id_str alone is taken for trim_user's, with a warning.
 * Returns out->conforms. */
bool lint_body(struct span body, const struct lint_options *options,
               const struct json_schemas *schemas, struct lint_result *out);

#endif
