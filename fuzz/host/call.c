#include "fuzz/host/call.h"

#include "base/die.h"
#include "fuzz/host/coprocess.h"
#include "fuzz/host/finding.h"
#include "fuzz/host/survey.h"
#include "oauth/header.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 3, CANARY = 32, ROOM = 8192, ROOM_MAX = 64 * 1024 * 1024 };
static const unsigned char canary_octet = 0xc5;

/* What one call gave, before it is made into text. */
struct raw {
    int result;
    uint32_t known, present, favorited;
    uint64_t number;
    struct fav_out out[SLOTS];
};

static struct {
    uint8_t *p;
    size_t size;
} blocks[SLOTS];

static const struct {
    const char *name, *slots[SLOTS];
} functions[] = {
    [CALL_SIGN] = { "sign", { "base_string", "signature", "header" } },
    [CALL_VERIFY] = { "verify", { 0 } },
    [CALL_STATUS] = { "status", { "id_str", "text", "user_id_str" } },
    [CALL_ERROR] = { "error", { "message" } },
    [CALL_SHAPE] = { "shape", { 0 } },
};

const char *call_name(enum call_function function)
{
    return functions[function].name;
}

bool call_is_offered(const struct fav_adapter *adapter, enum call_function function)
{
    switch (function) {
    case CALL_SIGN:
        return adapter->sign != NULL;
    case CALL_VERIFY:
        return adapter->verify != NULL;
    case CALL_STATUS:
        return adapter->status != NULL;
    case CALL_ERROR:
        return adapter->error != NULL;
    case CALL_SHAPE:
        break;
    }
    return adapter->size > FAV_ADAPTER_SIZE_FIRST && adapter->shape != NULL;
}

const char *call_adapter_name(const struct fav_adapter *adapter)
{
    static char name[64];

    snprintf(name, sizeof(name), "%.*s", (int)adapter->name.n,
             (const char *)adapter->name.p);
    return name;
}

#define BREACH(adapter, call, ...)                                                       \
    finding_end(FINDING_HARNESS, call_adapter_name(adapter),                             \
                call_name((call)->function), __VA_ARGS__)

static struct fav_out arm(size_t i, size_t cap, int fill)
{
    size_t need = cap + 2 * (size_t)CANARY;

    if (blocks[i].size < need) {
        blocks[i].p = xrealloc(blocks[i].p, need);
        blocks[i].size = need;
    }
    memset(blocks[i].p, canary_octet, CANARY);
    memset(blocks[i].p + CANARY, fill, cap);
    memset(blocks[i].p + CANARY + cap, canary_octet, CANARY);
    return (struct fav_out){ blocks[i].p + CANARY, cap, FAV_NOT_OFFERED };
}

static bool canaries_live(size_t i, size_t cap)
{
    for (size_t k = 0; k < CANARY; k++)
        if (blocks[i].p[k] != canary_octet ||
            blocks[i].p[CANARY + cap + k] != canary_octet)
            return false;
    return true;
}

static void invoke_sign(const struct fav_adapter *adapter, const struct call *call,
                        struct raw *raw)
{
    struct fav_signed s = { sizeof(s), raw->out[0], raw->out[1], raw->out[2] };

    raw->result = adapter->sign(&call->request, &s);
    raw->out[0].n = s.base_string.n;
    raw->out[1].n = s.signature.n;
    raw->out[2].n = s.header.n;
}

static void invoke_status(const struct fav_adapter *adapter, const struct call *call,
                          struct raw *raw)
{
    struct fav_status s = { .size = sizeof(s),
                            .id_str = raw->out[0],
                            .text = raw->out[1],
                            .user_id_str = raw->out[2] };

    raw->result = adapter->status(call->text, &s);
    raw->known = s.known;
    raw->present = s.present;
    raw->number = s.id;
    raw->favorited = s.favorited;
    raw->out[0].n = s.id_str.n;
    raw->out[1].n = s.text.n;
    raw->out[2].n = s.user_id_str.n;
}

static void invoke_error(const struct fav_adapter *adapter, const struct call *call,
                         struct raw *raw)
{
    struct fav_error e = { .size = sizeof(e), .message = raw->out[0] };

    raw->result = adapter->error(call->http_status, call->text, &e);
    raw->known = e.known;
    raw->present = e.present;
    raw->number = (uint64_t)e.code;
    raw->out[0].n = e.message.n;
}

static bool has_length(const struct fav_out *out)
{
    return out->n != FAV_NOT_OFFERED && out->n != FAV_NO_MEMBER;
}

/* One call with slots of these sizes. */
static void invoke(const struct fav_adapter *adapter, const struct call *call,
                   const size_t caps[SLOTS], int fill, struct raw *raw)
{
    bool short_of = false;

    *raw = (struct raw){ 0 };
    for (size_t i = 0; i < SLOTS; i++)
        raw->out[i] = arm(i, caps[i], fill);
    if (call->function == CALL_SIGN)
        invoke_sign(adapter, call, raw);
    else if (call->function == CALL_VERIFY)
        raw->result = adapter->verify(&call->request, call->authorization);
    else if (call->function == CALL_STATUS)
        invoke_status(adapter, call, raw);
    else if (call->function == CALL_SHAPE)
        raw->result = adapter->shape(call->schema, call->text);
    else
        invoke_error(adapter, call, raw);
    for (size_t i = 0; i < SLOTS; i++) {
        if (!canaries_live(i, caps[i]))
            BREACH(adapter, call, "wrote beyond the %zu octets of %s", caps[i],
                   functions[call->function].slots[i]);
        short_of = short_of || (has_length(&raw->out[i]) && raw->out[i].n > caps[i]);
    }
    if (raw->result < FAV_OK || raw->result > FAV_BROKEN)
        BREACH(adapter, call, "the result %d is none", raw->result);
    if (raw->result == FAV_BROKEN)
        BREACH(adapter, call, "the adapter says that it is broken");
    if ((raw->result == FAV_NOSPACE || raw->result == FAV_OK) &&
        short_of != (raw->result == FAV_NOSPACE))
        BREACH(adapter, call, "the result is %s and %s slot is too small",
               raw->result == FAV_OK ? "FAV_OK" : "FAV_NOSPACE", short_of ? "a" : "no");
}

static void caps_needed(const struct raw *raw, size_t least, size_t caps[SLOTS])
{
    for (size_t i = 0; i < SLOTS; i++) {
        caps[i] = has_length(&raw->out[i]) ? raw->out[i].n : 0;
        if (caps[i] < least)
            caps[i] = least;
    }
}

static struct answer_field *add_field(struct answer *out, const char *name, bool offered,
                                      bool present)
{
    struct answer_field *field = &out->field[out->count++];

    *field = (struct answer_field){ .name = name,
                                    .offered = offered,
                                    .present = offered && present };
    buf_init(&field->value, BUF_MAX_MESSAGE * 4);
    return field;
}

static void fill_answer(const struct call *call, const struct raw *raw,
                        struct answer *out)
{
    struct answer_field *field;

    *out = (struct answer){ .result = raw->result };
    if (raw->result != FAV_OK)
        return;
    if (call->function == CALL_STATUS) {
        field = add_field(out, "id", raw->known & FAV_HAS_ID, raw->present & FAV_HAS_ID);
        buf_addf(&field->value, "%" PRIu64, raw->number);
        field = add_field(out, "favorited", raw->known & FAV_HAS_FAVORITED,
                          raw->present & FAV_HAS_FAVORITED);
        buf_add_str(&field->value, raw->favorited ? "true" : "false");
    }
    if (call->function == CALL_ERROR) {
        field = add_field(out, "code", raw->known & FAV_HAS_CODE,
                          raw->present & FAV_HAS_CODE);
        buf_addf(&field->value, "%" PRId64, (int64_t)raw->number);
    }
    for (size_t i = 0; i < SLOTS && functions[call->function].slots[i]; i++) {
        field = add_field(out, functions[call->function].slots[i],
                          raw->out[i].n != FAV_NOT_OFFERED, has_length(&raw->out[i]));
        if (field->present)
            buf_add(&field->value, (const char *)raw->out[i].p, raw->out[i].n);
    }
}

void answer_release(struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++)
        buf_release(&answer->field[i].value);
    answer->count = 0;
}

static void check_same(const struct fav_adapter *adapter, const struct call *call,
                       const struct answer *first, const struct raw *raw)
{
    struct answer again;

    if (raw->result != first->result)
        BREACH(adapter, call, "the same call gave the result %d, then %d", first->result,
               raw->result);
    fill_answer(call, raw, &again);
    for (size_t i = 0; i < again.count; i++)
        if (again.field[i].present != first->field[i].present ||
            !span_eq(buf_span(&again.field[i].value), buf_span(&first->field[i].value)))
            BREACH(adapter, call, "the same call gave another %s", again.field[i].name);
    answer_release(&again);
}

/* A second call into exactly the room that is needed, and one into less. */
static void check_again(const struct fav_adapter *adapter, const struct call *call,
                        const struct raw *raw, const struct answer *first)
{
    size_t caps[SLOTS], small = call->choice / 8 % SLOTS;
    struct raw again;

    caps_needed(raw, 0, caps);
    invoke(adapter, call, caps, 0x22, &again);
    check_same(adapter, call, first, &again);
    if (raw->result != FAV_OK || caps[small] == 0)
        return;
    caps[small]--;
    invoke(adapter, call, caps, 0x33, &again);
    if (again.result != FAV_NOSPACE || again.out[small].n != caps[small] + 1)
        BREACH(adapter, call, "%zu octets for %s gave the result %d and the need %zu",
               caps[small], functions[call->function].slots[small], again.result,
               again.out[small].n);
}

/* The first call, again with more room where it asks for that: once for each slot. */
static void call_with_room(const struct fav_adapter *adapter, const struct call *call,
                           struct raw *raw)
{
    size_t room = functions[call->function].slots[0] ? ROOM : 0;
    size_t caps[SLOTS] = { room, room, room };

    for (int tries = 0; tries <= SLOTS; tries++) {
        invoke(adapter, call, caps, 0x11, raw);
        if (raw->result != FAV_NOSPACE)
            return;
        caps_needed(raw, room, caps);
        for (size_t i = 0; i < SLOTS; i++)
            if (caps[i] > ROOM_MAX)
                BREACH(adapter, call, "asks for %zu octets", caps[i]);
    }
    BREACH(adapter, call, "asks for more room again and again");
}

void call_make(const struct fav_adapter *adapter, const struct call *call,
               struct answer *out)
{
    static unsigned long calls;
    struct raw raw;

    call_with_room(adapter, call, &raw);
    fill_answer(call, &raw, out);
    /* The first call of either adapter, then of some inputs, always the same ones: calls
     * of a process are dear. A survey counts differences and no more. */
    if (raw.result != FAV_SKIP &&
        (calls++ < 2 ||
         (!survey_is_on() && call->choice % (coprocess_is(adapter) ? 8 : 4) == 0)))
        check_again(adapter, call, &raw, out);
}
