/* Whether a request says clearly where it ends. */
#ifndef FAVSPEC_REFSERVER_FRAMING_H
#define FAVSPEC_REFSERVER_FRAMING_H

#include "wire/message.h"

/* Two different Content-Lengths, one beside Transfer-Encoding (RFC 9112 6.3), or a
 * transfer coding that is not chunked. */
bool framing_contradicts(const struct http_headers *headers);

#endif
