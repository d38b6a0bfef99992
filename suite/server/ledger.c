#include "server/ledger.h"

#include "base/die.h"
#include "server/account_lock.h"
#include "server/ledger_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LEDGER_MAX = 1024 * 1024 };

struct ledger {
    char *file;
    int fd, account;
};

static bool read_all(int fd, struct buf *out)
{
    char chunk[8192];
    ssize_t got = 0;

    lseek(fd, 0, SEEK_SET);
    while (!out->overflow && (got = read(fd, chunk, sizeof(chunk))) > 0)
        buf_add(out, chunk, (size_t)got);
    return got == 0 && !out->overflow;
}

int ledger_read(const char *file, struct arena *mem, struct ledger_facts *out,
                struct buf *why)
{
    int fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct buf text;
    bool fine;

    if (fd < 0) {
        buf_addf(why, "the ledger %s cannot be read: %s", file, strerror(errno));
        return -1;
    }
    buf_init(&text, LEDGER_MAX);
    fine = read_all(fd, &text) && ledger_parse(buf_span(&text), mem, out);
    if (!fine)
        buf_addf(why, "%s is no ledger of favspec", file);
    buf_release(&text);
    close(fd);
    return fine ? 0 : -1;
}

/* Written over what is there, then cut: there is no moment in which the file is empty. */
static bool write_ledger(int fd, const struct target *target)
{
    char *text = ledger_print(target);
    size_t len = strlen(text);
    bool ok = pwrite(fd, text, len, 0) == (ssize_t)len &&
              ftruncate(fd, (off_t)len) == 0 && fsync(fd) == 0;

    free(text);
    return ok;
}

/* The file may have been removed, by the end of another run, before it was locked. */
static bool is_at(int fd, const char *file)
{
    struct stat here, there;

    return fstat(fd, &here) == 0 && stat(file, &there) == 0 &&
           here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

/* A ledger is removed in the end, which a device or a pipe must not be. */
static bool is_regular(int fd)
{
    struct stat here;

    return fstat(fd, &here) == 0 && S_ISREG(here.st_mode);
}

static bool lock(int fd)
{
    const struct timespec pause = { 0, 50000000 };

    for (int i = 0; i < 40; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

static int open_locked(const char *file, struct buf *why)
{
    for (int i = 0; i < 3; i++) {
        int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

        if (fd < 0) {
            buf_addf(why, "the ledger %s cannot be written: %s", file, strerror(errno));
            return -1;
        }
        if (!is_regular(fd)) {
            buf_addf(why, "the ledger %s is no regular file; --ledger names another",
                     file);
            close(fd);
            return -1;
        }
        if (lock(fd) && is_at(fd, file))
            return fd;
        close(fd);
    }
    buf_addf(why, "another run uses the ledger %s at this moment", file);
    return -1;
}

static int prepare(int fd, const char *file, struct target *target, struct buf *why)
{
    struct buf text;
    bool ours, empty;

    buf_init(&text, LEDGER_MAX);
    ours = read_all(fd, &text);
    empty = ours && text.len == 0;
    ours = ours && ledger_adopt(buf_span(&text), target);
    buf_release(&text);
    if (ours)
        return 0;
    if (!empty) {
        buf_addf(
            why,
            "%s is the ledger of another run; favspec restore %s finishes it, or name "
            "another file with --ledger",
            file, file);
        return -1;
    }
    if (write_ledger(fd, target))
        return 0;
    buf_addf(why, "the ledger %s cannot be written: %s", file, strerror(errno));
    unlink(file);
    return -1;
}

struct ledger *ledger_open(const char *file, struct target *target, struct buf *why)
{
    struct ledger *ledger;
    int fd, account = account_lock(target, why);

    if (account < 0)
        return NULL;
    fd = open_locked(file, why);
    if (fd < 0 || prepare(fd, file, target, why) != 0) {
        if (fd >= 0)
            close(fd);
        close(account);
        return NULL;
    }
    ledger = xcalloc(1, sizeof(*ledger));
    *ledger = (struct ledger){ xstrdup(file), fd, account };
    return ledger;
}

void ledger_close(struct ledger *ledger, bool restored)
{
    if (!ledger)
        return;
    if (restored)
        unlink(ledger->file);
    close(ledger->fd);
    close(ledger->account);
    free(ledger->file);
    free(ledger);
}

void ledger_update(struct ledger *ledger, const struct target *target)
{
    if (!write_ledger(ledger->fd, target))
        die("the ledger %s cannot be written: %s", ledger->file, strerror(errno));
}
