/* One question to a peer and all that came of it. */
#ifndef FAVSPEC_TESTS_WIRE_ASK_H
#define FAVSPEC_TESTS_WIRE_ASK_H

#include "wire/client.h"

#include <check.h>

#define COUNT_OF(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
/* Fails unless the asked question ended like this, and says why it did not. */
#define ck_assert_asked(asked, expected)                                                 \
    ck_assert_msg((asked)->error == (expected), "%s and not %s (%s)",                    \
                  client_error_name((asked)->error), client_error_name(expected),        \
                  (asked)->why.p)

struct asked {
    enum client_error error;
    struct http_response response;
    struct client_times times;
    struct buf why;
    int64_t took_ms;
};

void asked_init(struct asked *asked);
void asked_release(struct asked *asked);
/* Sends; `asked` is initialised, and may hold an earlier answer. */
void ask(struct client *client, const char *origin, const struct http_request *request,
         struct asked *asked);
void ask_raw(struct client *client, const char *origin, const char *bytes,
             struct asked *asked);
/* POSTs "id=1" to /. */
void ask_post(struct client *client, const char *origin, struct asked *asked);
int64_t now_ms(void);

#endif
