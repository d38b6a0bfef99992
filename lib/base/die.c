#include "base/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
    va_list args;

    fflush(stdout);
    fputs("favspec: internal error: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(70);
}

static void *alive(void *p)
{
    if (p)
        return p;
    fputs("favspec: out of memory\n", stderr);
    abort();
}

void *xmalloc(size_t size)
{
    return alive(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
    return alive(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
    return alive(realloc(p, size ? size : 1));
}

char *xmemdup0(const char *p, size_t len)
{
    char *copy = xmalloc(len + 1);

    if (len)
        memcpy(copy, p, len);
    copy[len] = '\0';
    return copy;
}

char *xstrdup(const char *text)
{
    return xmemdup0(text, strlen(text));
}
