#include "fuzz/host/quirks.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

/* A share is not judged below so many inputs. */
enum { JUDGED_FROM = 200, SHARE_MAX_PERCENT = 20, BITS = 64 };

static const char *const names[BITS] = {
    [0] = "url-case",     [1] = "default-port",  [2] = "odd-port",
    [3] = "port-text",    [4] = "empty-path",    [5] = "user-info",
    [6] = "fragment",     [7] = "ipv6",          [8] = "method-case",
    [9] = "odd-path",     [10] = "question",     [11] = "equals",
    [12] = "empty-pair",  [13] = "no-equals",    [14] = "empty-name",
    [15] = "semicolon",   [16] = "plus",         [17] = "nul",
    [18] = "control",     [19] = "not-utf8",     [20] = "delimiter",
    [21] = "duplicate",   [22] = "oauth-name",   [23] = "signature",
    [24] = "long",        [25] = "no-token",     [26] = "empty-secret",
    [27] = "both",        [28] = "empty-value",  [29] = "non-ascii",
    [30] = "prefix",      [31] = "reserved",     [32] = "plus-body",
    [33] = "number-name", [34] = "body-type",    [35] = "path-text",
    [36] = "proto",       [37] = "escaped-name", [38] = "equals-body",
    [39] = "url-text",    [40] = "id-53",        [41] = "id-63",
    [42] = "range",       [43] = "json-nul",     [44] = "twice",
    [45] = "deep",        [46] = "surrogate",    [47] = "bom",
    [48] = "json-utf8",   [49] = "constant",     [50] = "fraction",
};

static struct {
    unsigned long inputs, compared, skipped, taken, by[BITS];
} counts;

const char *quirk_name(unsigned bit)
{
    return bit < BITS ? names[bit] : NULL;
}

static int bit_of(struct span word)
{
    for (int i = 0; i < BITS; i++)
        if (names[i] && span_eq_str(word, names[i]))
            return i;
    return -1;
}

bool quirks_parse(struct span words, uint64_t *out_bits)
{
    uint64_t bits = 0;
    struct span one;

    while (words.p) {
        int bit;

        span_cut(words, ' ', &one, &words);
        if (one.len == 0)
            continue;
        bit = bit_of(one);
        if (bit < 0)
            return false;
        bits |= FAV_QUIRK(bit);
    }
    *out_bits = bits;
    return true;
}

const char *quirks_names(uint64_t bits)
{
    static struct buf text;

    buf_release(&text);
    buf_init(&text, BUF_MAX_TEXT);
    for (unsigned i = 0; i < BITS; i++)
        if (names[i] && bits & FAV_QUIRK(i))
            buf_addf(&text, "%s%s", text.len ? " " : "", names[i]);
    return text.p;
}

static bool are_off(void)
{
    const char *word = getenv("FAVSPEC_ADAPTER_QUIRKS");

    return word && strcmp(word, "off") == 0;
}

bool quirks_take(const struct fav_adapter *adapter, uint64_t features)
{
    uint64_t hit = are_off() ? 0 : adapter->quirks & features;

    counts.inputs++;
    counts.taken += hit != 0;
    for (unsigned i = 0; hit && i < BITS; i++)
        counts.by[i] += (hit >> i) & 1;
    return hit != 0;
}

void quirks_skipped(void)
{
    counts.skipped++;
}

void quirks_compared(void)
{
    counts.compared++;
}

static bool too_many(unsigned long count)
{
    return counts.inputs >= JUDGED_FROM &&
           count * 100 > counts.inputs * SHARE_MAX_PERCENT;
}

static bool line(const char *name, unsigned long count)
{
    if (count == 0)
        return true;
    fprintf(stderr, "  %-12s %9lu  %4.1f %%%s\n", name, count,
            100.0 * (double)count / (double)counts.inputs,
            too_many(count) ? "  too many: more than a fifth" : "");
    return !too_many(count);
}

bool quirks_report(const struct fav_adapter *adapter)
{
    bool fine;

    fprintf(stderr,
            "adapter %.*s %.*s: %lu inputs, %lu compared, %lu taken by quirks, %lu "
            "skipped\n",
            (int)adapter->name.n, (const char *)adapter->name.p, (int)adapter->version.n,
            (const char *)adapter->version.p, counts.inputs, counts.compared,
            counts.taken, counts.skipped);
    fine = line("FAV_SKIP", counts.skipped);
    for (unsigned i = 0; i < BITS; i++)
        fine = line(names[i] ? names[i] : "?", counts.by[i]) && fine;
    return fine;
}
