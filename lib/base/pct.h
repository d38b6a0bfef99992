/* Percent-encoding as RFC 5849 3.6 has it: A-Z a-z 0-9 - . _ ~ stay, every other octet
 * becomes %XX with upper-case digits. */
#ifndef FAVSPEC_BASE_PCT_H
#define FAVSPEC_BASE_PCT_H

#include "base/buf.h"

/* Appends the encoded octets of `s`. */
void pct_encode(struct buf *out, struct span s);
/* Whether RFC 5849 3.6 leaves this octet as it is. */
bool pct_is_unreserved(unsigned char c);
/* Appends the decoded octets; a `%` without two hex digits is kept as it stands. Returns
 * 0, or -1 when there was such a `%` (what was decoded is appended all the same). */
int pct_decode(struct buf *out, struct span s);
/* The same for form and query text: `+` is a space (RFC 5849 3.4.1.3.1). */
int pct_decode_form(struct buf *out, struct span s);
/* Write the encoded octets of `s`, once (up to 3 * len bytes) or encoded twice (up to
 * 5 * len), to memory that has the room; return where they end. Nothing is terminated. */
char *pct_write(char *to, struct span s);
char *pct_write_twice(char *to, struct span s);
/* Writes the decoded octets (up to len) and returns where they end; `form` reads `+` as a
 * space. */
char *pct_read(char *to, struct span s, bool form);
/* Reads the octet that `s`, not empty, begins with; returns how much of `s` it took: 3
 * for %XX, else 1. */
size_t pct_read_octet(struct span s, char *out);
/* How many octets at the start of `s` RFC 5849 3.6 leaves as they are. */
size_t pct_plain_len(struct span s);
/* Whether `s` holds only such octets and %XX. */
bool pct_is_encoded(struct span s);
/* Orders two texts as their encoded forms are ordered, without encoding them. */
int pct_cmp(struct span a, struct span b);
/* The value of a hex digit, or -1. */
int pct_hex_value(char c);

#endif
