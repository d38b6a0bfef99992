/* One request of a case: built from its sending, signed, sent, recorded. */
#ifndef FAVSPEC_SUITE_SERVER_EXCHANGE_H
#define FAVSPEC_SUITE_SERVER_EXCHANGE_H

#include "server/session.h"

/* Builds and signs the request of a sending into *out, without sending it; for raw
 * sendings `out_raw` gets the bytes. Returns 0, or -1 when a text of the case is no
 * usable URL (a defect of the catalogue). */
int exchange_build(struct session *s, const struct sending *send, struct record *out,
                   struct buf *out_raw);

/* Sends the step's request, or its parallel copies (into s->side), and records everything
 * in the result. Waits, rate limit and request budget are kept. */
void exchange_step(struct session *s, int step);

/* Sends one more request (set-up, look-up, control) into `out`, recorded likewise. */
enum client_error exchange_extra(struct session *s, const struct sending *send,
                                 struct record *out);

/* The id that a role has for this case; 0 when it has none. */
uint64_t exchange_id(const struct session *s, enum status_role role);

#endif
