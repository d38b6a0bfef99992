/* The files of refserver/page/, embedded when the program is built (cmake/Embed.cmake).
 */
#ifndef FAVSPEC_REFSERVER_PAGE_ASSETS_H
#define FAVSPEC_REFSERVER_PAGE_ASSETS_H

#include "base/asset.h"

extern const struct asset asset_page_html, asset_page_css, asset_page_js;

#endif
