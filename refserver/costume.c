#include "refserver/endpoint.h"

const struct costume costumes[] = {
    { .name = "plain" },
    { .name = "alphabetic-pretty",
      .alphabetic = true,
      .pretty = true,
      .unescaped_slashes = true,
      .extra_members = true,
      .no_charset = true },
    { .name = "2012", .shape_2012 = true, .message_first = true, .noted = true },
    { .name = "old-order-no-full-stop",
      .message_first = true,
      .other_messages = true,
      .charset_space = true },
    { .name = "unicode-escapes", .unicode_escapes = true, .extra_members = true },
    { .name = "chunked", .chunked = true },
    { .name = "http-1.0", .http_1_0 = true },
    { .name = "lagging", .effect_lags = true },
    { .name = "favorited-lags", .favorited_lags = true, .noted = true },
    { .name = "rate-headers", .rate_headers = true, .charset_space = true },
    { .name = "v1-errors", .v1_errors = true, .noted = true },
    { .name = NULL },
};
