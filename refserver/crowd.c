#include "refserver/crowd.h"

#include <sys/resource.h>
#include <sys/socket.h>

enum { MEMBERS_MAX = 2000, OTHER_FILES = 100, FEWEST = 16 };

void crowd_init(struct crowd *crowd, size_t max)
{
    *crowd = (struct crowd){ .max = max };
    pthread_mutex_init(&crowd->lock, NULL);
}

void crowd_release(struct crowd *crowd)
{
    pthread_mutex_destroy(&crowd->lock);
}

static void end_oldest(struct crowd *crowd)
{
    struct crowd_member *oldest = NULL;

    for (struct crowd_member *m = crowd->first; m; m = m->next)
        if (!m->ended && (!oldest || m->heard < oldest->heard))
            oldest = m;
    if (!oldest)
        return;
    oldest->ended = true;
    crowd->count--;
    shutdown(oldest->fd, SHUT_RDWR);
}

void crowd_join(struct crowd *crowd, struct crowd_member *member, int fd)
{
    member->fd = fd;
    crowd_touch(crowd, member);
    pthread_mutex_lock(&crowd->lock);
    if (crowd->count >= crowd->max)
        end_oldest(crowd);
    member->next = crowd->first;
    if (member->next)
        member->next->before = member;
    crowd->first = member;
    crowd->count++;
    pthread_mutex_unlock(&crowd->lock);
}

void crowd_touch(struct crowd *crowd, struct crowd_member *member)
{
    atomic_store_explicit(
        &member->heard, atomic_fetch_add_explicit(&crowd->clock, 1, memory_order_relaxed),
        memory_order_relaxed);
}

void crowd_leave(struct crowd *crowd, struct crowd_member *member)
{
    pthread_mutex_lock(&crowd->lock);
    if (member->before)
        member->before->next = member->next;
    else
        crowd->first = member->next;
    if (member->next)
        member->next->before = member->before;
    crowd->count -= !member->ended;
    pthread_mutex_unlock(&crowd->lock);
}

size_t crowd_room(void)
{
    const rlim_t wanted = 2 * MEMBERS_MAX + OTHER_FILES;
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return FEWEST;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < OTHER_FILES + 2 * FEWEST)
        return FEWEST;
    return files.rlim_cur < wanted ? (size_t)(files.rlim_cur - OTHER_FILES) / 2
                                   : MEMBERS_MAX;
}
