#include "fuzz/host/host.h"

#include "base/die.h"
#include "base/pct.h"
#include "fuzz/host/coprocess.h"
#include "fuzz/host/finding.h"
#include "fuzz/host/quirks.h"
#include "fuzz/host/survey.h"
#include "fuzz/input.h"
#include "oauth/header.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef const struct fav_adapter *(*adapter_getter)(void);

/* Defined when an adapter was linked in (cmake -DFAVSPEC_ADAPTER=mine.c). */
const struct fav_adapter *fav_adapter_v1(void) __attribute__((weak));

static const struct {
    const char *name;
    adapter_getter get;
} shipped[] = {
    { "reference", adapter_reference },
    { "naive", adapter_naive },
    { "liboauth", adapter_liboauth },
    { "jansson", adapter_jansson },
};

static enum call_function wanted;
static const struct fav_adapter *tested, *expected;
static const struct call *asked;

static void show_asked(void)
{
    call_show(asked);
}

static void refuse(const char *where, const char *text)
{
    finding_end(FINDING_HARNESS, where, "start", "%s", text);
}

void host_check_abi(const struct fav_adapter *adapter, const char *where)
{
    if (!adapter)
        refuse(where, "fav_adapter_v1 gave no adapter");
    if (adapter->abi != FAV_ADAPTER_ABI)
        finding_end(FINDING_HARNESS, where, "start",
                    "it is of interface version %u, this is version %u", adapter->abi,
                    FAV_ADAPTER_ABI);
    if (adapter->size != sizeof(struct fav_adapter) &&
        adapter->size != FAV_ADAPTER_SIZE_FIRST)
        finding_end(FINDING_HARNESS, where, "start",
                    "its struct fav_adapter has %u octets, version %u has %zu",
                    adapter->size, FAV_ADAPTER_ABI, sizeof(struct fav_adapter));
    if (!adapter->name.p || adapter->name.n == 0 || !adapter->version.p)
        refuse(where, "it has no name or no version");
    for (int i = CALL_SIGN; i <= CALL_SHAPE; i++)
        if (call_is_offered(adapter, (enum call_function)i))
            return;
    refuse(where, "it offers no function");
}

static const struct fav_adapter *load(const char *path)
{
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    adapter_getter get = NULL;
    void *symbol;

    if (!object)
        refuse(path, dlerror());
    symbol = dlsym(object, "fav_adapter_v1");
    if (!symbol)
        refuse(path, "it does not define fav_adapter_v1");
    memcpy(&get, &symbol, sizeof(get));
    return get();
}

static const struct fav_adapter *find(const char *name)
{
    if (strchr(name, '/'))
        return load(name);
    for (size_t i = 0; i < sizeof(shipped) / sizeof(*shipped); i++)
        if (strcmp(shipped[i].name, name) == 0) {
            const struct fav_adapter *adapter = shipped[i].get();

            if (!adapter)
                refuse(name, "its library was not there when this was built");
            return adapter;
        }
    refuse(name, "no such adapter: there are reference, naive, liboauth and jansson; a "
                 "shared object needs a path with a slash");
    return NULL;
}

static const struct fav_adapter *find_tested(void)
{
    const char *name = getenv("FAVSPEC_ADAPTER");

    if (getenv("FAVSPEC_ADAPTER_COMMAND"))
        return NULL; /* started with the first input */
    if (name)
        return find(name);
    return fav_adapter_v1 ? fav_adapter_v1() : adapter_naive();
}

static void check_offers(const struct fav_adapter *adapter)
{
    const char *name = call_adapter_name(adapter);

    if (!call_is_offered(adapter, wanted))
        finding_end(FINDING_HARNESS, name, "start", "it does not offer %s",
                    call_name(wanted));
}

static void at_exit(void)
{
    bool fine;

    if (!tested)
        return;
    fine = quirks_report(tested);
    if (survey_is_on())
        survey_print();
    coprocess_end();
    if (!fine && !survey_is_on()) {
        fflush(NULL);
        _exit(FINDING_QUIRKS);
    }
}

void host_start(enum call_function function)
{
    const char *against = getenv("FAVSPEC_ADAPTER_AGAINST");

    wanted = function;
    tested = find_tested();
    if (!getenv("FAVSPEC_ADAPTER_COMMAND")) {
        host_check_abi(tested, "under test");
        check_offers(tested);
    }
    expected = against                         ? find(against)
               : tested == adapter_reference() ? adapter_naive()
                                               : adapter_reference();
    host_check_abi(expected, "compared with");
    check_offers(expected);
    atexit(at_exit);
}

static struct span shown(const struct answer_field *field)
{
    return field->present ? buf_span(&field->value) : span_of(NULL);
}

static struct span result_name(int result)
{
    return result == FAV_OK ? SPAN("accepted") : SPAN("rejected");
}

static void differ(const char *field, uint64_t features, struct span want,
                   struct span got)
{
    if (survey_is_on()) {
        survey_add(features, field, want, got);
        return;
    }
    finding_mismatch(call_adapter_name(tested), call_name(wanted), field, want, got);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A header as its parameters on lines, sorted, so that order and spelling are free. */
static void write_sorted(const struct oauth_params *list, struct buf *out)
{
    char **lines = xcalloc(list->count + 1, sizeof(*lines));

    for (size_t i = 0; i < list->count; i++) {
        struct buf line;

        buf_init(&line, BUF_MAX_MESSAGE);
        pct_encode(&line, list->items[i].name);
        buf_add_char(&line, '=');
        pct_encode(&line, list->items[i].value);
        lines[i] = buf_take(&line);
    }
    qsort(lines, list->count, sizeof(*lines), by_text);
    for (size_t i = 0; i < list->count; i++) {
        buf_addf(out, "%s\n", lines[i]);
        free(lines[i]);
    }
    free(lines);
}

static void make_plain(struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        struct buf *value = &answer->field[i].value;
        struct oauth_params list;
        struct buf plain;

        if (strcmp(answer->field[i].name, "header") != 0 || !answer->field[i].present)
            continue;
        oauth_params_init(&list);
        buf_init(&plain, BUF_MAX_MESSAGE * 4);
        if (oauth_header_parse(buf_span(value), &list, NULL) == OAUTH_HEADER_OK) {
            write_sorted(&list, &plain);
            buf_reset(value);
            buf_add_span(value, buf_span(&plain));
        }
        buf_release(&plain);
        oauth_params_release(&list);
    }
}

/* The first field that differs, in the order in which they depend on each other. */
static void compare(const struct answer *want, const struct answer *got,
                    uint64_t features)
{
    bool one = false;

    if (want->result != got->result) {
        differ("result", features, result_name(want->result), result_name(got->result));
        return;
    }
    for (size_t i = 0; i < want->count; i++) {
        const struct answer_field *a = &want->field[i], *b = &got->field[i];

        if (!a->offered || !b->offered)
            continue;
        one = true;
        if (a->present != b->present ||
            (a->present && !span_eq(buf_span(&a->value), buf_span(&b->value)))) {
            differ(a->name, features, shown(a), shown(b));
            return;
        }
    }
    if (want->count && !one && wanted == CALL_SIGN)
        refuse(call_name(wanted), "the answer has no field to compare");
    if (survey_is_on())
        survey_add(features, NULL, span_of(NULL), span_of(NULL));
}

static void note(const struct answer *answer)
{
    fuzz_note_number((uint64_t)answer->result);
    for (size_t i = 0; i < answer->count; i++)
        fuzz_note(shown(&answer->field[i]));
}

static const struct fav_adapter *adapter_under_test(void)
{
    if (!tested) {
        tested = coprocess_start(getenv("FAVSPEC_ADAPTER_COMMAND"));
        host_check_abi(tested, "the process");
        check_offers(tested);
    }
    return tested;
}

int host_compare(const struct call *call, struct span input, uint64_t features)
{
    struct answer want, got;
    int result;

    asked = call;
    finding_input(input);
    finding_asked(show_asked);
    finding_features(features);
    call_make(expected, call, &want);
    result = want.result;
    note(&want);
    if (!quirks_take(adapter_under_test(), features)) {
        call_make(tested, call, &got);
        note(&got);
        if (want.result == FAV_SKIP || got.result == FAV_SKIP) {
            quirks_skipped();
        } else {
            quirks_compared();
            make_plain(&want);
            make_plain(&got);
            compare(&want, &got, features);
        }
        answer_release(&got);
    }
    answer_release(&want);
    finding_input(span_of(NULL));
    return result;
}
