/* From a server's response to octets and back through the client's parser. */
#ifndef FAVSPEC_FUZZ_TRANSFER_H
#define FAVSPEC_FUZZ_TRANSFER_H

#include "wire/message.h"

/* What arrives, in pieces, has to be what was sent in answer to this method. */
void transfer_check(const struct http_response *sent, struct span method);

#endif
