#include "refserver/diagnosis_work.h"
#include "json/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The parameter in query and form body, with the number of times it is there. */
struct lookup {
    size_t count;
    struct span value;
};

static struct lookup find(const struct examination *e, const char *name)
{
    struct lookup found = { 0 };

    for (size_t i = 0; i < e->claim.params.count; i++) {
        const struct oauth_param *item = &e->claim.params.items[i];

        if (item->place == OAUTH_IN_HEADER || !span_eq_str(item->name, name))
            continue;
        if (!found.count++)
            found.value = item->value;
    }
    return found;
}

/* "1.357924680135792641e18", "243138128959913980.0": a number, and no id. */
static bool is_float(struct span text)
{
    char copy[64], *end;

    if (!text.len || text.len >= sizeof(copy) ||
        (text.p[0] != '-' && (text.p[0] < '0' || text.p[0] > '9')))
        return false;
    memcpy(copy, text.p, text.len);
    copy[text.len] = '\0';
    strtod(copy, &end);
    return *end == '\0' && strpbrk(copy, ".eE-") && !strpbrk(copy, "xX");
}

/* The conversion that made the id that was sent of the one that was meant, or NULL. */
static const char *conversion(uint64_t meant, struct span sent)
{
    char text[24];

    if (is_float(sent))
        return "a floating-point number";
    if (!meant)
        return NULL;
    snprintf(text, sizeof(text), "%" PRIu64, meant);
    return json_explain_id(span_of(text), sent);
}

static void judge_id(struct examination *e)
{
    struct lookup found = find(e, "id");
    struct span text = found.value;
    const char *rounded = conversion(e->subject->id, text);
    uint64_t number;

    if (!found.count || !text.len)
        diagnosis_add(e, OAUTH_MISTAKE_ID_MISSING, false,
                      found.count ? "The client sent an empty id." : NULL);
    else if (found.count > 1)
        diagnosis_add(e, OAUTH_MISTAKE_PARAMETER_REPEATED, false,
                      "The client sent id %zu times.", found.count);
    else if (rounded)
        diagnosis_add(e, OAUTH_MISTAKE_ID_ROUNDED, false,
                      "The client sent the id %.*s, which is what %s makes of an id.",
                      SPAN_ARG(text), rounded);
    else if (!span_u64(text, &number))
        diagnosis_add(e, OAUTH_MISTAKE_ID_WRONG, false,
                      "The client sent an id that is no decimal number: \"%.*s\".",
                      SPAN_ARG(text));
}

static void judge_entities(struct examination *e)
{
    struct lookup found = find(e, "include_entities");

    if (found.count > 1)
        diagnosis_add(e, OAUTH_MISTAKE_PARAMETER_REPEATED, false,
                      "The client sent include_entities %zu times.", found.count);
    else if (found.count && !span_eq_str(found.value, "true") &&
             !span_eq_str(found.value, "false"))
        diagnosis_add(e, OAUTH_MISTAKE_INCLUDE_ENTITIES_WRONG, true,
                      "The client sent include_entities=%.*s; true and false are the "
                      "words, any other but t and 1 is taken for false.",
                      SPAN_ARG(found.value));
}

static void judge_type(struct examination *e)
{
    struct span type = e->request.content_type;
    bool form = oauth_is_form(type);

    if (e->request.body.len && !form)
        diagnosis_add(e, OAUTH_MISTAKE_CONTENT_TYPE_WRONG, false,
                      "The client sent a body with Content-Type \"%.*s\", not "
                      "application/x-www-form-urlencoded.",
                      SPAN_ARG(type));
    else if (!e->request.body.len && type.len && !form)
        diagnosis_add(e, OAUTH_MISTAKE_CONTENT_TYPE_WRONG, true,
                      "The client sent Content-Type \"%.*s\" with an empty body.",
                      SPAN_ARG(type));
}

/* A body whose end is open has not been read: nothing is proven about what it holds. */
void diagnosis_params(struct examination *e)
{
    if (!e->acts || e->subject->seen->reason == REASON_FRAMING)
        return;
    judge_type(e);
    judge_id(e);
    judge_entities(e);
}
