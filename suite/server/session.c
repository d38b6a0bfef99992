#include "server/session.h"

#include <stdarg.h>
#include <stdlib.h>

static void tell_secrets(struct session *s)
{
    for (int who = 0; who < WHO_COUNT; who++) {
        redactor_add(&s->redactor, s->subject.as[who].consumer_secret);
        redactor_add(&s->redactor, s->subject.as[who].token_secret);
    }
}

void session_init(struct session *s, const struct target *target,
                  const struct conformance_case *test, unsigned index,
                  struct client *client, struct result *result)
{
    *s = (struct session){
        .target = target, .test = test, .client = client, .result = result
    };
    redactor_init(&s->redactor);
    s->redactor.show = target->options.show_secrets;
    target_subject(target, index, &s->mem, &s->subject);
    tell_secrets(s);
    client_set_timeout(client, atomic_load(&target->shared->hung)
                                   ? 2000
                                   : target->options.client.timeout_ms);
}

static void record_release(struct record *record)
{
    http_request_release(&record->request);
    http_response_release(&record->response);
}

void session_release(struct session *s)
{
    for (int i = 0; i < CASE_STEPS_MAX; i++)
        record_release(&s->records[i]);
    for (int i = 0; i < PARALLEL_MAX; i++)
        record_release(&s->side[i]);
    free(s->likes_before.ids);
    redactor_release(&s->redactor);
    arena_release(&s->mem);
}

void session_restart(struct session *s)
{
    s->finding_count = 0;
    s->unstable[0] = '\0';
    s->skipped = s->broken = s->inconclusive = false;
    s->why = SPAN("");
}

void session_find(struct session *s, enum requirement_id requirement, enum tier tier,
                  const char *expected, struct span got, const char *reason)
{
    if (s->finding_count == FINDINGS_MAX)
        return;
    s->findings[s->finding_count++] = (struct finding){
        .requirement = requirement,
        .tier = tier,
        .reason = arena_copy(&s->mem, span_of(reason)),
        .expected = arena_copy(&s->mem, span_of(expected)),
        .got = arena_copy(&s->mem, got),
    };
}

bool session_over(const struct session *s)
{
    return s->skipped || s->broken || s->inconclusive;
}

__attribute__((format(printf, 3, 0))) static void end(struct session *s, bool *flag,
                                                      const char *format, va_list args)
{
    struct buf text;

    if (session_over(s))
        return;
    *flag = true;
    buf_init(&text, BUF_MAX_TEXT);
    buf_addv(&text, format, args);
    s->why = arena_copy(&s->mem, buf_span(&text));
    buf_release(&text);
}

#define END(function, flag)                                                              \
    void function(struct session *s, const char *format, ...)                            \
    {                                                                                    \
        va_list args;                                                                    \
                                                                                         \
        va_start(args, format);                                                          \
        end(s, &s->flag, format, args);                                                  \
        va_end(args);                                                                    \
    }

END(session_skip, skipped)
END(session_break, broken)
END(session_doubt, inconclusive)
