/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
 * Internal to lib/json. */
#ifndef FAVSPEC_JSON_UTF8_H
#define FAVSPEC_JSON_UTF8_H

#include "base/buf.h"

/* Reads one code point; returns its length in bytes, or 0 when the bytes are not UTF-8.
 */
size_t utf8_decode(struct span s, uint32_t *out_point);
/* Writes a code point (not a surrogate) and returns its length, 1 to 4. */
size_t utf8_encode(uint32_t point, char out[4]);
/* The longest prefix of at most `max` bytes that ends between two code points. */
struct span utf8_cut(struct span s, size_t max);

/* A text that can be addressed by code point in constant time. */
struct utf8_map {
    struct span text;
    uint32_t *at; /* byte offset of each code point, and of the end */
    size_t count; /* code points */
};
/* The text must be valid UTF-8 below 4 GiB and must outlive the map. */
void utf8_map_init(struct utf8_map *map, struct span text);
void utf8_map_release(struct utf8_map *map);
/* The code points [from, to); absent unless from <= to <= count. */
struct span utf8_slice(const struct utf8_map *map, uint64_t from, uint64_t to);
/* The same range counted in UTF-16 units; absent when it does not fall between code
 * points. */
struct span utf8_slice_utf16(struct span text, uint64_t from, uint64_t to);

#endif
