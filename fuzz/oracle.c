#include "fuzz/oracle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { SHOWN_MAX = 2048, SECRET_MIN = 8 };

static bool crash_only(void)
{
    static int known = -1;

    if (known < 0)
        known = getenv("FAVSPEC_CRASH_ONLY") != NULL;
    return known;
}

static void show(const char *label, struct span s)
{
    fprintf(stderr, "  %s (%zu octets): ", label, s.len);
    for (size_t i = 0; i < s.len && i < SHOWN_MAX; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x20 && c < 0x7f && c != '\\')
            fputc(c, stderr);
        else
            fprintf(stderr, "\\x%02x", c);
    }
    fputs(!s.p ? "absent\n" : s.len > SHOWN_MAX ? "...\n" : "\n", stderr);
}

static size_t first_difference(struct span a, struct span b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    return i;
}

static void say(const char *function, const char *field)
{
    fprintf(stderr, "MISMATCH in %s: %s\n", function, field);
}

void oracle_show(struct span expected, struct span got)
{
    show("expected", expected);
    show("got     ", got);
    fprintf(stderr, "  first difference at octet %zu\n", first_difference(expected, got));
}

/* Not memcmp, which an engine hooks: what an oracle compares is no hint for it. */
bool oracle_equal(struct span a, struct span b)
{
    unsigned char other = 0;

    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        other |= (unsigned char)(a.p[i] ^ b.p[i]);
    return other == 0;
}

void oracle_same(const char *function, const char *field, struct span expected,
                 struct span got)
{
    if (oracle_equal(expected, got) || crash_only())
        return;
    say(function, field);
    oracle_show(expected, got);
    abort();
}

void oracle_same_number(const char *function, const char *field, int64_t expected,
                        int64_t got)
{
    if (expected == got || crash_only())
        return;
    say(function, field);
    fprintf(stderr, "  expected %" PRId64 ", got %" PRId64 "\n", expected, got);
    abort();
}

void oracle_holds(const char *function, const char *promise, bool holds, struct span seen)
{
    if (holds || crash_only())
        return;
    say(function, promise);
    show("seen", seen);
    abort();
}

bool oracle_suspects(struct span text, struct span secret)
{
    return secret.len >= SECRET_MIN && span_find(text, secret) >= 0;
}

void oracle_no_secret(const char *function, struct span text, struct span secret)
{
    oracle_holds(function, "a text for people holds a secret",
                 !oracle_suspects(text, secret), text);
}
