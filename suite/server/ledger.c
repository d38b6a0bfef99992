#include "server/ledger.h"

#include "base/die.h"
#include "server/account_lock.h"

#include <cjson/cJSON.h>
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

static const char *text_of(const cJSON *root, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, name);

    return cJSON_IsString(item) ? item->valuestring : "";
}

static void take_likes(struct target *target, const cJSON *root)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "likes"), *item;
    const cJSON *liked = cJSON_GetObjectItemCaseSensitive(root, "liked");
    struct likes *likes = &target->likes_before;

    target->liked_before = cJSON_IsBool(liked) ? cJSON_IsTrue(liked) : -1;
    free(likes->ids);
    *likes = (struct likes){ .known = cJSON_IsArray(list) };
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item) || strlen(item->valuestring) >= sizeof(likes->ids[0]) ||
            likes->count == LIKES_MAX)
            continue;
        likes->ids = xrealloc(likes->ids, (likes->count + 1) * sizeof(likes->ids[0]));
        memset(likes->ids[likes->count], 0, sizeof(likes->ids[0]));
        memcpy(likes->ids[likes->count++], item->valuestring, strlen(item->valuestring));
    }
}

/* 0: nothing in it; 1: taken over; -1: not ours. */
static int adopt(const char *file, struct span text, struct target *target,
                 struct buf *why)
{
    cJSON *root;
    bool same;

    if (text.len == 0)
        return 0;
    root = cJSON_ParseWithLength(text.p, text.len);
    same = root && strcmp(text_of(root, "schema"), "favspec/ledger-1") == 0 &&
           strcmp(text_of(root, "url"), target->options.url) == 0 &&
           strcmp(text_of(root, "status_id"), target->options.status_id) == 0 &&
           strcmp(text_of(root, "token"), target->options.token) == 0;
    if (same)
        take_likes(target, root);
    else
        buf_addf(
            why,
            "%s is the ledger of another run; favspec restore %s finishes it, or name "
            "another file with --ledger",
            file, file);
    cJSON_Delete(root);
    return same ? 1 : -1;
}

static const char *const path_names[RESOURCE_COUNT] = {
    [RESOURCE_DESTROY] = "destroy", [RESOURCE_CREATE] = "create",
    [RESOURCE_SHOW] = "show",       [RESOURCE_LIST] = "list",
    [RESOURCE_VERIFY] = "verify",
};

/* Where the resources are: restoring must not depend on a configuration file. */
static void print_profile(cJSON *root, const struct profile *profile)
{
    cJSON *object = cJSON_AddObjectToObject(root, "profile");

    cJSON_AddStringToObject(object, "preset", profile->name);
    for (int i = 0; i < RESOURCE_COUNT; i++) {
        const char *path = profile_path(profile, (enum resource)i);

        cJSON_AddStringToObject(object, path_names[i], path ? path : "none");
    }
    cJSON_AddStringToObject(object, "id", profile->id_in_body ? "body" : "query");
}

static int read_profile(const cJSON *root, struct profile *out, struct buf *why)
{
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(root, "profile"), *item;
    struct profile profile = *profile_preset("x-1.1", why);

    cJSON_ArrayForEach(item, object)
    {
        if (!cJSON_IsString(item) ||
            profile_key(&profile, item->string, item->valuestring, why) != 0)
            return -1;
    }
    *out = profile;
    return 0;
}

static char *print_ledger(const struct target *target)
{
    cJSON *root = cJSON_CreateObject();
    char *text;

    cJSON_AddStringToObject(root, "schema", "favspec/ledger-1");
    cJSON_AddStringToObject(root, "url", target->options.url);
    cJSON_AddStringToObject(root, "status_id", target->options.status_id);
    cJSON_AddStringToObject(root, "consumer_key", target->options.consumer_key);
    cJSON_AddStringToObject(root, "token", target->options.token);
    print_profile(root, &target->options.profile);
    if (target->liked_before >= 0)
        cJSON_AddBoolToObject(root, "liked", target->liked_before);
    if (target->likes_before.known) {
        cJSON *list = cJSON_AddArrayToObject(root, "likes");

        for (size_t i = 0; i < target->likes_before.count; i++)
            cJSON_AddItemToArray(list, cJSON_CreateString(target->likes_before.ids[i]));
    }
    text = cJSON_Print(root);
    cJSON_Delete(root);
    return text;
}

int ledger_read(const char *file, struct arena *mem, struct ledger_facts *out,
                struct buf *why)
{
    int fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct profile profile;
    struct buf text;
    cJSON *root;
    int result = -1;

    if (fd < 0) {
        buf_addf(why, "the ledger %s cannot be read: %s", file, strerror(errno));
        return -1;
    }
    buf_init(&text, LEDGER_MAX);
    root = read_all(fd, &text) ? cJSON_ParseWithLength(text.p, text.len) : NULL;
    if (root && strcmp(text_of(root, "schema"), "favspec/ledger-1") == 0 &&
        read_profile(root, &profile, why) == 0) {
        *out = (struct ledger_facts){
            arena_str(mem, span_of(text_of(root, "url"))),
            arena_str(mem, span_of(text_of(root, "status_id"))),
            arena_str(mem, span_of(text_of(root, "consumer_key"))),
            arena_str(mem, span_of(text_of(root, "token"))),
            profile,
        };
        result = 0;
    } else {
        buf_reset(why);
        buf_addf(why, "%s is no ledger of favspec", file);
    }
    cJSON_Delete(root);
    buf_release(&text);
    close(fd);
    return result;
}

/* Written over what is there, then cut: there is no moment in which the file is empty. */
static bool write_ledger(int fd, const struct target *target)
{
    char *text = print_ledger(target);
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
    int adopted;

    buf_init(&text, LEDGER_MAX);
    adopted = read_all(fd, &text) ? adopt(file, buf_span(&text), target, why) : -1;
    buf_release(&text);
    if (adopted)
        return adopted < 0 ? -1 : 0;
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
