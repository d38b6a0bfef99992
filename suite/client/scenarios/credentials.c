#include "client/scenario.h"

/* Key, secret, token, token secret may hold any characters: the header and the signing
 * key encode them (RFC 5849 3.4.2, 3.5.1, 3.6). */
static const struct scenario list[] = {
    {
        .id = "credentials/consumer-key-reserved",
        .title =
            "A consumer key with reserved characters is encoded in header and signature",
        .consumer_key = "!*'();:@&=+$,/?#[]",
    },
    {
        .id = "credentials/consumer-secret-reserved",
        .title =
            "A consumer secret with reserved characters is encoded in the signing key",
        .consumer_secret = "!*'();:@&=+$,/?#[]",
    },
    {
        .id = "credentials/token-reserved",
        .title = "A token with reserved characters is encoded in header and signature",
        .token = "!*'();:@&=+$,/?#[]",
    },
    {
        .id = "credentials/token-secret-reserved",
        .title = "A token secret with reserved characters is encoded in the signing key",
        .token_secret = "!*'();:@&=+$,/?#[]",
    },
    {
        .id = "credentials/all-reserved",
        .title = "Reserved characters stand in all four credentials",
        .consumer_key = "/+=",
        .consumer_secret = "&+/=",
        .token = "+/=",
        .token_secret = "=/+&",
    },
    {
        .id = "credentials/java-script-set",
        .title = "The five characters that encodeURIComponent leaves alone are encoded",
        .consumer_key = "!*'()",
        .token = "(*'!)",
        .token_secret = "!*'()/", /* the slash tells a raw secret from one half encoded */
    },
    {
        .id = "credentials/tilde-and-dots",
        .title = "Unreserved characters are not encoded",
        .consumer_key = "-._~a",
        .consumer_secret = "~._-b",
        .token = "._~-c",
        .token_secret = "-~_.d",
    },
    {
        .id = "credentials/space",
        .title = "A space is %20, not a plus sign",
        .consumer_key = "a b",
        .consumer_secret = "c d",
        .token = "e f",
        .token_secret = "g h",
    },
    {
        .id = "credentials/plus",
        .title = "A plus sign stays one",
        .consumer_key = "a+b",
        .consumer_secret = "c+d",
        .token = "e+f",
        .token_secret = "g+h",
    },
    {
        .id = "credentials/looks-encoded",
        .title = "Credentials that look percent-encoded are taken as they are",
        .level = LEVEL_SHOULD, /* no service gives out such */
        .consumer_key = "%2Fa%20",
        .consumer_secret = "%26b%zz",
        .token = "%2bc%",
        .token_secret = "%2525d",
    },
    {
        .id = "credentials/quotes",
        .title = "Quotes, backslashes and commas do not end a header value",
        .consumer_key = "a\"b\\c,d",
        .consumer_secret = "e\"f\\g,h",
        .token = "i\",j=\"k",
        .token_secret = "`$HOME;|<>",
    },
    {
        .id = "credentials/ampersands",
        .title = "Ampersands and equals signs do not split parameters or the key",
        .consumer_key = "a&b=c",
        .consumer_secret = "d&e=f",
        .token = "g&h=i",
        .token_secret = "j&k=l",
    },
    {
        .id = "credentials/long",
        .title = "A signing key longer than the block of SHA-1 is hashed first",
        .consumer_key = "0123456789012345678901234567890123456789",
        .consumer_secret =
            "0123456789012345678901234567890123456789012345678901234567890123456789",
        .token = "01234567890123456789012345678901234567890123456789",
        .token_secret =
            "0123456789012345678901234567890123456789012345678901234567890123456789",
    },
    {
        .id = "credentials/upper-and-lower-case",
        .title = "The case of credentials is kept",
        .consumer_key = "aBcDeF",
        .consumer_secret = "gHiJkL",
        .token = "MnOpQr",
        .token_secret = "StUvWx",
    },
    {
        .id = "credentials/non-ascii",
        .title = "Characters beyond ASCII are encoded as their UTF-8 octets",
        .level = LEVEL_SHOULD,
        .consumer_key = "\xc3\xa9t\xc3\xa9",
        .consumer_secret = "\xc3\xbc\xc3\x9f",
        .token = "gr\xc3\xb6\xc3\x9f"
                 "e",
        .token_secret = "\xe6\xb8\xaf",
    },
};

SCENARIO_GROUP(credentials, list);
