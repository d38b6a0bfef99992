/* Percent-encoding against the naive one. Input: any octets. Accepted: decoding finds no
 * broken escape. */
#include "base/pct.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"

#include <stdlib.h>

const char fuzz_target_name[] = "percent";

/* What the code under test and the naive one made; they keep their memory. */
static struct buf ours = BUF_INIT(BUF_MAX_MESSAGE), theirs = BUF_INIT(BUF_MAX_MESSAGE);

void fuzz_start(void)
{
}

static struct span encoded(struct span input)
{
    buf_reset(&theirs);
    naive_encode(&theirs, input);
    return buf_span(&theirs);
}

static void check_encode(struct span input)
{
    buf_reset(&ours);
    pct_encode(&ours, input);
    oracle_same("pct_encode", "octets", encoded(input), buf_span(&ours));
    fuzz_note(buf_span(&ours));
}

static bool is_encoded(struct span s)
{
    buf_reset(&ours);
    if (!naive_decode(&ours, s, false))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '%' && naive_escapes(s.p[i]))
            return false;
    return true;
}

static void check_round_trip(struct span input)
{
    struct span text = encoded(input);

    oracle_holds("pct_is_encoded", "what was encoded is encoded", pct_is_encoded(text),
                 text);
    oracle_same_number("pct_is_encoded", "of the input", is_encoded(input),
                       pct_is_encoded(input));
    buf_reset(&ours);
    oracle_same_number("pct_decode", "of what was encoded", 0, pct_decode(&ours, text));
    oracle_same("pct_decode", "of what was encoded", input, buf_span(&ours));
}

/* Into exactly the room that is promised. */
static void check_write(struct span input)
{
    struct span text = encoded(input), room = fuzz_copy(text);
    char *end = pct_write((char *)(uintptr_t)room.p, input);

    oracle_same_number("pct_write", "length", (int64_t)text.len, end - room.p);
    oracle_same("pct_write", "octets", text, room);
    fuzz_free(room);
}

static void check_write_twice(struct span input)
{
    struct span room;
    char *end;

    encoded(input);
    buf_reset(&ours);
    naive_encode(&ours, buf_span(&theirs));
    room = fuzz_copy(buf_span(&ours));
    end = pct_write_twice((char *)(uintptr_t)room.p, input);
    oracle_same_number("pct_write_twice", "length", (int64_t)ours.len, end - room.p);
    oracle_same("pct_write_twice", "octets", buf_span(&ours), room);
    fuzz_free(room);
}

static void check_read(struct span input)
{
    bool form = fuzz_choice(input, 3, 2);
    struct span room = fuzz_copy(input);

    buf_reset(&theirs);
    naive_decode(&theirs, input, form);
    room.len = (size_t)(pct_read((char *)(uintptr_t)room.p, input, form) - room.p);
    oracle_same("pct_read", "octets", buf_span(&theirs), room);
    fuzz_free(room);
}

/* Into a buffer with room for the result and not for the input. */
static void check_tight(struct span input, bool form)
{
    struct buf tight;

    buf_init(&tight, theirs.len);
    if (form)
        pct_decode_form(&tight, input);
    else
        pct_decode(&tight, input);
    oracle_same("pct_decode", "exact room", buf_span(&theirs), buf_span(&tight));
    oracle_same_number("pct_decode", "exact room", 0, tight.overflow);
    buf_release(&tight);
}

static bool check_decode(struct span input, bool form)
{
    bool fine;
    int result;

    buf_reset(&ours);
    buf_reset(&theirs);
    result = form ? pct_decode_form(&ours, input) : pct_decode(&ours, input);
    fine = naive_decode(&theirs, input, form);
    oracle_same(form ? "pct_decode_form" : "pct_decode", "octets", buf_span(&theirs),
                buf_span(&ours));
    oracle_same_number("pct_decode", "result", fine ? 0 : -1, result);
    if (fuzz_choice(input, 4, 8) == 0)
        check_tight(input, form);
    return fine;
}

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

/* Both halves of the input, compared as their encoded forms are. */
static void check_order(struct span input)
{
    size_t half = input.len / 2;
    struct span a = fuzz_copy(span_make(input.p, half));
    struct span b = fuzz_copy(span_from(input, half));

    buf_reset(&ours);
    buf_reset(&theirs);
    naive_encode(&ours, a);
    naive_encode(&theirs, b);
    oracle_same_number("pct_cmp", "order of the halves", sign(strcmp(ours.p, theirs.p)),
                       sign(pct_cmp(a, b)));
    oracle_same_number("pct_cmp", "order reversed", sign(strcmp(theirs.p, ours.p)),
                       sign(pct_cmp(b, a)));
    fuzz_free(a);
    fuzz_free(b);
}

typedef void filler(struct buf *out, struct span input);

static void decode(struct buf *out, struct span input)
{
    if (pct_decode(out, input) < 0)
        fuzz_note_number(1);
}

/* A buffer that is too small keeps what fits, and takes nothing more. */
static void check_fits(const char *function, filler *fill, struct span all,
                       struct span input)
{
    struct buf small;

    buf_init(&small, all.len ? fuzz_choice(input, 1, (unsigned)all.len) : 0);
    for (int i = 0; i < (all.len ? 2 : 1); i++) {
        fill(&small, input);
        oracle_same_number(function, "overflow", small.max < all.len, small.overflow);
        oracle_same(function, "what fits is a prefix", span_make(all.p, small.max),
                    buf_span(&small));
    }
    buf_release(&small);
}

static void check_small(struct span input)
{
    check_fits("pct_encode", pct_encode, encoded(input), input);
}

static void check_small_decode(struct span input)
{
    buf_reset(&theirs);
    naive_decode(&theirs, input, false);
    check_fits("pct_decode", decode, buf_span(&theirs), input);
}

/* Cut, and taken out of its buffer as a string. */
static void check_cut(struct span input)
{
    size_t len = fuzz_choice(input, 5, (unsigned)input.len + 1);
    struct buf text;
    char *taken;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_span(&text, input);
    buf_truncate(&text, len);
    oracle_same("buf_truncate", "octets", span_make(input.p, len), buf_span(&text));
    taken = buf_take(&text);
    oracle_holds("buf_take", "the octets, and a NUL behind them",
                 oracle_equal(span_make(taken, len), span_make(input.p, len)) &&
                     taken[len] == '\0' && text.len == 0,
                 input);
    free(taken);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(struct span) = {
        check_encode, check_round_trip, check_write,        check_write_twice, check_read,
        check_order,  check_small,      check_small_decode, check_cut,
    };
    bool fine = check_decode(input, fuzz_choice(input, 4, 2));

    relations[fuzz_choice(input, 2, sizeof(relations) / sizeof(relations[0]))](input);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
