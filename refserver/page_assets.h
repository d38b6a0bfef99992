/* The files of refserver/page/, embedded when the program is built (cmake/Embed.cmake).
 */
#ifndef FAVSPEC_REFSERVER_PAGE_ASSETS_H
#define FAVSPEC_REFSERVER_PAGE_ASSETS_H

#include <stddef.h>

struct page_asset {
    const unsigned char *bytes;
    size_t len;
};

extern const struct page_asset page_asset_page_html, page_asset_page_css,
    page_asset_page_js;

#endif
