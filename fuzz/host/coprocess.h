/* An adapter in another process, in any language: frames on its standard input and
 * output.
 *
 * A frame is a 32-bit length in network order and so many octets: a letter (a call) or a
 * result (an answer; enum fav_result), then fields, each a 32-bit length and its octets.
 * The length FFFFFFFF stands for a value that is absent or not offered, FFFFFFFE for a
 * member that a document does not have. Numbers are decimal text, favorited is true or
 * false.
 *
 *   H  abi                               -> name, version, functions, quirks
 *   S  method, url, content_type, body, consumer_key, consumer_secret, token,
 *      token_secret, nonce, timestamp    -> base_string, signature, header
 *   V  the ten of S, authorization       -> nothing
 *   J  json                              -> id, favorited, id_str, text, user_id_str
 *   E  http_status, body                 -> code, message
 *   M  schema, document                  -> nothing
 *
 * `functions` and `quirks` are words with spaces between. Fields at the end may be left
 * out: not offered. The process ends when its standard input does. */
#ifndef FAVSPEC_FUZZ_HOST_COPROCESS_H
#define FAVSPEC_FUZZ_HOST_COPROCESS_H

#include "fuzz/adapter.h"

#include <stdbool.h>

/* Starts the command of FAVSPEC_ADAPTER_COMMAND by the shell and greets it; ends the
 * program with a finding when that fails. The adapter behaves as one in this process. */
const struct fav_adapter *coprocess_start(const char *command);
bool coprocess_is(const struct fav_adapter *adapter);
/* Closes its input, waits for it and prints what CPU time it took. */
void coprocess_end(void);
/* Ends it at once; nothing when there is none. */
void coprocess_kill(void);

#endif
