/* One connection of the daemon: the request that is being received, its answer, and what
 * mutants remember of the first one. Requests of a connection come one after the other.
 */
#ifndef FAVSPEC_REFSERVER_LINK_H
#define FAVSPEC_REFSERVER_LINK_H

#include "refserver/crowd.h"
#include "refserver/daemon.h"

#include <microhttpd.h>

enum { LINK_BODY_MAX = 1024 * 1024 };

struct link {
    struct crowd_member member;
    struct http_request request;
    struct http_response response;
    struct buf body;
    bool begun, too_many_fields;
    unsigned answered;
    struct http_response *first; /* only for a mutant that repeats it */
    /* The plain answer sent last, to be sent again; of a connection that is kept open. */
    struct http_response sent;
    struct MHD_Response *sent_form; /* NULL: none */
};

struct link *link_new(void);
void link_free(struct link *link);
/* A new request begins with this raw target. */
void link_begin(struct link *link, const char *target);
/* Takes method and header fields over: raw, in order, duplicates kept. */
void link_read_head(struct link *link, struct MHD_Connection *connection,
                    const char *method);
/* A status that the HTTP layer answers itself before a body is read, or 0. */
int link_refusal(const struct link *link);

/* Sends link->response. MHD_NO closes the connection. */
enum MHD_Result link_send(struct link *link, struct MHD_Connection *connection,
                          const struct endpoint_wire *wire);

#endif
