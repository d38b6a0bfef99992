#include "fuzz/host/coprocess.h"

#include "base/die.h"
#include "fuzz/host/finding.h"
#include "fuzz/host/quirks.h"
#include "fuzz/host/reply.h"

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

/* Sends the frame that was begun and reads the answer. */
static void exchange(const char *function, struct reply *reply)
{
    frame_close(&process.frame);
    check(frame_write(process.to, &process.frame, process.deadline_ms), function);
    check(frame_read(process.from, &process.answer, process.deadline_ms), function);
    process.calls++;
    reply_begin(reply, buf_span(&process.answer));
}

static int result_of(const struct reply *reply, const char *function)
{
    if (reply->fault)
        finding_end(FINDING_HARNESS, process.name, function, "%s", reply->fault);
    return reply->result;
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
    struct reply reply;

    frame_open(&process.frame, 'S');
    add_request(request);
    exchange("sign", &reply);
    reply_sign(&reply, out);
    return result_of(&reply, "sign");
}

static int call_verify(const struct fav_request *request, struct fav_in authorization)
{
    struct reply reply;

    frame_open(&process.frame, 'V');
    add_request(request);
    frame_add(&process.frame, authorization);
    exchange("verify", &reply);
    return result_of(&reply, "verify");
}

static int call_status(struct fav_in json, struct fav_status *out)
{
    struct reply reply;

    frame_open(&process.frame, 'J');
    frame_add(&process.frame, json);
    exchange("status", &reply);
    reply_status(&reply, out);
    return result_of(&reply, "status");
}

static int call_error(int32_t http_status, struct fav_in body, struct fav_error *out)
{
    struct reply reply;
    char text[16];
    int len = snprintf(text, sizeof(text), "%d", http_status);

    frame_open(&process.frame, 'E');
    frame_add(&process.frame, (struct fav_in){ (const uint8_t *)text, (size_t)len });
    frame_add(&process.frame, body);
    exchange("error", &reply);
    reply_error(&reply, out);
    return result_of(&reply, "error");
}

static int call_shape(struct fav_in schema, struct fav_in document)
{
    struct reply reply;

    frame_open(&process.frame, 'M');
    frame_add(&process.frame, schema);
    frame_add(&process.frame, document);
    exchange("shape", &reply);
    return result_of(&reply, "shape");
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
    struct span name, version, functions, quirks;
    struct reply reply;

    frame_open(&process.frame, 'H');
    frame_add(&process.frame, (struct fav_in){ (const uint8_t *)abi, sizeof(abi) - 1 });
    exchange("hello", &reply);
    name = reply_text(&reply);
    version = reply_text(&reply);
    functions = reply_text(&reply);
    quirks = reply_text(&reply);
    if (result_of(&reply, "hello") != FAV_OK)
        finding_end(FINDING_HARNESS, process.name, "hello",
                    "the process does not speak version %s", abi);
    a->name = keep_text(process.name, name);
    a->version = keep_text(process.version, version);
    if (!quirks_parse(quirks, &a->quirks))
        finding_end(FINDING_HARNESS, process.name, "hello", "unknown quirk in: %.*s",
                    SPAN_ARG(quirks));
    a->sign = has_word(functions, "sign") ? call_sign : NULL;
    a->verify = has_word(functions, "verify") ? call_verify : NULL;
    a->status = has_word(functions, "status") ? call_status : NULL;
    a->error = has_word(functions, "error") ? call_error : NULL;
    a->shape = has_word(functions, "shape") ? call_shape : NULL;
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
