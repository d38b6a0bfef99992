/* An adapter that breaks the promise that BROKEN_ADAPTER names, to see it noticed. */
#include "adapter.h"

#include <stdlib.h>

static int is(const char *defect)
{
    const char *name = getenv("BROKEN_ADAPTER");

    return name && strcmp(name, defect) == 0;
}

static int answer(struct fav_out *out)
{
    static const char text[] = "no base string";

    return fav_put(out, text, sizeof(text) - 1);
}

static int sign(const struct fav_request *request, struct fav_signed *out)
{
    static unsigned calls;
    volatile int *nowhere = NULL;

    if (request->size != sizeof(*request) || out->size != sizeof(*out))
        return FAV_BROKEN;
    if (is("broken"))
        return FAV_BROKEN;
    if (is("result"))
        return 42;
    if (is("skip"))
        return FAV_SKIP;
    if (is("reject"))
        return FAV_REJECT;
    if (is("crash"))
        *nowhere = 1;
    while (is("hang"))
        calls++;
    if (is("overrun"))
        memset(out->base_string.p, 'x', out->base_string.cap + 1);
    if (is("underrun"))
        out->base_string.p[-1] = 'x';
    if (is("lies")) {
        out->base_string.n = out->base_string.cap + 1;
        return FAV_OK;
    }
    if (is("greedy")) {
        out->base_string.n = out->base_string.cap + 1;
        return FAV_NOSPACE;
    }
    if (is("need")) {
        out->base_string.n = out->base_string.cap;
        return FAV_OK;
    }
    if (is("random")) {
        calls++;
        return fav_put(&out->base_string, &calls, sizeof(calls));
    }
    if (is("nothing"))
        return FAV_OK;
    return answer(&out->base_string);
}

static int status(struct fav_in json, struct fav_status *out)
{
    (void)json;
    out->known = FAV_HAS_ID;
    out->present = FAV_HAS_ID;
    out->id = 7;
    return FAV_OK;
}

/* Lies behind the size that an older adapter gives, and must not be called. */
static int shape(struct fav_in schema, struct fav_in document)
{
    (void)schema;
    (void)document;
    abort();
}

const struct fav_adapter *fav_adapter_v1(void)
{
    static struct fav_adapter adapter = {
        .name = FAV_TEXT("broken"),
        .version = FAV_TEXT("1"),
        .sign = sign,
        .status = status,
        .shape = shape,
    };

    adapter.abi = is("abi") ? FAV_ADAPTER_ABI + 1 : FAV_ADAPTER_ABI;
    adapter.size = (uint32_t)sizeof(adapter) - (is("size") ? 4 : 0);
    if (is("older"))
        adapter.size = FAV_ADAPTER_SIZE_FIRST;
    if (is("quirks"))
        adapter.quirks = ~(uint64_t)0;
    if (is("name"))
        adapter.name.n = 0;
    if (is("offers")) {
        adapter.sign = NULL;
        adapter.status = NULL;
        adapter.shape = NULL;
    }
    return is("none") ? NULL : &adapter;
}
