#include "server/doctor_visit.h"
#include "server/judge.h"

/* Where servers of this API have it. */
static const char *const bases[] = { "/1.1", "/api", "/api/1.1", "", "/1" };
static const char *const preset_names[] = { "x-1.1", "gnusocial", "friendica" };

enum {
    BASE_COUNT = sizeof(bases) / sizeof(bases[0]),
    PRESET_COUNT = sizeof(preset_names) / sizeof(preset_names[0]),
};

static enum error_form form_of(const struct http_response *response)
{
    struct error_doc error;

    error_read(response->body, &error, NULL);
    return error.form;
}

static bool refuses(const struct http_response *response)
{
    return response->status == 400 || response->status == 401 || response->status == 403;
}

static bool is_page(const struct http_response *response)
{
    return form_of(response) == ERROR_NOT_JSON && !refuses(response) &&
           response->status != 404;
}

static void keep_answer(struct visit *v)
{
    struct record *kept = &v->session.side[1];

    http_response_release(&kept->response);
    kept->response = v->session.side[0].response;
    kept->error = v->session.side[0].error;
    v->session.side[0].response = (struct http_response){ 0 };
}

/* The answer to an un-like of an unknown id is another one than that to a path which does
 * not exist; 1, 0, or -1 when credentials hide it. Keeps the first answer. */
static int is_here(struct visit *v)
{
    struct sending nowhere = { .path = "/no-such/resource.json", .status = ROLE_UNKNOWN };

    visit_ask(v, (struct sending){ .status = ROLE_UNKNOWN });
    keep_answer(v);
    if (!visit_ask(v, nowhere))
        return -1;
    if (!judge_same_answer(&v->session.side[1], &v->session.side[0]))
        return !is_page(&v->session.side[1].response);
    return refuses(visit_answer(v)) ? -1 : 0;
}

/* The base that fits better, or NULL. */
static const char *other_base(struct visit *v)
{
    struct span right = v->target->base_path;
    const char *found = NULL;

    for (size_t i = 0; i < BASE_COUNT && !found; i++) {
        v->target->base_path = span_of(bases[i]);
        if (!span_eq_str(right, bases[i]) && is_here(v) == 1)
            found = bases[i];
    }
    v->target->base_path = right;
    return found;
}

static void say_where(struct visit *v, const char *told)
{
    const char *base = other_base(v);

    if (base)
        visit_say(
            v, false,
            arena_str(
                &v->session.mem,
                arena_printf(&v->session.mem, "the base URL's path is wrong (%s)", told)),
            arena_str(&v->session.mem,
                      arena_printf(&v->session.mem, "%.*s%s answers as the API does",
                                   SPAN_ARG(v->target->origin), base)));
    else
        visit_say(
            v, false, told,
            "the base URL's path or port is wrong: is the /1.1 or /api missing, does "
            "another server listen there?");
}

bool doctor_finds_path(struct visit *v)
{
    int here = is_here(v);
    const struct http_response *first = &v->session.side[1].response;
    struct span location = http_find(&first->headers, "location");
    const char *told;

    http_response_release(&v->session.side[0].response);
    v->session.side[0].response = *first;
    v->session.side[1].response = (struct http_response){ 0 };
    first = visit_answer(v);
    told = visit_told(v);
    if (first->status >= 300 && first->status < 400 && location.p) {
        visit_say(
            v, false,
            arena_str(&v->session.mem,
                      arena_printf(&v->session.mem, "the answer is a redirect to %.*s",
                                   SPAN_ARG(location))),
            "make that the base URL: a signed request does not follow");
        return false;
    }
    if (first->status != 404 && is_page(first)) {
        visit_say(
            v, false, told,
            "a page, not the API: a proxy or another web server answers; check port, "
            "path and --proxy");
        return false;
    }
    if (here == 0)
        say_where(v, told);
    else
        visit_say(v, true, "the resource is there", "");
    return here != 0;
}

/* The preset whose list of likes is there, when that of the profile is not. */
static const char *preset_by_list(struct visit *v)
{
    struct sending list = { .resource = RESOURCE_LIST };
    struct profile right = v->target->options.profile;
    const char *found = NULL;

    if (!profile_path(&right, RESOURCE_LIST) ||
        (visit_ask(v, list) && visit_answer(v)->status == 200))
        return NULL;
    for (size_t i = 0; i < PRESET_COUNT && !found; i++) {
        v->target->options.profile = *profile_preset(preset_names[i], NULL);
        if (visit_ask(v, list) && visit_answer(v)->status == 200)
            found = preset_names[i];
    }
    v->target->options.profile = right;
    return found;
}

/* The preset whose errors have the form of a refusal of this server. */
static const char *preset_by_errors(struct visit *v)
{
    const struct profile *mine = &v->target->options.profile;
    enum error_form form;

    visit_ask(v, (struct sending){ .who = AS_NOBODY, .status = ROLE_UNKNOWN });
    form = form_of(visit_answer(v));
    if (form == (mine->errors ? mine->errors : ERROR_ARRAY))
        return NULL;
    for (size_t i = 0; i < PRESET_COUNT; i++) {
        const struct profile *other = profile_preset(preset_names[i], NULL);

        if (form == (other->errors ? other->errors : ERROR_ARRAY))
            return preset_names[i];
    }
    return NULL;
}

void doctor_check_profile(struct visit *v)
{
    const char *mine = v->target->options.profile.name;
    const char *errors = preset_by_errors(v), *list = preset_by_list(v);
    const char *fits = errors ? errors : list;
    struct arena *mem = &v->session.mem;

    if (!fits)
        return;
    /* Old forms of errors are seen on servers that follow the original, too. */
    if (!list && strcmp(mine, "x-1.1") == 0) {
        visit_note(v, arena_str(mem, arena_printf(mem,
                                                  "errors come in the form of another "
                                                  "server: [profile] preset = %s?",
                                                  fits)));
        return;
    }
    visit_say(v, false,
              arena_str(mem, arena_printf(mem, "the profile %s does not fit: %s", mine,
                                          list ? "the list of likes is elsewhere"
                                               : "errors have another form")),
              arena_str(mem, arena_printf(mem, "say preset = %s in [profile]", fits)));
}
