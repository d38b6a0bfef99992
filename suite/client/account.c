#include "client/account.h"

#define USUAL_ID "1357924680135792641"

/* FNV-1a: the same letters for the same scenario, in every run. */
static uint64_t hash(const char *text, uint64_t seed)
{
    uint64_t h = UINT64_C(14695981039346656037) ^ seed;

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h;
}

/* So many letters and digits, then what the scenario wants. */
static struct span text(struct account *account, const struct scenario *scenario,
                        size_t len, uint64_t seed, const char *end)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    char letters[64];

    for (size_t i = 0; i < len; i++)
        letters[i] =
            alphabet[(hash(scenario->id, seed * 100 + i) >> 20) % (sizeof(alphabet) - 1)];
    return arena_printf(&account->mem, "%.*s%s", (int)len, letters, end ? end : "");
}

void account_init(struct account *account, const struct scenario *scenario)
{
    *account = (struct account){ 0 };
    account->credentials.consumer_key =
        text(account, scenario, 16, 1, scenario->consumer_key);
    account->credentials.consumer_secret =
        text(account, scenario, 24, 2, scenario->consumer_secret);
    account->credentials.token = text(account, scenario, 20, 3, scenario->token);
    account->credentials.token_secret =
        text(account, scenario, 24, 4, scenario->token_secret);
    account->status_id = span_of(scenario->status_id ? scenario->status_id : USUAL_ID);
    account->include_entities =
        span_of(scenario->include_entities ? scenario->include_entities : "");
}

void account_release(struct account *account)
{
    arena_release(&account->mem);
    *account = (struct account){ 0 };
}
