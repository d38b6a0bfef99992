#include "cli/test_client.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

/* Whether Enter was pressed; false at the end of the input. */
static bool read_line(void)
{
    char c = 0;

    while (read(STDIN_FILENO, &c, 1) == 1)
        if (c == '\n')
            return true;
    return false;
}

void test_client_pause(const struct scenario *scenario, const struct launch_value *values,
                       size_t count)
{
    fprintf(stderr, "== %s: %s\n", scenario->id, scenario->title);
    for (size_t i = 0; i < count; i++)
        if (values[i].value.p)
            fprintf(stderr, "%s=%.*s\n", values[i].variable, SPAN_ARG(values[i].value));
    fputs("Press Enter when the client has made its call.\n", stderr);
    if (!read_line())
        poll(NULL, 0, -1); /* until a signal */
}
