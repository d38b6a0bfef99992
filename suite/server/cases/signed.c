/* Requests that are signed rightly and must be accepted, whatever stands in their
 * parameters: the positive twins of the group `signature`. */
#include "server/cases/groups.h"

#define ACCEPTED(words, says, requirement, fix, ...)                                     \
    {                                                                                    \
        .id = "signed/" words, .title = says, .requirements = { requirement },           \
        .hint = fix, .steps = { { .send = { __VA_ARGS__ } } },                           \
    }

#define ENCODE "decode query and body, then encode each octet as RFC 5849 3.6 has it"
#define DECODE "decode query and body as forms before encoding (RFC 5849 3.4.1.3.1)"
#define SORT "sort by encoded name, then encoded value, in bytes (RFC 5849 3.4.1.3.2)"
#define COLLECT "sign every parameter of query, form body and header (RFC 5849 3.4.1.3.1)"

static const struct conformance_case list[] = {
    ACCEPTED("right-signature", "A right signature is accepted", REQ_SIG_VERIFIED,
             "compare with the base64 text of HMAC-SHA1 (RFC 5849 3.4.2)",
             .query = "id={id}"),
    ACCEPTED("both-secrets", "A key of both secrets is the right one", REQ_SIG_KEY,
             "make the key of both secrets, encoded and joined by & (RFC 5849 3.4.2)",
             .query = "id={id}"),
    ACCEPTED("method", "A signature over POST is the right one", REQ_SIG_COVERS_METHOD,
             "sign the method that was used, in upper case (RFC 5849 3.4.1.1)",
             .query = "id={id}"),
    ACCEPTED("uri", "A signature over scheme, host, port and path is the right one",
             REQ_SIG_COVERS_URI, "sign the URL as it was called (RFC 5849 3.4.1.2)",
             .query = "id={id}"),
    ACCEPTED("port", "A signature over the port that was called is the right one",
             REQ_SIG_PORT,
             "keep a port that is not 80 for http or 443 for https (RFC 5849 3.4.1.2)",
             .query = "id={id}"),
    ACCEPTED("host-in-upper-case", "A Host in upper case is signed in lower case",
             REQ_SIG_HOST_CASE, "lower the host before signing it (RFC 5849 3.4.1.2)",
             .header = { "Host: {host.upper}" }),
    ACCEPTED("header", "A signature over all oauth_ parameters is the right one",
             REQ_SIG_COVERS_HEADER, COLLECT,
             .spelling = { .realm = "Photos",
                           .extra_name = "oauth_extension",
                           .extra_value = "a b&c" }),

    ACCEPTED("extension", "A further oauth_ parameter is signed and ignored",
             REQ_SIG_UNKNOWN_PARAMETERS, COLLECT,
             .spelling = { .extra_name = "oauth_extension", .extra_value = "1" }),

    /* where parameters stand */
    ACCEPTED("query", "A query with several parameters is signed", REQ_SIG_COVERS_QUERY,
             COLLECT, .query = "include_entities=true&id={id}"),
    ACCEPTED("body", "A form body with several parameters is signed", REQ_SIG_COVERS_BODY,
             COLLECT, .body = "include_entities=true&id={id}"),
    ACCEPTED("query-and-body", "Query and form body are signed together",
             REQ_SIG_COVERS_BODY, COLLECT, .query = "include_entities=true&z=1",
             .body = "id={id}&a=2"),
    ACCEPTED("unknown-parameters", "Unknown parameters are signed and ignored",
             REQ_SIG_UNKNOWN_PARAMETERS, COLLECT,
             .query = "id={id}&include_cards=true&cards_platform=Example-13"),
    ACCEPTED("unknown-parameters-in-body",
             "Unknown parameters of the body are signed and ignored",
             REQ_SIG_UNKNOWN_PARAMETERS, COLLECT, .body = "further=1&id={id}"),
    ACCEPTED("realm-in-query", "A parameter realm of the query is signed like any other",
             REQ_SIG_UNKNOWN_PARAMETERS,
             "leave out the header's realm alone (RFC 5849 3.4.1.3.1)",
             .query = "id={id}&realm=Photos"),

    /* encoding */
    ACCEPTED("reserved-escaped", "Escaped reserved characters are signed escaped",
             REQ_SIG_ENCODING, ENCODE, .query = "id={id}&z=%21%2A%27%28%29"),
    ACCEPTED("reserved-raw-in-query",
             "Reserved characters that stand raw in the query are signed escaped",
             REQ_SIG_ENCODING, ENCODE, .query = "id={id}&z=!*'()/?:@,;"),
    ACCEPTED("reserved-raw-in-body",
             "Reserved characters that stand raw in the body are signed escaped",
             REQ_SIG_ENCODING, ENCODE, .body = "id={id}&z=!*'()"),
    ACCEPTED("reserved-in-name", "Names are encoded like values", REQ_SIG_ENCODING,
             ENCODE, .query = "id={id}&a%5B0%5D=1"),
    ACCEPTED("tilde", "A tilde is signed as it is", REQ_SIG_ENCODING, ENCODE,
             .query = "id={id}&a=~"),
    ACCEPTED("tilde-escaped", "A tilde that came as %7E is signed as it is",
             REQ_SIG_ENCODING, ENCODE, .query = "id={id}&a=%7E"),
    ACCEPTED("unreserved-escaped", "Letters that came escaped are signed as they are",
             REQ_SIG_FORM_DECODING, DECODE, .query = "id={id}&z=%41%2D%2E%5F"),
    ACCEPTED("lower-hex", "Escapes in lower case are signed in upper case",
             REQ_SIG_ENCODING, ENCODE, .query = "id={id}&z=%2f%c3%a9"),
    ACCEPTED("utf-8", "UTF-8 is encoded octet by octet", REQ_SIG_ENCODING, ENCODE,
             .query = "id={id}&z=%C3%A9%E2%98%95%F0%9F%98%80"),
    ACCEPTED("utf-8-in-body", "UTF-8 in the body is encoded octet by octet",
             REQ_SIG_ENCODING, ENCODE, .body = "id={id}&z=%C3%A9%E2%98%95%F0%9F%98%80"),
    ACCEPTED("decomposed", "The Unicode normal form of a value is left as it is",
             REQ_SIG_ENCODING, ENCODE, .query = "id={id}&z=e%CC%81"),
    ACCEPTED("percent", "An escaped percent sign is encoded again", REQ_SIG_ENCODING,
             ENCODE, .query = "id={id}&z=100%25&y=%2541"),
    ACCEPTED("delimiters-escaped", "Escaped = and & belong to the value",
             REQ_SIG_FORM_DECODING, DECODE, .query = "id={id}&a=1%262%3D3"),
    ACCEPTED("plus-in-query", "A plus sign of the query is a space",
             REQ_SIG_FORM_DECODING, DECODE, .query = "id={id}&b=x+y"),
    ACCEPTED("plus-in-body", "A plus sign of the body is a space", REQ_SIG_FORM_DECODING,
             DECODE, .body = "id={id}&b=x+y"),
    ACCEPTED("plus-escaped", "An escaped plus sign is a plus sign", REQ_SIG_FORM_DECODING,
             DECODE, .query = "id={id}&b=x%2By"),
    ACCEPTED("space-escaped", "A space that came as %20 is signed as %20",
             REQ_SIG_ENCODING, ENCODE, .query = "id={id}&b=x%20y"),

    /* order and number */
    ACCEPTED("unsorted", "Parameters that come unsorted are sorted", REQ_SIG_SORTING,
             SORT, .query = "z=1&id={id}&b=2"),
    ACCEPTED("prefix-names", "Names that begin alike are compared as wholes",
             REQ_SIG_SORTING, SORT, .query = "id={id}&a1=1&a-b=1&a=2"),
    ACCEPTED("names-of-both-cases", "Upper case is sorted before lower case",
             REQ_SIG_SORTING, SORT, .query = "id={id}&a=1&B=2"),
    ACCEPTED("encoded-order", "Encoded values are what is compared", REQ_SIG_SORTING,
             SORT, .query = "id={id}&a=x&a=%7B"),
    ACCEPTED("numbers", "Values are compared as text, not as numbers", REQ_SIG_SORTING,
             SORT, .query = "id={id}&a=9&a=10"),
    ACCEPTED("duplicates", "Equal names with different values are all signed",
             REQ_SIG_DUPLICATES, COLLECT, .query = "id={id}&a=1&a=2"),
    ACCEPTED("duplicates-descending", "Equal names are sorted by value",
             REQ_SIG_DUPLICATES, SORT, .query = "id={id}&a=2&a=1"),
    ACCEPTED("duplicate-pairs", "Equal pairs are signed as often as they came",
             REQ_SIG_DUPLICATES, COLLECT, .query = "id={id}&a=1&a=1"),
    ACCEPTED("duplicates-across", "Equal names of query and body are all signed",
             REQ_SIG_DUPLICATES, COLLECT, .query = "a=2", .body = "id={id}&a=1"),
    ACCEPTED("empty-value", "An empty value is signed", REQ_SIG_EMPTY,
             "sign name= for a parameter without a value (RFC 5849 3.4.1.3.2)",
             .query = "id={id}&c="),
    ACCEPTED("name-alone", "A name without = has the empty value", REQ_SIG_EMPTY,
             "sign name= for a name without = (RFC 5849 3.4.1.3.1)",
             .query = "id={id}&c"),
    ACCEPTED("empty-before-value", "The empty value is sorted before others",
             REQ_SIG_EMPTY, SORT, .query = "id={id}&c=1&c="),
    ACCEPTED("empty-in-body", "An empty value in the body is signed", REQ_SIG_EMPTY,
             COLLECT, .body = "id={id}&c=&d"),

    /* what no document settles */
    {
        .id = "signed/not-utf-8",
        .title = "An octet that is no UTF-8 is signed as it is, or refused",
        .requirements = { REQ_SIG_ENCODING },
        .hint = "answer 4xx when a value is no text, never 5xx",
        .survey = true,
        .steps = { { .send.query = "id={id}&z=%FF",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    {
        .id = "signed/empty-pieces",
        .title = "Nothing between two & is no parameter, or refused",
        .requirements = { REQ_SIG_FORM_DECODING },
        .hint = "skip empty pieces of the query",
        .survey = true,
        .steps = { { .send.query = "id={id}&&z=1&",
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
};

CASE_GROUP(signed);
