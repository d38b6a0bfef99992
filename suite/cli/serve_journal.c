#include "cli/serve_journal.h"

#include "base/die.h"
#include "cli/serve_entry.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64 * 1024 };

struct journal {
    struct journal_options options;
    struct redactor redactor; /* with tokens and signatures as they are */
    struct diagnosis_memory memory;
    pthread_t thread;
    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t news;
    struct entry *ring[JOURNAL_COUNT_MAX];
    uint64_t first, last; /* numbers kept; first > last: none */
    uint64_t next;        /* to be examined by the thread */
    uint64_t lost;        /* dropped before they were examined */
    size_t bytes;
    bool waiting, stopping;
};

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct entry **slot(struct journal *j, uint64_t number)
{
    return &j->ring[number % JOURNAL_COUNT_MAX];
}

static void drop_first(struct journal *j)
{
    struct entry *entry = *slot(j, j->first);

    *slot(j, j->first++) = NULL;
    j->bytes -= entry->weight;
    entry->evicted = true;
    if (!entry->pins)
        entry_free(entry);
}

static void make_room(struct journal *j, size_t count, size_t bytes)
{
    while (j->first <= j->last && (j->last - j->first + 1 + count > JOURNAL_COUNT_MAX ||
                                   j->bytes + bytes > JOURNAL_BYTES_MAX))
        drop_first(j);
    if (j->next < j->first) {
        j->lost += j->first - j->next;
        j->next = j->first;
    }
}

void journal_add(struct journal *j, const struct http_request *request,
                 const struct http_response *response, const struct endpoint_seen *seen)
{
    struct entry *entry = entry_new(request, response, seen, wall_ms());
    bool urgent = !j->options.quiet || !entry_looks_right(entry);

    pthread_mutex_lock(&j->lock);
    make_room(j, 1, entry->weight);
    entry->number = ++j->last;
    *slot(j, entry->number) = entry;
    j->bytes += entry->weight;
    if (j->waiting && urgent)
        pthread_cond_signal(&j->news);
    pthread_mutex_unlock(&j->lock);
}

static void write_all(const struct buf *text)
{
    struct span rest = buf_span(text);

    while (rest.len) {
        ssize_t sent = write(STDERR_FILENO, rest.p, rest.len);

        if (sent <= 0)
            return;
        rest = span_from(rest, (size_t)sent);
    }
}

static void add_lost(struct journal *j, struct buf *text)
{
    if (j->lost && !j->options.quiet)
        buf_addf(text, "%llu requests came too fast to be looked at\n",
                 (unsigned long long)j->lost);
    j->lost = 0;
}

/* Takes the next entry out of the lock's reach; NULL when there is none. */
static struct entry *take_next(struct journal *j)
{
    struct entry *entry;

    while (j->next <= j->last && j->options.quiet && entry_looks_right(*slot(j, j->next)))
        j->next++;
    if (j->next > j->last)
        return NULL;
    entry = *slot(j, j->next++);
    entry->pins++;
    return entry;
}

static void give_back(struct entry *entry)
{
    entry->pins--;
    entry->examined = true;
    if (entry->evicted && !entry->pins)
        entry_free(entry);
}

static void weigh(struct journal *j, struct entry *entry)
{
    const struct oauth_autopsy *autopsy =
        entry->diagnosis ? &entry->diagnosis->autopsy : NULL;
    size_t more = autopsy ? sizeof(*entry->diagnosis) + autopsy->expected.len +
                                autopsy->matched.len + autopsy->authorization.len
                          : 0;

    if (entry->evicted)
        return;
    entry->weight += more;
    j->bytes += more;
}

/* One round: with the lock held at both ends. */
static void examine_next(struct journal *j, struct entry *entry, struct buf *text)
{
    uint64_t waiting = j->last - entry->number;

    pthread_mutex_unlock(&j->lock);
    entry_examine(entry, &j->options, &j->redactor, waiting, &j->memory);
    if (!j->options.quiet)
        entry_write_line(entry, &j->redactor, text);
    pthread_mutex_lock(&j->lock);
    weigh(j, entry);
    give_back(entry);
    make_room(j, 0, 0);
}

static void print(struct journal *j, struct buf *text)
{
    pthread_mutex_unlock(&j->lock);
    write_all(text);
    buf_reset(text);
    pthread_mutex_lock(&j->lock);
}

static void *work(void *context)
{
    struct journal *j = context;
    struct entry *entry;
    struct buf text;

    buf_init(&text, BUF_MAX_REPORT);
    pthread_mutex_lock(&j->lock);
    for (;;) {
        add_lost(j, &text);
        entry = take_next(j);
        if (entry)
            examine_next(j, entry, &text);
        if (text.len > BATCH || (text.len && !entry))
            print(j, &text);
        if (entry || j->next <= j->last)
            continue;
        if (j->stopping)
            break;
        j->waiting = true;
        pthread_cond_wait(&j->news, &j->lock);
        j->waiting = false;
    }
    pthread_mutex_unlock(&j->lock);
    buf_release(&text);
    return NULL;
}

static void hide_secrets(struct redactor *redactor,
                         const struct oauth_credentials *credentials, bool show)
{
    struct buf key;

    buf_init(&key, BUF_MAX_TEXT);
    oauth_key(&key, credentials, NULL);
    redactor_init(redactor);
    redactor->show = show;
    redactor_add(redactor, credentials->consumer_secret);
    redactor_add(redactor, credentials->token_secret);
    redactor_add(redactor, buf_span(&key));
    buf_release(&key);
}

struct journal *journal_new(const struct journal_options *options)
{
    struct journal *j = xcalloc(1, sizeof(*j));

    j->options = *options;
    j->first = j->next = 1;
    hide_secrets(&j->redactor, &options->credentials, true);
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->news, NULL);
    if (pthread_create(&j->thread, NULL, work, j) != 0)
        die("no thread");
    return j;
}

void journal_stop(struct journal *j)
{
    pthread_mutex_lock(&j->lock);
    j->stopping = true;
    pthread_cond_signal(&j->news);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
}

void journal_free(struct journal *j)
{
    while (j->first <= j->last)
        drop_first(j);
    redactor_release(&j->redactor);
    pthread_cond_destroy(&j->news);
    pthread_mutex_destroy(&j->lock);
    free(j);
}

/* The last number up to which every request is examined; with the lock held. */
static uint64_t settle(struct journal *j)
{
    uint64_t number = j->first;

    for (; number <= j->last; number++) {
        struct entry *entry = *slot(j, number);

        if (entry->examined)
            continue;
        if (!j->options.quiet || !entry_looks_right(entry))
            break;
        entry_examine(entry, &j->options, &j->redactor, 0, NULL);
        weigh(j, entry);
        entry->examined = true;
    }
    return number - 1;
}

static void write_counts(struct journal *j, uint64_t last, struct json_writer *w)
{
    int64_t counts[DIAGNOSIS_INFO + 1] = { 0 };

    for (uint64_t n = j->first; n <= last; n++)
        counts[entry_verdict(*slot(j, n))]++;
    json_writer_open(w, "counts", '{');
    for (int i = 0; i <= DIAGNOSIS_INFO; i++)
        json_writer_int(w, diagnosis_verdict_name((enum diagnosis_verdict)i), counts[i]);
    json_writer_close(w, '}');
}

static void write_wished(struct journal *j, const struct page_wish *wish, uint64_t last,
                         struct json_writer *w)
{
    uint64_t from = wish->before && wish->before <= last ? wish->before - 1 : last;
    size_t count = 0;

    json_writer_open(w, "requests", '[');
    for (uint64_t n = from; n >= j->first && n > wish->after && count < wish->count;
         n--, count++)
        entry_write_json(*slot(j, n), &j->options, &j->redactor, w);
    json_writer_close(w, ']');
}

void journal_write_json(void *journal, const struct page_wish *wish, struct buf *out)
{
    struct journal *j = journal;
    struct json_writer w;
    uint64_t last;

    json_writer_init(&w, out);
    pthread_mutex_lock(&j->lock);
    last = settle(j);
    json_writer_open(&w, NULL, '{');
    json_writer_int(&w, "first", (int64_t)j->first);
    json_writer_int(&w, "last", (int64_t)last);
    write_counts(j, last, &w);
    write_wished(j, wish, last, &w);
    json_writer_close(&w, '}');
    pthread_mutex_unlock(&j->lock);
}

void journal_report(struct journal *j, struct result_set *set)
{
    struct redactor redactor;

    hide_secrets(&redactor, &j->options.credentials, j->options.show_secrets);
    settle(j);
    if (j->first > 1)
        result_set_note(set, "%llu earlier requests are not in this report",
                        (unsigned long long)(j->first - 1));
    for (uint64_t n = j->first; n <= j->last; n++)
        entry_report(*slot(j, n), &redactor, set);
    redactor_release(&redactor);
}
