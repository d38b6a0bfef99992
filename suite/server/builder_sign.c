#include "server/builder.h"

#include <stdio.h>
#include <stdlib.h>

static void add_pair(struct builder *b, struct span name, struct span value)
{
    if (b->pair_count < PAIRS_MAX)
        b->pairs[b->pair_count++] = (struct pair){ name, value };
}

static void add_protocol(struct builder *b, const char *name, struct span value)
{
    const struct flaw *flaw = &b->send->flaw;

    if (flaw->omit && strcmp(flaw->omit, name) == 0)
        return;
    if (flaw->blank && strcmp(flaw->blank, name) == 0)
        value = SPAN("");
    if (flaw->set_name && strcmp(flaw->set_name, name) == 0)
        value = builder_text(b, flaw->set_value);
    add_pair(b, span_of(name), value);
    if (flaw->repeat && strcmp(flaw->repeat, name) == 0)
        add_pair(b, span_of(name), value);
}

static void choose_nonce(struct builder *b)
{
    const struct flaw *flaw = &b->send->flaw;
    struct record *out = b->out;
    char random[33];

    oauth_nonce(random, 32);
    out->nonce = arena_copy(&b->s->mem, span_of(random));
    out->timestamp = b->values.now_s + flaw->clock_skew_s;
    if (flaw->nonce_from_step) {
        const struct record *from = &b->s->records[flaw->nonce_from_step - 1];

        if (from->nonce.p)
            out->nonce = from->nonce;
        if (!flaw->nonce_keep_time)
            out->timestamp = from->timestamp;
    }
    b->values.nonce = out->nonce;
    if (flaw->nonce)
        out->nonce = builder_text(b, flaw->nonce);
}

static bool known_protocol_name(const char *name)
{
    static const char *const names[] = {
        "oauth_consumer_key", "oauth_nonce", "oauth_signature_method",
        "oauth_timestamp",    "oauth_token", "oauth_version",
        "oauth_signature"
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void make_pairs(struct builder *b)
{
    const struct flaw *flaw = &b->send->flaw;
    const struct spelling *spelling = &b->send->spelling;

    choose_nonce(b);
    add_protocol(b, "oauth_consumer_key", b->as->consumer_key);
    add_protocol(b, "oauth_nonce", b->out->nonce);
    add_protocol(b, "oauth_signature_method", SPAN("HMAC-SHA1"));
    add_protocol(b, "oauth_timestamp",
                 arena_printf(&b->s->mem, "%lld", (long long)b->out->timestamp));
    if (b->as->token.p)
        add_protocol(b, "oauth_token", b->as->token);
    if (!spelling->no_version)
        add_protocol(b, "oauth_version", SPAN("1.0"));
    if (flaw->set_name && !known_protocol_name(flaw->set_name))
        add_pair(b, span_of(flaw->set_name), builder_text(b, flaw->set_value));
    if (spelling->extra_name)
        add_pair(b, span_of(spelling->extra_name),
                 builder_text(b, spelling->extra_value));
}

static struct oauth_credentials signing_credentials(struct builder *b)
{
    struct oauth_credentials key = *b->as;
    const char *how = b->send->flaw.key;
    char random[41];

    oauth_nonce(random, 40);
    if (how && strcmp(how, "no consumer") == 0) {
        key.consumer_secret = SPAN("");
        return key;
    }
    if (how && strcmp(how, "token") != 0)
        key.consumer_secret = arena_copy(&b->s->mem, span_of(random));
    if (how && strcmp(how, "consumer") != 0)
        key.token_secret = arena_printf(&b->s->mem, "%.20s%.20s", random + 20, random);
    return key;
}

static enum oauth_place place_of(enum transport transport)
{
    static const enum oauth_place places[] = { OAUTH_IN_HEADER, OAUTH_IN_QUERY,
                                               OAUTH_IN_BODY };

    return places[transport];
}

static void fill_list(struct builder *b, struct oauth_params *list, struct span query,
                      struct span body, bool form)
{
    const char *also = b->send->flaw.also_in_query;

    oauth_params_add_form(list, query, OAUTH_IN_QUERY);
    if (form)
        oauth_params_add_form(list, body, OAUTH_IN_BODY);
    for (size_t i = 0; i < b->pair_count; i++)
        oauth_params_add(list, b->pairs[i].name, b->pairs[i].value,
                         place_of(b->send->transport));
    for (size_t i = 0; also && i < b->pair_count; i++)
        if (span_eq_str(b->pairs[i].name, also))
            oauth_params_add(list, b->pairs[i].name, b->pairs[i].value, OAUTH_IN_QUERY);
}

static struct span tampered(struct builder *b, struct span signature)
{
    const char *how = b->send->flaw.tamper;
    struct arena *mem = &b->s->mem;
    char *text = arena_str(mem, signature);

    if (!how || signature.len < 20)
        return signature;
    if (strcmp(how, "flip") == 0)
        text[5] = text[5] == 'A' ? 'B' : 'A';
    else if (strcmp(how, "cut") == 0)
        return span_make(text, signature.len - 1);
    else if (strcmp(how, "empty") == 0)
        return SPAN("");
    else if (strcmp(how, "zero") == 0)
        return SPAN("AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    else if (strcmp(how, "swapcase") == 0)
        for (size_t i = 0; i < signature.len; i++)
            text[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
    return span_make(text, signature.len);
}

static struct span or_text(struct builder *b, const char *text, struct span otherwise)
{
    return text ? builder_text(b, text) : otherwise;
}

/* RFC 5849 3.4.1.2: the authority is that of the Host field. */
static struct span sent_authority(struct builder *b)
{
    for (int i = 0; i < CASE_HEADERS_MAX && b->send->header[i]; i++) {
        struct span name, value;

        span_cut(span_of(b->send->header[i]), ':', &name, &value);
        value = span_trim(value);
        if (span_eq_nocase(name, SPAN("Host")) && value.len)
            return builder_text(b, arena_str(&b->s->mem, value));
    }
    return b->s->target->authority;
}

static struct span signed_scheme(const struct builder *b, const struct flaw *flaw)
{
    struct span scheme = b->s->target->scheme;

    if (!flaw->sign_other_scheme)
        return scheme;
    return span_eq_str(scheme, "https") ? SPAN("http") : SPAN("https");
}

static int sign_list(struct builder *b, const struct flaw *flaw,
                     const struct oauth_credentials *key, struct buf *out)
{
    struct span query = or_text(b, flaw->sign_query, b->query);
    struct span body = or_text(b, flaw->sign_body, b->body);
    struct span path = or_text(b, flaw->sign_path, b->path);
    struct span scheme = signed_scheme(b, flaw);
    struct span host =
        flaw->sign_host ? builder_text(b, flaw->sign_host) : sent_authority(b);
    struct oauth_params list;
    struct oauth_request request = {
        .method = or_text(b, flaw->sign_method, b->method),
        .content_type = b->content_type,
        .body = body,
    };
    int result;

    request.url = arena_printf(&b->s->mem, "%.*s://%.*s%.*s%s%.*s", SPAN_ARG(scheme),
                               SPAN_ARG(host), SPAN_ARG(path), query.len ? "?" : "",
                               SPAN_ARG(query));
    oauth_params_init(&list);
    fill_list(b, &list, query, body, oauth_is_form(b->content_type));
    result = oauth_sign(out, &request, &list, key, &flaw->recipe, NULL);
    oauth_params_release(&list);
    return result;
}

static bool deviates(const struct flaw *flaw)
{
    static const struct oauth_recipe rfc;

    return memcmp(&flaw->recipe, &rfc, sizeof(rfc)) != 0 || flaw->sign_query ||
           flaw->sign_body || flaw->sign_path || flaw->sign_host || flaw->sign_method ||
           flaw->sign_other_scheme;
}

/* What makes no difference on this target (a port dropped that is the default one) proves
 * nothing about it. */
static int refuse_if_right(struct builder *b, const struct oauth_credentials *key,
                           struct span signature)
{
    static const struct flaw none;
    struct buf right;
    bool same;

    if (!deviates(&b->send->flaw))
        return 0;
    buf_init(&right, BUF_MAX_TEXT);
    same = sign_list(b, &none, key, &right) == 0 && span_eq(buf_span(&right), signature);
    buf_release(&right);
    if (same)
        session_skip(b->s, "what the case signs otherwise is signed the same way with "
                           "this target's URL and secrets");
    return same ? -1 : 0;
}

int builder_sign(struct builder *b)
{
    const char *how = b->send->flaw.tamper;
    struct oauth_credentials key;
    struct buf signature;
    int result = 0;

    make_pairs(b);
    key = signing_credentials(b);
    buf_init(&signature, BUF_MAX_TEXT);
    if (how && strcmp(how, "plain") == 0) /* RFC 5849 3.4.4 */
        oauth_key(&signature, &key, NULL);
    else
        result = sign_list(b, &b->send->flaw, &key, &signature);
    if (result == 0)
        result = refuse_if_right(b, &key, buf_span(&signature));
    b->signature = tampered(b, arena_copy(&b->s->mem, buf_span(&signature)));
    buf_release(&signature);
    return result;
}

static struct span changed(struct builder *b, struct span name, struct span value)
{
    const char *change = b->send->flaw.change_after;

    if (!change || !span_eq_str(name, change))
        return value;
    if (span_eq_str(name, "oauth_timestamp"))
        return arena_printf(&b->s->mem, "%lld", (long long)b->out->timestamp + 1);
    if (span_eq_str(name, "oauth_nonce") && value.len) /* no longer than it was */
        return arena_printf(&b->s->mem, "%.*s%c", (int)value.len - 1, value.p,
                            value.p[value.len - 1] == 'x' ? 'y' : 'x');
    return arena_printf(&b->s->mem, "%.*sx", SPAN_ARG(value));
}

/* Legal but unusual: the first character of the nonce as %XX. */
static void spell_escapes(struct builder *b, struct buf *header)
{
    struct span text = arena_copy(&b->s->mem, buf_span(header));
    ptrdiff_t at = span_find(text, SPAN("oauth_nonce=\""));
    size_t first = (size_t)at + 13;

    if (b->send->spelling.encode_unreserved && at >= 0 && first < text.len) {
        buf_truncate(header, first);
        buf_addf(header, "%%%02X", (unsigned)(unsigned char)text.p[first]);
        buf_add_span(header, span_from(text, first + 1));
    }
    if (!b->send->spelling.lower_hex)
        return;
    for (size_t i = 0; i + 2 < header->len; i++)
        if (header->p[i] == '%')
            for (size_t k = i + 1; k < i + 3; k++)
                if (header->p[k] >= 'A' && header->p[k] <= 'F')
                    header->p[k] = (char)(header->p[k] + 32);
}

struct span builder_header(struct builder *b)
{
    const struct spelling *spelling = &b->send->spelling;
    struct oauth_header_style style = {
        .scheme = spelling->scheme,
        .separator = spelling->separator,
        .realm = spelling->realm,
        .realm_last = spelling->realm_last,
        .reversed = spelling->reversed,
    };
    const char *omit = b->send->flaw.omit, *repeat = b->send->flaw.repeat;
    struct oauth_params list;
    struct buf header;
    struct span value;

    oauth_params_init(&list);
    for (size_t i = 0; i < b->pair_count; i++)
        oauth_params_add(&list, b->pairs[i].name,
                         changed(b, b->pairs[i].name, b->pairs[i].value),
                         OAUTH_IN_HEADER);
    if (!omit || strcmp(omit, "oauth_signature") != 0)
        oauth_params_add(&list, SPAN("oauth_signature"), b->signature, OAUTH_IN_HEADER);
    if (repeat && strcmp(repeat, "oauth_signature") == 0)
        oauth_params_add(&list, SPAN("oauth_signature"), b->signature, OAUTH_IN_HEADER);
    buf_init(&header, BUF_MAX_MESSAGE);
    oauth_header_write(&header, &list, &style);
    spell_escapes(b, &header);
    value = arena_copy(&b->s->mem, buf_span(&header));
    buf_release(&header);
    oauth_params_release(&list);
    return value;
}
