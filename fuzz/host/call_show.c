#include "fuzz/host/call.h"

#include <stdio.h>

enum { SHOWN_MAX = 400 };

static void show(const char *name, struct fav_in value)
{
    if (!value.p)
        return;
    fprintf(stderr, "    %-15s ", name);
    for (size_t i = 0; i < value.n && i < SHOWN_MAX; i++)
        if (value.p[i] >= 0x20 && value.p[i] < 0x7f)
            fputc(value.p[i], stderr);
        else
            fprintf(stderr, "\\x%02x", value.p[i]);
    fputs(value.n > SHOWN_MAX ? "...\n" : "\n", stderr);
}

void call_show(const struct call *call)
{
    const struct fav_request *r = &call->request;
    const struct {
        const char *name;
        struct fav_in value;
    } fields[] = {
        { "method", r->method },
        { "url", r->url },
        { "content_type", r->content_type },
        { "body", r->body },
        { "consumer_key", r->consumer_key },
        { "consumer_secret", r->consumer_secret },
        { "token", r->token },
        { "token_secret", r->token_secret },
        { "nonce", r->nonce },
        { "timestamp", r->timestamp },
        { "authorization", call->authorization },
        { "schema", call->schema },
        { "document", call->text },
    };

    fputs("  asked:\n", stderr);
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
        show(fields[i].name, fields[i].value);
}
