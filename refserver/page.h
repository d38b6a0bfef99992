/* The page for a browser: what the server has received so far, live. Three files that are
 * embedded in the program, and one JSON document that the page asks for again and again.
 * Nothing comes from elsewhere, and the browser is told so (Content-Security-Policy):
 * text of a request is never markup, and could not run if it were. */
#ifndef FAVSPEC_REFSERVER_PAGE_H
#define FAVSPEC_REFSERVER_PAGE_H

#include "wire/message.h"

/* Which requests a page wants: newest first, those after `after`, or before `before`. */
struct page_wish {
    uint64_t after;  /* 0: from the first on */
    uint64_t before; /* 0: up to the latest */
    size_t count;    /* at most so many */
};

enum { PAGE_COUNT = 50, PAGE_COUNT_MAX = 200 };

struct page_source {
    void *context;
    /* Appends the JSON document; called from the server's threads. */
    void (*requests)(void *context, const struct page_wish *wish, struct buf *out);
};

/* Answers GET and HEAD of /, /favspec/page.css, /favspec/page.js and
 * /favspec/requests.json[?after=N&before=N&count=N]. Returns false, with nothing done,
 * for every other request. */
bool page_answer(const struct page_source *source, const struct http_request *request,
                 struct http_response *out);

#endif
