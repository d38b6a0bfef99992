/* A file of the source tree that is part of the program (cmake/Embed.cmake). */
#ifndef FAVSPEC_BASE_ASSET_H
#define FAVSPEC_BASE_ASSET_H

#include "base/span.h"

struct asset {
    const unsigned char *bytes;
    size_t len;
};

static inline struct span asset_span(const struct asset *asset)
{
    return span_make((const char *)asset->bytes, asset->len);
}

#endif
