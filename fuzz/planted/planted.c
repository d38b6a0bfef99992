#include "planted.h"

#include <stdlib.h>
#include <unistd.h>

static int selected(void)
{
    static int number = -1;
    const char *text = getenv("FAVSPEC_PLANTED");

    if (number < 0)
        number = text ? (int)strtol(text, NULL, 10) : 0;
    return number;
}

static void say_once(int *said, const char *text, size_t len)
{
    if (!*said && write(STDERR_FILENO, text, len) < 0)
        abort();
    *said = 1;
}

int planted(int number, int triggered)
{
    static const char reached_text[] = "planted: reached\n";
    static const char triggered_text[] = "planted: triggered\n";
    static int reached, shown;

    if (number != selected())
        return 0;
    say_once(&reached, reached_text, sizeof(reached_text) - 1);
    if (triggered)
        say_once(&shown, triggered_text, sizeof(triggered_text) - 1);
    return triggered != 0;
}
