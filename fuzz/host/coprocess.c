#include "fuzz/host/coprocess.h"

#include "base/die.h"
#include "fuzz/host/finding.h"
#include "fuzz/host/frame.h"
#include "fuzz/host/quirks.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HELLO_MS = 60000, CALL_MS = 5000, NAME_MAX_LEN = 200 };

static struct {
    pid_t pid;
    int to, from, deadline_ms;
    unsigned long calls;
    struct buf frame, answer;
    struct span rest; /* of the answer */
    char name[NAME_MAX_LEN], version[NAME_MAX_LEN];
    struct fav_adapter adapter;
} process;

bool coprocess_is(const struct fav_adapter *adapter)
{
    return adapter == &process.adapter;
}

void coprocess_kill(void)
{
    if (process.pid > 0)
        kill(-process.pid, SIGKILL);
}

/* How it ended, once it has closed its side. */
static void say_death(const char *function)
{
    int status = 0;

    for (int i = 0; i < 100 && waitpid(process.pid, &status, WNOHANG) == 0; i++)
        usleep(10000);
    if (WIFSIGNALED(status))
        finding_end(FINDING_CRASH, process.name, function,
                    "the process was ended by signal %d", WTERMSIG(status));
    finding_end(FINDING_CRASH, process.name, function,
                "the process closed its output or ended (status %d)",
                WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static void check(enum frame_error error, const char *function)
{
    if (error == FRAME_LATE)
        finding_end(FINDING_HANG, process.name, function, "no answer within %d ms",
                    process.deadline_ms);
    if (error == FRAME_NO_FRAME)
        finding_end(FINDING_HARNESS, process.name, function,
                    "what came is no frame; messages belong on standard error");
    if (error)
        say_death(function);
}

/* Sends the frame that was begun and reads the answer; the first octet is the result. */
static int exchange(const char *function)
{
    frame_close(&process.frame);
    check(frame_write(process.to, &process.frame, process.deadline_ms), function);
    check(frame_read(process.from, &process.answer, process.deadline_ms), function);
    process.calls++;
    process.rest = span_from(buf_span(&process.answer), 1);
    return (unsigned char)process.answer.p[0];
}

static struct span next(const char *function, uint32_t *out_length)
{
    struct span field;

    if (!frame_next(&process.rest, &field, out_length))
        finding_end(FINDING_HARNESS, process.name, function,
                    "a field is longer than its frame");
    return field;
}

/* The next field into a slot; the worse of two results. */
static int put(const char *function, struct fav_out *out, int result)
{
    uint32_t length;
    struct span field = next(function, &length);
    int put_result = FAV_OK;

    if (length == FRAME_NO_MEMBER)
        out->n = FAV_NO_MEMBER;
    else if (field.p)
        put_result = fav_put(out, field.p, field.len);
    return result == FAV_OK ? put_result : result;
}

static void add_request(const struct fav_request *r)
{
    const struct fav_in fields[] = {
        r->method,          r->url,   r->content_type, r->body,  r->consumer_key,
        r->consumer_secret, r->token, r->token_secret, r->nonce, r->timestamp,
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
        frame_add(&process.frame, fields[i]);
}

static int call_sign(const struct fav_request *request, struct fav_signed *out)
{
    int result;

    frame_open(&process.frame, 'S');
    add_request(request);
    result = exchange("sign");
    result = put("sign", &out->base_string, result);
    result = put("sign", &out->signature, result);
    return put("sign", &out->header, result);
}

static int call_verify(const struct fav_request *request, struct fav_in authorization)
{
    frame_open(&process.frame, 'V');
    add_request(request);
    frame_add(&process.frame, authorization);
    return exchange("verify");
}

/* A decimal, or true and false; the word is known when the field is offered. */
static uint64_t number(const char *function, uint32_t bit, uint32_t *known,
                       uint32_t *present)
{
    uint32_t length;
    struct span field = next(function, &length);
    bool negative = span_starts(field, SPAN("-"));
    uint64_t value = span_eq_str(field, "true");

    if (length != FRAME_ABSENT)
        *known |= bit;
    if (!field.p)
        return 0;
    *present |= bit;
    if (!value && !span_eq_str(field, "false") &&
        !span_u64(span_from(field, negative), &value))
        finding_end(FINDING_HARNESS, process.name, function, "no number: %.*s",
                    SPAN_ARG(field));
    return negative ? 0 - value : value;
}

static int call_status(struct fav_in json, struct fav_status *out)
{
    int result;

    frame_open(&process.frame, 'J');
    frame_add(&process.frame, json);
    result = exchange("status");
    out->id = number("status", FAV_HAS_ID, &out->known, &out->present);
    out->favorited =
        (uint32_t)number("status", FAV_HAS_FAVORITED, &out->known, &out->present);
    result = put("status", &out->id_str, result);
    result = put("status", &out->text, result);
    return put("status", &out->user_id_str, result);
}

static int call_error(int32_t http_status, struct fav_in body, struct fav_error *out)
{
    char text[16];
    int len = snprintf(text, sizeof(text), "%d", http_status), result;

    frame_open(&process.frame, 'E');
    frame_add(&process.frame, (struct fav_in){ (const uint8_t *)text, (size_t)len });
    frame_add(&process.frame, body);
    result = exchange("error");
    out->code = (int64_t)number("error", FAV_HAS_CODE, &out->known, &out->present);
    return put("error", &out->message, result);
}

static void run_command(const char *command, const int *to, const int *from)
    __attribute__((noreturn));
static void run_command(const char *command, const int *to, const int *from)
{
    char line[8192];

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    snprintf(line, sizeof(line), "exec %s", command);
    if (dup2(to[0], STDIN_FILENO) < 0 || dup2(from[1], STDOUT_FILENO) < 0)
        _exit(126);
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
}

static void spawn(const char *command)
{
    int to[2], from[2];

    if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
        finding_end(FINDING_HARNESS, command, "start", "%s", strerror(errno));
    process.pid = fork();
    if (process.pid < 0)
        finding_end(FINDING_HARNESS, command, "start", "%s", strerror(errno));
    if (process.pid == 0)
        run_command(command, to, from);
    setpgid(process.pid, process.pid);
    close(to[0]);
    close(from[1]);
    process.to = to[1];
    process.from = from[0];
    fcntl(process.to, F_SETFL, O_NONBLOCK);
    fcntl(process.from, F_SETFL, O_NONBLOCK);
}

static bool has_word(struct span words, const char *word)
{
    struct span one;

    while (words.p) {
        span_cut(words, ' ', &one, &words);
        if (span_eq_str(one, word))
            return true;
    }
    return false;
}

static struct fav_in keep_text(char *to, struct span text)
{
    snprintf(to, NAME_MAX_LEN, "%.*s", SPAN_ARG(text));
    return (struct fav_in){ (const uint8_t *)to, strlen(to) };
}

static void hello(void)
{
    static const char abi[] = "1";
    struct fav_adapter *a = &process.adapter;
    struct span functions, quirks;
    uint32_t length;

    frame_open(&process.frame, 'H');
    frame_add(&process.frame, (struct fav_in){ (const uint8_t *)abi, sizeof(abi) - 1 });
    if (exchange("hello") != FAV_OK)
        finding_end(FINDING_HARNESS, process.name, "hello",
                    "the process does not speak version %s", abi);
    a->name = keep_text(process.name, next("hello", &length));
    a->version = keep_text(process.version, next("hello", &length));
    functions = next("hello", &length);
    quirks = next("hello", &length);
    if (!quirks_parse(quirks, &a->quirks))
        finding_end(FINDING_HARNESS, process.name, "hello", "unknown quirk in: %.*s",
                    SPAN_ARG(quirks));
    a->sign = has_word(functions, "sign") ? call_sign : NULL;
    a->verify = has_word(functions, "verify") ? call_verify : NULL;
    a->status = has_word(functions, "status") ? call_status : NULL;
    a->error = has_word(functions, "error") ? call_error : NULL;
}

const struct fav_adapter *coprocess_start(const char *command)
{
    const char *seconds = getenv("FAVSPEC_ADAPTER_TIMEOUT");

    signal(SIGPIPE, SIG_IGN);
    buf_init(&process.frame, FRAME_MAX);
    buf_init(&process.answer, FRAME_MAX);
    process.adapter = (struct fav_adapter){ .abi = FAV_ADAPTER_ABI,
                                            .size = sizeof(struct fav_adapter) };
    snprintf(process.name, sizeof(process.name), "%s", command);
    process.deadline_ms = HELLO_MS;
    spawn(command);
    hello();
    process.deadline_ms = seconds ? (int)(strtod(seconds, NULL) * 1000) : CALL_MS;
    if (process.deadline_ms <= 0)
        finding_end(FINDING_HARNESS, process.name, "start",
                    "FAVSPEC_ADAPTER_TIMEOUT is no number of seconds: %s", seconds);
    return &process.adapter;
}

static double cpu_seconds(int who)
{
    struct rusage usage;

    getrusage(who, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void coprocess_end(void)
{
    pid_t ended = 0;

    if (process.pid <= 0)
        return;
    close(process.to);
    for (int i = 0; i < 200 && ended == 0; i++) {
        ended = waitpid(process.pid, NULL, WNOHANG);
        if (ended == 0)
            usleep(10000);
    }
    if (ended == 0) {
        coprocess_kill();
        waitpid(process.pid, NULL, 0);
    }
    process.pid = 0;
    fprintf(stderr, "coprocess %s: %lu calls, %.2f s CPU of its own, %.2f s ours\n",
            process.name, process.calls, cpu_seconds(RUSAGE_CHILDREN),
            cpu_seconds(RUSAGE_SELF));
    buf_release(&process.frame);
    buf_release(&process.answer);
}
