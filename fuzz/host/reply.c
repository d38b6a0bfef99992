#include "fuzz/host/reply.h"

static const char cut_short[] = "a field is longer than its frame";

void reply_begin(struct reply *reply, struct span frame)
{
    *reply = (struct reply){ span_from(frame, 1), (unsigned char)frame.p[0], NULL };
}

static struct span next(struct reply *reply, uint32_t *out_length)
{
    struct span field = span_of(NULL);

    *out_length = FRAME_ABSENT;
    if (!reply->fault && !frame_next(&reply->rest, &field, out_length)) {
        reply->fault = cut_short;
        field = span_of(NULL);
    }
    return field;
}

struct span reply_text(struct reply *reply)
{
    uint32_t length;

    return next(reply, &length);
}

/* The next field into a slot; the worse of two results. */
static void put(struct reply *reply, struct fav_out *out)
{
    uint32_t length;
    struct span field = next(reply, &length);
    int result = FAV_OK;

    if (length == FRAME_NO_MEMBER)
        out->n = FAV_NO_MEMBER;
    else if (field.p)
        result = fav_put(out, field.p, field.len);
    if (reply->result == FAV_OK)
        reply->result = result;
}

/* A field that an adapter knows, and has where it is present. */
static struct span known_field(struct reply *reply, uint32_t bit, uint32_t *known,
                               uint32_t *present)
{
    uint32_t length;
    struct span field = next(reply, &length);

    if (length != FRAME_ABSENT && !reply->fault)
        *known |= bit;
    if (field.p)
        *present |= bit;
    return field;
}

static uint64_t number(struct reply *reply, struct span field)
{
    uint64_t value = 0;

    if (field.p && !span_u64(field, &value))
        reply->fault = "what should be a number is none";
    return value;
}

static bool flag(struct reply *reply, struct span field)
{
    bool yes = span_eq_str(field, "true");

    if (field.p && !yes && !span_eq_str(field, "false"))
        reply->fault = "what should be true or false is neither";
    return yes;
}

void reply_sign(struct reply *reply, struct fav_signed *out)
{
    put(reply, &out->base_string);
    put(reply, &out->signature);
    put(reply, &out->header);
}

void reply_status(struct reply *reply, struct fav_status *out)
{
    struct span id = known_field(reply, FAV_HAS_ID, &out->known, &out->present);
    struct span favorited =
        known_field(reply, FAV_HAS_FAVORITED, &out->known, &out->present);

    out->id = number(reply, id);
    out->favorited = flag(reply, favorited);
    put(reply, &out->id_str);
    put(reply, &out->text);
    put(reply, &out->user_id_str);
}

void reply_error(struct reply *reply, struct fav_error *out)
{
    struct span code = known_field(reply, FAV_HAS_CODE, &out->known, &out->present);
    bool negative = span_starts(code, SPAN("-"));
    uint64_t value = number(reply, span_from(code, negative));

    out->code = (int64_t)(negative ? 0 - value : value);
    put(reply, &out->message);
}
