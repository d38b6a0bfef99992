/* The reader of what a process answers (host/coprocess.h). Input: sign, status or error,
 * then the result and the fields on lines (- absent, ~ no such member), or raw, then the
 * octets of a frame. Accepted: the frame has its form.
 *
 * What a writer puts into a frame is what comes out, whatever the room of the slots; a
 * frame that is cut anywhere within its fields is refused. */
#include "fuzz/host/reply.h"
#include "fuzz/input.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"

#include <errno.h>
#include <stdlib.h>

const char fuzz_target_name[] = "frame";

enum { KIND, TEXT, COUNT, SLOTS = 3, FIELDS_MAX = 8, ROOM = 64 };

void fuzz_start(void)
{
}

/* An answer as the input spells it, and its frame without the length. */
struct made {
    char kind; /* s, j for status, e */
    int result;
    struct span fields[FIELDS_MAX];
    size_t count, caps[SLOTS];
    struct buf frame;
};

/* What was taken out. */
struct taken {
    int result;
    const char *fault;
    uint32_t known, present, favorited;
    uint64_t number;
    char room[SLOTS][ROOM];
    struct fav_out slots[SLOTS];
};

static void take(char kind, struct span frame, const size_t *caps, struct taken *out)
{
    struct reply reply;

    *out = (struct taken){ .result = 0 };
    for (size_t i = 0; i < SLOTS; i++)
        out->slots[i] =
            (struct fav_out){ (uint8_t *)out->room[i], caps[i], FAV_NOT_OFFERED };
    reply_begin(&reply, frame);
    if (kind == 's') {
        struct fav_signed s = { sizeof(s), out->slots[0], out->slots[1], out->slots[2] };

        reply_sign(&reply, &s);
        out->slots[0] = s.base_string;
        out->slots[1] = s.signature;
        out->slots[2] = s.header;
    } else if (kind == 'j') {
        struct fav_status s = { .size = sizeof(s),
                                .id_str = out->slots[0],
                                .text = out->slots[1],
                                .user_id_str = out->slots[2] };

        reply_status(&reply, &s);
        out->slots[0] = s.id_str;
        out->slots[1] = s.text;
        out->slots[2] = s.user_id_str;
        out->known = s.known;
        out->present = s.present;
        out->favorited = s.favorited;
        out->number = s.id;
    } else {
        struct fav_error e = { .size = sizeof(e), .message = out->slots[0] };

        reply_error(&reply, &e);
        out->slots[0] = e.message;
        out->known = e.known;
        out->present = e.present;
        out->number = (uint64_t)e.code;
    }
    out->result = reply.result;
    out->fault = reply.fault;
}

static bool is_absent(struct span field)
{
    return !field.p || span_eq_str(field, "-");
}

static bool is_no_member(struct span field)
{
    return span_eq_str(field, "~");
}

/* The result octet, then each line as a field; what is absent at the end is left out. */
static void make(char kind, struct span text, struct made *out)
{
    struct span line, rest;

    *out = (struct made){ .kind = kind };
    buf_init(&out->frame, BUF_MAX_MESSAGE);
    span_cut(text, '\n', &line, &rest);
    out->result = line.len ? line.p[0] & 7 : 0;
    while (rest.p && out->count < FIELDS_MAX)
        span_cut(rest, '\n', &out->fields[out->count++], &rest);
    frame_open(&out->frame, (char)out->result);
    for (size_t i = 0; i < out->count; i++)
        if (is_no_member(out->fields[i]))
            buf_add(&out->frame, "\xff\xff\xff\xfe", 4);
        else
            frame_add(&out->frame,
                      is_absent(out->fields[i])
                          ? (struct fav_in){ NULL, 0 }
                          : (struct fav_in){ (const uint8_t *)out->fields[i].p,
                                             out->fields[i].len });
    frame_close(&out->frame);
}

static struct span field_of(const struct made *made, size_t i)
{
    return i < made->count ? made->fields[i] : span_of(NULL);
}

/* A decimal as strtoull reads it, digit by digit checked. */
static bool is_number(struct span field, bool sign, uint64_t *out)
{
    char text[32] = "";
    char *end;

    if (sign && span_starts(field, SPAN("-")))
        field = span_from(field, 1);
    for (size_t i = 0; i < field.len; i++)
        if (field.p[i] < '0' || field.p[i] > '9')
            return false;
    while (field.len > 20 && field.p[0] == '0')
        field = span_from(field, 1);
    if (field.len == 0 || field.len > 20)
        return false;
    memcpy(text, field.p, field.len);
    errno = 0;
    *out = strtoull(text, &end, 10);
    return errno == 0;
}

static void check_member(const struct made *made, size_t i, uint32_t bit,
                         const struct taken *got)
{
    struct span field = field_of(made, i);

    oracle_same_number("reply", "known", !is_absent(field), (got->known & bit) != 0);
    oracle_same_number("reply", "present", !is_absent(field) && !is_no_member(field),
                       (got->present & bit) != 0);
}

/* Whether numbers and flags have their form; compares them where they do. */
static bool check_values(const struct made *made, const struct taken *got)
{
    struct span first = field_of(made, 0), second = field_of(made, 1);
    bool error = made->kind == 'e', fine = true;
    uint64_t value = 0;

    if (made->kind == 's')
        return true;
    if (!is_absent(first) && !is_no_member(first))
        fine = is_number(first, error, &value);
    if (!error && !is_absent(second) && !is_no_member(second))
        fine = fine && (span_eq_str(second, "true") || span_eq_str(second, "false"));
    if (!fine)
        return false;
    if (error && span_starts(first, SPAN("-")))
        value = 0 - value;
    oracle_same_number("reply", "number", (int64_t)value, (int64_t)got->number);
    check_member(made, 0, error ? FAV_HAS_CODE : FAV_HAS_ID, got);
    if (!error) {
        check_member(made, 1, FAV_HAS_FAVORITED, got);
        oracle_same_number("reply", "favorited", span_eq_str(second, "true"),
                           got->favorited);
    }
    return true;
}

static size_t first_slot(char kind)
{
    return kind == 's' ? 0 : kind == 'j' ? 2 : 1;
}

static size_t slot_count(char kind)
{
    return kind == 'e' ? 1 : SLOTS;
}

static void check_slots(const struct made *made, const struct taken *got)
{
    bool room = true;

    for (size_t i = 0; i < slot_count(made->kind); i++) {
        struct span field = field_of(made, first_slot(made->kind) + i);
        size_t need = is_no_member(field) ? FAV_NO_MEMBER
                      : is_absent(field)  ? FAV_NOT_OFFERED
                                          : field.len;

        oracle_same_number("reply", "octets of a slot", (int64_t)need,
                           (int64_t)got->slots[i].n);
        if (is_no_member(field) || is_absent(field))
            continue;
        if (need <= made->caps[i])
            oracle_same("reply", "slot", field, span_make(got->room[i], need));
        else
            room = false;
    }
    oracle_same_number("reply", "result",
                       made->result == FAV_OK && !room ? FAV_NOSPACE : made->result,
                       got->result);
}

/* Cut by some octets of the last field that is asked for. */
static void check_cut(struct span input, const struct made *made)
{
    size_t wanted = first_slot(made->kind) + slot_count(made->kind);
    struct span last = field_of(made, made->count - 1), frame;
    size_t most = is_absent(last) || is_no_member(last) ? 3 : last.len + 3;
    struct taken got;

    if (made->count == 0 || made->count > wanted)
        return;
    frame = fuzz_copy(
        span_make(made->frame.p + 4,
                  made->frame.len - 4 - 1 - fuzz_choice(input, 2, (unsigned)most)));
    take(made->kind, frame, made->caps, &got);
    oracle_holds("reply", "a frame that is cut is refused", got.fault != NULL, frame);
    fuzz_free(frame);
}

static bool run_made(struct span input, char kind, struct span text)
{
    struct made made;
    struct taken got;
    struct span frame;
    bool fine;

    make(kind, text, &made);
    for (size_t i = 0; i < SLOTS; i++)
        made.caps[i] = fuzz_choice(input, 3 + (unsigned)i, 4) ? ROOM : i * 3;
    frame = fuzz_copy(span_from(buf_span(&made.frame), 4));
    oracle_same_number("frame_close", "length in network order", (int64_t)frame.len,
                       (unsigned char)made.frame.p[2] * 256 +
                           (unsigned char)made.frame.p[3]);
    take(kind, frame, made.caps, &got);
    fine = check_values(&made, &got);
    oracle_same_number("reply", "a fault", !fine, got.fault != NULL);
    if (fine) {
        check_slots(&made, &got);
        check_cut(input, &made);
    }
    fuzz_note_number((uint64_t)got.result + got.number);
    fuzz_free(frame);
    buf_release(&made.frame);
    return fine;
}

/* Any octets: one field after another, or a fault where a length says too much. */
static bool run_raw(struct span text)
{
    static const size_t caps[SLOTS] = { ROOM, ROOM, ROOM };
    struct span rest, field;
    struct taken got;
    uint32_t length;
    bool fine = true;

    if (text.len == 0)
        return false;
    for (size_t i = 0; i < 3; i++)
        take("sje"[i], text, caps, &got);
    rest = span_from(text, 1);
    for (size_t at = 1; fine && at < text.len;) {
        const unsigned char *p = (const unsigned char *)text.p + at;
        uint64_t want = 0;

        fine = frame_next(&rest, &field, &length);
        for (size_t i = 0; i < 4 && at + i < text.len; i++)
            want = want * 256 + p[i];
        oracle_same_number("frame_next", "fits",
                           at + 4 <= text.len &&
                               (want >= 0xfffffffe || want <= text.len - at - 4),
                           fine);
        if (!fine)
            break;
        oracle_same_number("frame_next", "length", (int64_t)want, length);
        at += 4 + (want < 0xfffffffe ? (size_t)want : 0);
        oracle_same_number("frame_next", "what is left", (int64_t)(text.len - at),
                           (int64_t)rest.len);
    }
    return fine;
}

enum fuzz_verdict fuzz_run(struct span input)
{
    struct fuzz_input fields;
    struct span kind, text;
    bool fine;

    fuzz_input_split(input, COUNT, &fields);
    kind = fields.field[KIND];
    text = fields.field[TEXT].p ? fields.field[TEXT] : SPAN("");
    if (span_starts(kind, SPAN("r")))
        fine = run_raw(text);
    else if (text.len > ROOM)
        fine = false;
    else
        fine = run_made(input,
                        span_starts(kind, SPAN("st"))  ? 'j'
                        : span_starts(kind, SPAN("e")) ? 'e'
                                                       : 's',
                        text);
    fuzz_input_release(&fields);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
