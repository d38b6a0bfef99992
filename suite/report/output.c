#include "report/output.h"

#include "base/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, struct span bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.p, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        bytes = span_from(bytes, (size_t)n);
    }
    return 0;
}

/* Pipes and devices know no fsync and say EINVAL. */
static int sync_file(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS ? 0 : -1;
}

static int write_direct(const char *file, struct span bytes)
{
    int fd = open(file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    int failed, error;

    if (fd < 0)
        return -1;
    failed = write_all(fd, bytes) || sync_file(fd);
    error = errno;
    failed = close(fd) || failed;
    errno = error;
    return failed ? -1 : 0;
}

static int write_stdout(struct span bytes)
{
    return fflush(stdout) || write_all(STDOUT_FILENO, bytes) ? -1 : 0;
}

/* Makes every folder that `file` lies in. */
static int make_folders(char *file)
{
    for (char *p = strchr(file + 1, '/'); p; p = strchr(p + 1, '/')) {
        int failed;

        *p = '\0';
        failed =
            mkdir(file, 0777) && errno != EEXIST && errno != EROFS && errno != EACCES;
        *p = '/';
        if (failed)
            return -1;
    }
    return 0;
}

static char *temporary_name(const char *file)
{
    const char *slash = strrchr(file, '/');
    struct buf name;

    buf_init(&name, BUF_MAX_TEXT);
    buf_add(&name, file, slash ? (size_t)(slash - file) + 1 : 0);
    buf_addf(&name, ".favspec.%ld.tmp", (long)getpid());
    return buf_take(&name);
}

static int open_temporary(const char *name, const struct stat *old)
{
    int fd;

    /* Left behind by a process that was killed and had our number. */
    unlink(name);
    fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 && old->st_mode)
        (void)!fchmod(fd, old->st_mode & 0777);
    return fd;
}

static void sync_folder(const char *file)
{
    const char *slash = strrchr(file, '/');
    char *folder = slash ? xmemdup0(file, (size_t)(slash - file) + 1) : xstrdup(".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    free(folder);
}

static int replace_by(const char *name, int fd, const char *file, struct span bytes)
{
    int failed = write_all(fd, bytes) || sync_file(fd);
    int error = errno;

    if (close(fd) && !failed) {
        failed = 1;
        error = errno;
    }
    if (!failed && rename(name, file) == 0) {
        sync_folder(file);
        return 0;
    }
    error = failed ? error : errno;
    unlink(name);
    errno = error;
    return -1;
}

static int write_renamed(char *file, const struct stat *old, struct span bytes)
{
    char *name;
    int fd, failed, error;

    if (make_folders(file))
        return -1;
    name = temporary_name(file);
    fd = open_temporary(name, old);
    failed = fd < 0 || replace_by(name, fd, file, bytes);
    error = errno;
    free(name);
    errno = error;
    return failed ? -1 : 0;
}

static int write_file(const char *file, struct span bytes)
{
    struct stat old = { 0 };
    char *real;
    int failed, error;

    if (stat(file, &old) == 0 && !S_ISREG(old.st_mode))
        return write_direct(file, bytes);
    real = realpath(file, NULL);
    if (!real)
        real = xstrdup(file);
    failed = write_renamed(real, &old, bytes);
    error = errno;
    free(real);
    errno = error;
    return failed;
}

int output_write(const char *file, struct span bytes, struct buf *why)
{
    bool to_stdout = strcmp(file, "-") == 0;

    errno = 0;
    if ((to_stdout ? write_stdout(bytes) : write_file(file, bytes)) == 0)
        return 0;
    buf_addf(why, "%s could not be written: %s", to_stdout ? "standard output" : file,
             errno ? strerror(errno) : "short write");
    return -1;
}
