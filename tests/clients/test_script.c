#include "base/die.h"
#include "client/script.h"
#include "suites.h"

#include <stdlib.h>

static const struct {
    const char *text, *filled;
} bodies[] = {
    { "", "" },
    { "{\"id\":{id}}", "{\"id\":41}" },
    { "{neighbour}{id}", "4041" },
    { "{base_url}|{other_url}", "http://a/1.1|http://b/1.1" },
    { "{now+2} {now+0}", "1700000002 1700000000" },
    { "?{query&}moved=1", "?id=41&a=%20b&moved=1" },
    { "{unknown} {", "{unknown} {" },
};

START_TEST(script_fills_in)
{
    struct scripted_answer answer = { .status = 200,
                                      .headers = "a: 1\nb:  {id} \n",
                                      .body = bodies[_i].text };
    struct script_names names = {
        SPAN("41"),
        "http://a/1.1",
        "http://b/1.1",
        1700000000,
        SPAN("id=41&oauth_token=x&&moved=1&bad\r\nx: y&a=%20b"),
    };
    struct http_response out = { 0 };

    script_answer(&answer, &names, &out);
    ck_assert_int_eq(out.status, 200);
    ck_assert(span_eq_str(out.body, bodies[_i].filled));
    ck_assert_uint_eq(out.headers.count, 2);
    ck_assert(span_eq_str(http_find(&out.headers, "B"), "41"));
    http_response_release(&out);
}
END_TEST

static const struct {
    const char *value;
    bool wants;
} codings[] = {
    { "gzip", true },          { "deflate, GZIP", true }, { "gzip;q=0.5", true },
    { "gzip; q=0", false },    { "deflate", false },      { "", false },
    { "identity, br", false }, { "xgzip", false },        { "br, gzip;q=1.0", true },
    { "*;q=0,gzip", true },
};

START_TEST(script_sees_gzip_wanted)
{
    struct http_request request = { 0 };

    http_request_set(&request, SPAN("POST"), SPAN("/"));
    ck_assert(!script_wants_gzip(&request));
    http_request_add(&request, SPAN("accept-encoding"), span_of(codings[_i].value));
    ck_assert_int_eq(script_wants_gzip(&request), codings[_i].wants);
    http_request_release(&request);
}
END_TEST

static uint32_t little(const unsigned char *p, int octets)
{
    uint32_t value = 0;

    for (int i = octets; i-- > 0;)
        value = value << 8 | p[i];
    return value;
}

/* Joins stored blocks (RFC 1951 3.2.4); returns the bytes used. */
static size_t unpack(struct span gzip, struct buf *out)
{
    const unsigned char *p = (const unsigned char *)gzip.p;
    size_t at = 10;
    bool last;

    do {
        uint32_t len = little(p + at + 1, 2);

        ck_assert_uint_le(p[at], 1);
        ck_assert_uint_eq(len ^ 0xffff, little(p + at + 3, 2));
        last = p[at] == 1;
        ck_assert_uint_le(at + 5 + len, gzip.len);
        buf_add(out, gzip.p + at + 5, len);
        at += 5 + len;
    } while (!last);
    return at;
}

START_TEST(script_packs)
{
    static const size_t lengths[] = { 0, 9, 65535, 65536, 200000 };
    struct http_response response = { .status = 200 };
    size_t len = lengths[_i];
    char *text = xmalloc(len + 1);
    struct buf out;
    size_t used;

    for (size_t i = 0; i < len; i++)
        text[i] = (char)('1' + i % 9);
    buf_init(&out, BUF_MAX_MESSAGE);
    http_response_set_body(&response, span_make(text, len));
    script_gzip(&response);
    used = unpack(response.body, &out);
    ck_assert_uint_eq(response.body.len, used + 8);
    ck_assert(span_eq(buf_span(&out), span_make(text, len)) || len == 0);
    ck_assert_uint_eq(little((const unsigned char *)response.body.p + used + 4, 4), len);
    if (len == 9) /* the check value of CRC-32: that of 123456789 */
        ck_assert_uint_eq(little((const unsigned char *)response.body.p + used, 4),
                          0xcbf43926);
    ck_assert(span_eq_str(http_find(&response.headers, "Content-Encoding"), "gzip"));
    http_response_release(&response);
    buf_release(&out);
    free(text);
}
END_TEST

TCase *script_tests(void)
{
    TCase *tcase = tcase_create("script");

    tcase_add_loop_test(tcase, script_fills_in, 0, sizeof(bodies) / sizeof(bodies[0]));
    tcase_add_loop_test(tcase, script_sees_gzip_wanted, 0,
                        sizeof(codings) / sizeof(codings[0]));
    tcase_add_loop_test(tcase, script_packs, 0, 5);
    return tcase;
}
