#include "client/scenario.h"

/* A redirect may be followed, signed anew for its target, or be an error. */
#define MOVED(words, sentence, code, count, target)                                      \
    {                                                                                    \
        .id = "redirect/" words, .title = sentence,                                      \
        .answer = { .status = code, .times = count, .headers = target },                 \
        .ending = ENDS_BADLY, .redirects = true                                          \
    }
#define SAME "location: {base_url}/favorites/destroy.json?{query&}moved=1\n"
#define OTHER "location: {other_url}/favorites/destroy.json?{query&}moved=1\n"

static const struct scenario list[] = {
    MOVED("temporary",
          "307 to another URL of the same origin is signed anew, or an error", 307, 1,
          SAME),
    MOVED("permanent",
          "308 to another URL of the same origin is signed anew, or an error", 308, 1,
          SAME),
    MOVED("moved", "301 to another URL of the same origin is signed anew, or an error",
          301, 1, SAME),
    MOVED("found", "302 to another URL of the same origin is signed anew, or an error",
          302, 1, SAME),
    MOVED("see-other",
          "303 to another URL of the same origin is signed anew, or an error", 303, 1,
          SAME),
    MOVED("relative",
          "A Location without origin is resolved and signed anew, or an error", 307, 1,
          "location: /1.1/favorites/destroy.json?{query&}moved=1\n"),
    MOVED("other-origin", "307 to another origin gets no credentials", 307, 0, OTHER),
    MOVED("other-origin-found", "302 to another origin gets no credentials", 302, 0,
          OTHER),
    MOVED("other-origin-permanent", "308 to another origin gets no credentials", 308, 0,
          OTHER),
    MOVED("loop", "Redirects without end come to an end", 307, 0, SAME),
    MOVED("nowhere", "A redirect without Location is noticed", 302, 0, ""),
};

SCENARIO_GROUP(redirect, list);
