/* Percent-encoding against the naive one. Input: any octets. Accepted: decoding finds no
 * broken escape. */
#include "base/pct.h"
#include "fuzz/input.h"
#include "fuzz/naive.h"
#include "fuzz/oracle.h"
#include "fuzz/target.h"

#include <stdlib.h>

const char fuzz_target_name[] = "percent";

void fuzz_start(void)
{
}

/* pct_write and pct_write_twice into exactly the room that they are promised. */
static void check_writers(struct span input, struct span once, struct span twice)
{
    struct span room = fuzz_copy(once), room_twice = fuzz_copy(twice);
    char *end = pct_write((char *)(uintptr_t)room.p, input);
    char *end_twice = pct_write_twice((char *)(uintptr_t)room_twice.p, input);

    oracle_same("pct_write", "octets", once, room);
    oracle_same_number("pct_write", "length", (int64_t)once.len, end - room.p);
    oracle_same("pct_write_twice", "octets", twice, room_twice);
    oracle_same_number("pct_write_twice", "length", (int64_t)twice.len,
                       end_twice - room_twice.p);
    fuzz_free(room);
    fuzz_free(room_twice);
}

static void check_encode(struct span input)
{
    struct buf ours, theirs, twice;

    buf_init(&ours, BUF_MAX_MESSAGE);
    buf_init(&theirs, BUF_MAX_MESSAGE);
    buf_init(&twice, BUF_MAX_MESSAGE);
    pct_encode(&ours, input);
    naive_encode(&theirs, input);
    naive_encode(&twice, buf_span(&theirs));
    oracle_same("pct_encode", "octets", buf_span(&theirs), buf_span(&ours));
    check_writers(input, buf_span(&theirs), buf_span(&twice));
    oracle_holds("pct_is_encoded", "what was encoded is encoded",
                 pct_is_encoded(buf_span(&ours)), buf_span(&ours));
    buf_reset(&twice);
    oracle_same_number("pct_decode", "of what was encoded", 0,
                       pct_decode(&twice, buf_span(&ours)));
    oracle_same("pct_decode", "of what was encoded", input, buf_span(&twice));
    fuzz_note(buf_span(&ours));
    buf_release(&ours);
    buf_release(&theirs);
    buf_release(&twice);
}

static bool check_decode(struct span input, bool form)
{
    struct span room = fuzz_copy(input);
    struct buf ours, theirs;
    bool fine;
    int result;

    buf_init(&ours, BUF_MAX_MESSAGE);
    buf_init(&theirs, BUF_MAX_MESSAGE);
    result = form ? pct_decode_form(&ours, input) : pct_decode(&ours, input);
    fine = naive_decode(&theirs, input, form);
    oracle_same(form ? "pct_decode_form" : "pct_decode", "octets", buf_span(&theirs),
                buf_span(&ours));
    oracle_same_number("pct_decode", "result", fine ? 0 : -1, result);
    room.len = (size_t)(pct_read((char *)(uintptr_t)room.p, input, form) - room.p);
    oracle_same("pct_read", "octets", buf_span(&theirs), room);
    fuzz_free(room);
    buf_release(&ours);
    buf_release(&theirs);
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
    struct buf x, y;

    buf_init(&x, BUF_MAX_MESSAGE);
    buf_init(&y, BUF_MAX_MESSAGE);
    naive_encode(&x, a);
    naive_encode(&y, b);
    oracle_same_number("pct_cmp", "order of the halves", sign(strcmp(x.p, y.p)),
                       sign(pct_cmp(a, b)));
    oracle_same_number("pct_cmp", "order reversed", sign(strcmp(y.p, x.p)),
                       sign(pct_cmp(b, a)));
    buf_release(&x);
    buf_release(&y);
    fuzz_free(a);
    fuzz_free(b);
}

/* A buffer that is too small keeps what fits. */
static void check_small(struct span input)
{
    struct buf all, small;

    buf_init(&all, BUF_MAX_MESSAGE);
    naive_encode(&all, input);
    buf_init(&small, all.len ? fuzz_choice(input, 1, (unsigned)all.len) : 0);
    pct_encode(&small, input);
    oracle_same_number("pct_encode", "overflow", small.max < all.len, small.overflow);
    oracle_holds("pct_encode", "what fits is a prefix",
                 span_starts(buf_span(&all), buf_span(&small)), buf_span(&small));
    buf_release(&all);
    buf_release(&small);
}

/* Cut, and taken out of its buffer as a string. */
static void check_cut(struct span input)
{
    size_t len = fuzz_choice(input, 4, (unsigned)input.len + 1);
    struct buf text;
    char *taken;

    buf_init(&text, BUF_MAX_MESSAGE);
    buf_add_span(&text, input);
    buf_truncate(&text, len);
    oracle_same("buf_truncate", "octets", span_make(input.p, len), buf_span(&text));
    taken = buf_take(&text);
    oracle_holds("buf_take", "the octets, and a NUL behind them",
                 (len == 0 || memcmp(taken, input.p, len) == 0) && taken[len] == '\0' &&
                     text.len == 0,
                 input);
    free(taken);
}

enum fuzz_verdict fuzz_run(struct span input)
{
    static void (*const relations[])(struct span) = { check_encode, check_order,
                                                      check_small, check_cut };
    bool fine = check_decode(input, fuzz_choice(input, 3, 2));

    relations[fuzz_choice(input, 2, 4)](input);
    return fine ? FUZZ_ACCEPTED : FUZZ_REJECTED;
}
