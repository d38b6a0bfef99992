/* The timestamp and the nonce. */
#include "server/cases/groups.h"

/* One step with another timestamp text. */
#define STAMP(words, says, requirement, fix, text, situation)                            \
    {                                                                                    \
        .id = "clock/" words, .title = says, .requirements = { requirement },            \
        .hint = fix,                                                                     \
        .steps = { { .send.flaw = { .set_name = "oauth_timestamp", .set_value = text },  \
                     .expect.answer = situation } },                                     \
    }

#define NO_INTEGER(words, says, text)                                                    \
    STAMP(words, says, REQ_CLOCK_INTEGER,                                                \
          "accept decimal digits alone as oauth_timestamp, else answer 400 or 401 "      \
          "(RFC 5849 3.3)",                                                              \
          text, ANSWER_PROTOCOL)

#define STALE(words, says, text)                                                         \
    STAMP(words, says, REQ_CLOCK_WINDOW, WINDOW, text, ANSWER_STALE)

#define WINDOW                                                                           \
    "compare oauth_timestamp with the clock in 64 bits and answer 401 with code 135"

#define SKEWED(words, says, requirement, fix, seconds, situation)                        \
    {                                                                                    \
        .id = "clock/" words, .title = says, .requirements = { requirement },            \
        .hint = fix,                                                                     \
        .steps = { { .send.flaw.clock_skew_s = (seconds),                                \
                     .expect.answer = situation } },                                     \
    }

#define TOLERATED(words, says, seconds)                                                  \
    SKEWED(words, says, REQ_CLOCK_TOLERANCE,                                             \
           "tolerate clocks that are a minute off, in both directions", seconds,         \
           ANSWER_OK)

#define NONCE(words, says, text)                                                         \
    {                                                                                    \
        .id = "clock/" words, .title = says, .requirements = { REQ_NONCE_ANY_TEXT },     \
        .hint = "take any text for a nonce: no length and no characters are laid down "  \
                "(RFC 5849 3.3)",                                                        \
        .steps = { { .send.flaw.nonce = text } },                                        \
    }

/* Another status comes first, so that the one that counts is liked when its turn comes;
 * what the first is answered with does not matter. */
#define AFTER_ANOTHER(words, says, requirement, fix, flaws, situation)                   \
    {                                                                                    \
        .id = "clock/" words, .title = says, .requirements = { requirement },            \
        .hint = fix, .step_count = 2,                                                    \
        .steps = {                                                                       \
            { .send.status = ROLE_UNKNOWN, .expect.answer = ANSWER_ANY },                \
            { .send.flaw = flaws, .expect.answer = situation },                          \
        },                                                                               \
    }
#define FLAWS(...)                                                                       \
    {                                                                                    \
        __VA_ARGS__                                                                      \
    }

#define REMEMBER                                                                         \
    "remember nonce, timestamp, consumer and token of every request that is signed "     \
    "rightly, and answer 401 to the second (RFC 5849 3.2)"
#define SCOPE                                                                            \
    "a nonce is used only together with its timestamp, consumer and token, letter by "   \
    "letter (RFC 5849 3.3)"

static const struct conformance_case list[] = {
    /* first: a server that demands order refuses everything after a later timestamp */
    AFTER_ANOTHER(
        "time-runs-back", "A timestamp before that of the last request is accepted",
        REQ_CLOCK_NO_ORDER, "do not demand that timestamps grow (RFC 5849 appendix A)",
        FLAWS(.clock_skew_s = -30), ANSWER_OK),

    /* the window */
    SKEWED("one-hour-behind", "A request stamped an hour ago is refused",
           REQ_CLOCK_WINDOW, WINDOW, -3600, ANSWER_STALE),
    SKEWED("one-hour-ahead", "A request stamped an hour ahead is refused",
           REQ_CLOCK_WINDOW, WINDOW, 3600, ANSWER_STALE),
    SKEWED("one-day-behind", "A request stamped a day ago is refused", REQ_CLOCK_WINDOW,
           WINDOW, -86400, ANSWER_STALE),
    SKEWED("one-day-ahead", "A request stamped a day ahead is refused", REQ_CLOCK_WINDOW,
           WINDOW, 86400, ANSWER_STALE),
    {
        .id = "clock/ten-minutes-behind",
        .title = "Whether ten minutes behind is too much is open",
        .requirements = { REQ_CLOCK_WINDOW },
        .hint = "accept it, or answer 401 with code 135",
        .survey = true,
        .steps = { { .send.flaw.clock_skew_s = -600,
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
    STALE("second-one", "The first second of 1970 is stale", "1"),
    STALE("year-2038", "The second after 32 signed bits is ahead", "2147483648"),
    STALE("wrapped-32", "The time plus 2^32 seconds is ahead", "{now+2^32}"),
    STALE("milliseconds", "The time in milliseconds is ahead", "{now}000"),
    STAMP("wrapped-64", "The time plus 2^64 seconds is not the time", REQ_CLOCK_WINDOW,
          WINDOW, "{now+2^64}", ANSWER_PROTOCOL),
    TOLERATED("five-seconds-behind", "Five seconds behind are tolerated", -5),
    TOLERATED("one-minute-behind", "A minute behind is tolerated", -60),

    /* what is no timestamp */
    NO_INTEGER("zero", "A timestamp of 0 is refused", "0"),
    NO_INTEGER("negative", "A negative timestamp is refused", "-{now}"),
    NO_INTEGER("fraction", "A timestamp with a fraction is refused", "{now}.5"),
    NO_INTEGER("whole-fraction", "A timestamp with a fraction of 0 is refused",
               "{now}.0"),
    NO_INTEGER("exponent", "A timestamp with an exponent is refused", "{now}e0"),
    NO_INTEGER("hexadecimal", "A timestamp in hexadecimal is refused", "0x7fffffff"),
    NO_INTEGER("text", "A word for a timestamp is refused", "now"),
    NO_INTEGER("date", "A date for a timestamp is refused", "2012-09-05T00:37:15Z"),
    NO_INTEGER("letters-behind", "Letters behind the timestamp are refused", "{now}abc"),
    NO_INTEGER("nul-behind", "A NUL behind the timestamp is refused", "{now}{nul}"),
    NO_INTEGER("plus", "A timestamp with a plus sign is refused", "+{now}"),
    NO_INTEGER("space-before", "A space before the timestamp is refused", " {now}"),
    NO_INTEGER("space-behind", "A space behind the timestamp is refused", "{now} "),
    NO_INTEGER("two", "Two timestamps in one value are refused", "{now},{now}"),
    NO_INTEGER("full-width", "Digits of another script are refused",
               "\xef\xbc\x91\xef\xbc\x97\xef\xbc\x90\xef\xbc\x90\xef\xbc\x90"
               "\xef\xbc\x90\xef\xbc\x90\xef\xbc\x90\xef\xbc\x90\xef\xbc\x90"),
    {
        .id = "clock/empty",
        .title = "An empty timestamp is refused",
        .requirements = { REQ_CLOCK_INTEGER, REQ_AUTH_PARAMETERS_PRESENT },
        .hint = "treat an empty oauth_timestamp as missing: 400 or 401 (RFC 5849 3.2)",
        .steps = { { .send.flaw.blank = "oauth_timestamp",
                     .expect.answer = ANSWER_PROTOCOL } },
    },
    {
        .id = "clock/leading-zero",
        .title = "Whether a leading zero makes a timestamp invalid is open",
        .requirements = { REQ_CLOCK_INTEGER },
        .hint = "accept it, or answer 400 or 401",
        .survey = true,
        .steps = { { .send.flaw = { .set_name = "oauth_timestamp",
                                    .set_value = "0{now}" },
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },

    /* nonces once */
    {
        .id = "clock/replay",
        .title = "The same bytes a second time are refused, and change nothing",
        .requirements = { REQ_NONCE_ONCE },
        .hint = REMEMBER,
        .step_count = 3,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .send.resource = RESOURCE_CREATE },
                   { .send.replay_of = 1, .expect.answer = ANSWER_REPLAYED } },
    },
    {
        .id = "clock/replay-later",
        .title = "The same bytes three seconds later are refused, and change nothing",
        .requirements = { REQ_NONCE_ONCE },
        .hint = REMEMBER,
        .slow = true,
        .step_count = 3,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .send.resource = RESOURCE_CREATE },
                   { .send = { .replay_of = 1, .wait_ms = 1100 },
                     .expect.answer = ANSWER_REPLAYED } },
    },
    {
        .id = "clock/replay-after-another",
        .title = "The same bytes are refused after a request with another nonce too",
        .requirements = { REQ_NONCE_ONCE },
        .hint = REMEMBER,
        .step_count = 4,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .send.status = ROLE_UNKNOWN, .expect.answer = ANSWER_ANY },
                   { .send.resource = RESOURCE_CREATE },
                   { .send.replay_of = 1, .expect.answer = ANSWER_REPLAYED } },
    },
    {
        .id = "clock/nonce-for-other-id",
        .title = "A nonce that was used is refused with another id, signed anew",
        .requirements = { REQ_NONCE_ONCE },
        .hint = REMEMBER,
        .step_count = 2,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .send = { .status = ROLE_UNKNOWN, .flaw.nonce_from_step = 1 },
                     .expect.answer = ANSWER_REPLAYED } },
    },
    AFTER_ANOTHER("nonce-of-refused-id",
                  "A nonce that was used for an unknown id is refused for a known one",
                  REQ_NONCE_ONCE, REMEMBER, FLAWS(.nonce_from_step = 1), ANSWER_REPLAYED),
    {
        .id = "clock/nonce-for-other-parameters",
        .title = "A nonce that was used is refused with further parameters, signed anew",
        .requirements = { REQ_NONCE_ONCE },
        .hint = REMEMBER,
        .step_count = 2,
        .steps = { { .send.status = ROLE_UNKNOWN, .expect.answer = ANSWER_ANY },
                   { .send = { .query = "id={id}&include_entities=false",
                               .flaw.nonce_from_step = 1 },
                     .expect.answer = ANSWER_REPLAYED } },
    },
    {
        .id = "clock/nonce-in-other-transport",
        .title = "A nonce that was used is refused when the id moves into the body",
        .requirements = { REQ_NONCE_ONCE },
        .hint = REMEMBER,
        .step_count = 2,
        .steps = { { .send.status = ROLE_UNKNOWN, .expect.answer = ANSWER_ANY },
                   { .send = { .body = "id={id}", .flaw.nonce_from_step = 1 },
                     .expect.answer = ANSWER_REPLAYED } },
    },

    /* what is another nonce */
    AFTER_ANOTHER(
        "same-nonce-earlier", "A nonce with an earlier timestamp is another one",
        REQ_NONCE_SCOPE, SCOPE,
        FLAWS(.nonce_from_step = 1, .nonce_keep_time = true, .clock_skew_s = -20),
        ANSWER_OK),
    AFTER_ANOTHER("longer-nonce", "A nonce with one more character is another one",
                  REQ_NONCE_SCOPE, SCOPE,
                  FLAWS(.nonce_from_step = 1, .nonce = "{nonce}x"), ANSWER_OK),
    AFTER_ANOTHER("nonce-in-other-case",
                  "A nonce with letters of the other case is another one",
                  REQ_NONCE_SCOPE, SCOPE,
                  FLAWS(.nonce_from_step = 1, .nonce = "{nonce.swapped}"), ANSWER_OK),
    {
        .id = "clock/long-nonces",
        .title = "Two nonces that differ in their 201st character are two",
        .requirements = { REQ_NONCE_SCOPE },
        .hint = SCOPE,
        .step_count = 2,
        .steps = { { .send = { .status = ROLE_UNKNOWN,
                               .flaw.nonce = "{many:168:n}{random}" },
                     .expect.answer = ANSWER_ANY },
                   { .send.flaw = { .nonce_from_step = 1, .nonce = "{nonce}x" } } },
    },
    {
        .id = "clock/same-nonce-of-second-user",
        .title = "The nonce of one user does not use up that of another",
        .requirements = { REQ_NONCE_SCOPE },
        .hint = SCOPE,
        .step_count = 2,
        .steps = { { .expect.answer = ANSWER_OK },
                   { .send = { .who = AS_SECOND_USER, .flaw.nonce_from_step = 1 } } },
    },
    {
        .id = "clock/nonce-after-wrong-signature",
        .title = "A nonce seen with a wrong signature can still be used: the second "
                 "request is the control of the first",
        .requirements = { REQ_NONCE_NOT_BURNED },
        .hint = "verify the signature before the nonce is noted as used",
        .no_control = true,
        .step_count = 2,
        .steps = { { .send.flaw.tamper = "flip", .expect.answer = ANSWER_BAD_SIGNATURE },
                   { .send.flaw.nonce_from_step = 1 } },
    },

    /* any text */
    NONCE("nonce-of-one-character", "A nonce may be one character", "7"),
    NONCE("nonce-of-42-characters",
          "A nonce may have 42 characters, as in the documentation",
          "{random}abcdefghij"),
    NONCE("nonce-of-200-characters", "A nonce may have 200 characters",
          "{many:168:n}{random}"),
    NONCE("nonce-of-1000-characters", "A nonce may have 1000 characters",
          "{many:968:n}{random}"),
    NONCE("nonce-of-digits", "A nonce may be a number", "{now}0123456789"),
    NONCE("nonce-of-marks", "A nonce may hold reserved characters",
          "{random.short}!*'()+/=&,;:@$?#[]"),
    NONCE("nonce-with-tilde", "A nonce may hold - . _ and ~", "{random.short}-._~"),
    NONCE("nonce-with-percent", "A nonce may hold a percent sign and digits",
          "{random.short}%25%41"),
    NONCE("nonce-with-space", "A nonce may hold spaces", "{random.short} x y"),
    NONCE("nonce-with-quote", "A nonce may hold quotes and backslashes",
          "{random.short}\"\\'"),
    NONCE("nonce-in-utf-8", "A nonce may hold UTF-8",
          "{random.short}\xc3\xa9\xe2\x98\x95\xf0\x9f\x98\x80"),

    /* last, for the same reason */
    AFTER_ANOTHER(
        "same-nonce-later", "A nonce with a later timestamp is another one",
        REQ_NONCE_SCOPE, SCOPE,
        FLAWS(.nonce_from_step = 1, .nonce_keep_time = true, .clock_skew_s = 20),
        ANSWER_OK),
    TOLERATED("five-seconds-ahead", "Five seconds ahead are tolerated", 5),
    TOLERATED("one-minute-ahead", "A minute ahead is tolerated", 60),
    {
        .id = "clock/ten-minutes-ahead",
        .title = "Whether ten minutes ahead is too much is open",
        .requirements = { REQ_CLOCK_WINDOW },
        .hint = "accept it, or answer 401 with code 135",
        .survey = true,
        .steps = { { .send.flaw.clock_skew_s = 600,
                     .expect.answer = ANSWER_SERVED_OR_REFUSED } },
    },
};

CASE_GROUP(clock);
