/* In place of the adapters whose library was not there at build time. */
#include "fuzz/host/host.h"

#ifndef HAVE_LIBOAUTH
const struct fav_adapter *adapter_liboauth(void)
{
    return NULL;
}
#endif

#ifndef HAVE_JANSSON
const struct fav_adapter *adapter_jansson(void)
{
    return NULL;
}
#endif
