#include "report/progress.h"

#include <stdio.h>
#include <time.h>

enum { BAR_WIDTH = 30, LINE_WIDTH = 76, REDRAW_MS = 100 };

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void add_bar(struct buf *out, size_t done, size_t planned)
{
    size_t full = planned ? done * BAR_WIDTH / planned : 0;

    buf_add_char(out, '[');
    for (size_t i = 0; i < BAR_WIDTH; i++)
        buf_add_char(out, i < full ? '=' : ' ');
    buf_add_char(out, ']');
}

static void add_failed(struct buf *out, const struct progress *progress)
{
    bool red = progress->color && progress->failed;

    buf_addf(out, ", %s%zu failed%s", red ? "\033[31m" : "", progress->failed,
             red ? "\033[0m" : "");
}

static void add_remaining(struct buf *out, const struct progress *progress, int64_t now)
{
    int64_t spent = now - progress->started_ms;
    size_t left = progress->planned - progress->done;
    int64_t seconds;

    if (!progress->done || progress->done >= progress->planned)
        return;
    seconds = (spent * (int64_t)left / (int64_t)progress->done + 999) / 1000;
    buf_addf(out, ", %d:%02d left", (int)(seconds / 60), (int)(seconds % 60));
}

void progress_line(const struct progress *progress, int64_t now, struct buf *out)
{
    struct progress p = *progress;

    if (p.planned < p.done)
        p.planned = p.done;
    add_bar(out, p.done, p.planned);
    buf_addf(out, " %zu/%zu", p.done, p.planned);
    add_failed(out, &p);
    add_remaining(out, &p, now);
}

static void show(struct progress *progress, int64_t now)
{
    struct buf line;

    buf_init(&line, BUF_MAX_TEXT);
    progress_line(progress, now, &line);
    fprintf(stderr, "\r%-*s", LINE_WIDTH, line.p);
    fflush(stderr);
    buf_release(&line);
    progress->shown_ms = now;
}

void progress_start(struct progress *progress, size_t planned, bool enabled, bool color)
{
    *progress = (struct progress){
        .planned = planned,
        .started_ms = now_ms(),
        .enabled = enabled,
        .color = color,
    };
    if (enabled)
        show(progress, progress->started_ms);
}

void progress_step(struct progress *progress, const struct result *result)
{
    int64_t now = now_ms();

    progress->done++;
    progress->failed += result->verdict == VERDICT_FAIL;
    if (!progress->enabled)
        return;
    if (progress->done >= progress->planned || now - progress->shown_ms >= REDRAW_MS)
        show(progress, now);
}

void progress_end(struct progress *progress)
{
    if (progress->enabled)
        fprintf(stderr, "\r%*s\r", LINE_WIDTH, "");
    progress->enabled = false;
}
