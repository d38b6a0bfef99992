/* The open connections of the daemon. When there are too many, the one that has waited
 * longest for its answer, or since it, is ended: whoever only holds connections open
 * cannot keep others out. */
#ifndef FAVSPEC_REFSERVER_CROWD_H
#define FAVSPEC_REFSERVER_CROWD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd {
    pthread_mutex_t lock;
    struct crowd_member *first;
    size_t count, max; /* those that were ended do not count */
    atomic_uint_fast64_t clock;
};

/* Embedded in the connection's own state. */
struct crowd_member {
    struct crowd_member *next, *before;
    int fd;
    bool ended;
    atomic_uint_fast64_t heard; /* the crowd's clock when it came or was answered */
};

void crowd_init(struct crowd *crowd, size_t max);
void crowd_release(struct crowd *crowd);
/* Takes a new connection in; ends another one when there are too many. */
void crowd_join(struct crowd *crowd, struct crowd_member *member, int fd);
/* It was answered. */
void crowd_touch(struct crowd *crowd, struct crowd_member *member);
/* To be called before its descriptor is closed. */
void crowd_leave(struct crowd *crowd, struct crowd_member *member);

/* Raises the limit of open files as far as it helps, and returns how many connections
 * there may be. */
size_t crowd_room(void);

#endif
