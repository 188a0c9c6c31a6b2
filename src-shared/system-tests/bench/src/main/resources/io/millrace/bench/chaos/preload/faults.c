/*
 * Faults of the storage and of the clock for one process, without privileges. Loaded with LD_PRELOAD, in place of the C
 * library's functions of these names. CHAOS_FOLDER is the folder whose files fail, CHAOS_CONTROL a file of struct control,
 * which another process changes at any time. Without them, and as long as the file holds zeros, every call passes through.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* The values of DiskFault. */
enum { NONE, FULL, READ_ONLY, WRITE_ERROR, SYNC_ERROR, SLOW };

/* The layout of FaultControl. */
struct control {
    int32_t storage;
    int32_t percent;      /* of the calls that fail */
    int32_t delay_micros; /* of SLOW */
    int32_t hits;         /* calls that failed or were slow, since the file was made */
    int64_t clock_seconds;   /* ahead of the machine's clock, or behind it */
    int64_t storage_seconds; /* the same of the storage, which gives files their times */
};

static struct control passing;
static struct control *control = &passing;
static const char *folder = "";
static size_t folder_length;

__attribute__((constructor)) static void start(void) {
    const char *file = getenv("CHAOS_CONTROL");
    const char *below = getenv("CHAOS_FOLDER");
    if (!file || !below) {
        return;
    }
    int fd = open(file, O_RDWR | O_CLOEXEC);
    void *map = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) {
        perror(file);
        _exit(70); /* A process that no fault reaches would prove nothing. */
    }
    close(fd);
    folder = below;
    folder_length = strlen(below);
    control = map;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) { \
        real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
    }

static int below(const char *path) {
    return folder_length && !strncmp(path, folder, folder_length) && (!path[folder_length] || path[folder_length] == '/');
}

static int belongs(int fd) {
    char name[32], path[4096];
    int before = errno;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    errno = before;
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    return below(path);
}

/* Whether this call is one of those that the fault concerns. */
static int drawn(void) {
    static uint64_t calls;
    uint64_t z = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) * 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    if ((int32_t)((z ^ (z >> 31)) % 100) >= control->percent) {
        return 0;
    }
    __atomic_add_fetch(&control->hits, 1, __ATOMIC_RELAXED);
    return 1;
}

static void pause_of(int32_t micros) {
    struct timespec length = {micros / 1000000, micros % 1000000 * 1000L};
    nanosleep(&length, NULL);
}

/* The error of a call that changes a folder or creates a file, or 0. A full disk still takes names. */
static int change(const char *path) {
    int fault = control->storage;
    if (fault == NONE || fault == FULL || fault == SYNC_ERROR || !below(path) || !drawn()) {
        return 0;
    }
    if (fault == SLOW) {
        pause_of(control->delay_micros);
        return 0;
    }
    return fault == READ_ONLY ? EROFS : EIO;
}

#define CHANGE(path, call) \
    int error = change(path); \
    if (error) { \
        errno = error; \
        return -1; \
    } \
    return call

static int writes(int flags) {
    return (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
}

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name) \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        if (!writes(flags)) { \
            return real(path, flags, mode); \
        } \
        CHANGE(path, real(path, flags, mode)); \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name) \
    int name(int at, const char *path, int flags, ...) { \
        REAL(name) \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        if (!writes(flags)) { \
            return real(at, path, flags, mode); \
        } \
        CHANGE(path, real(at, path, flags, mode)); \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir)
    CHANGE(path, real(path, mode));
}

int unlink(const char *path) {
    REAL(unlink)
    CHANGE(path, real(path));
}

int rmdir(const char *path) {
    REAL(rmdir)
    CHANGE(path, real(path));
}

int rename(const char *from, const char *to) {
    REAL(rename)
    CHANGE(to, real(from, to));
}

/* A journal that cannot be written: the name may be there or not, and the caller gets an error either way. */
int link(const char *from, const char *to) {
    REAL(link)
    int error = change(to);
    if (!error) {
        return real(from, to);
    }
    if (error == EIO && control->hits % 2) {
        real(from, to);
    }
    errno = error;
    return -1;
}

/* How many bytes a write may take: all; or 0, with errno set. A full disk takes half of what is left, until it takes nothing. */
static size_t room(int fd, size_t wanted) {
    int fault = control->storage;
    if (fault == NONE || fault == SYNC_ERROR || !wanted || !belongs(fd) || !drawn()) {
        return wanted;
    }
    if (fault == SLOW) {
        pause_of(control->delay_micros);
        return wanted;
    }
    if (fault == FULL && wanted > 1) {
        return wanted / 2;
    }
    errno = fault == FULL ? ENOSPC : fault == READ_ONLY ? EROFS : EIO;
    return 0;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(write)
    size_t taken = room(fd, count);
    return count && !taken ? -1 : real(fd, bytes, taken);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    REAL(pwrite)
    size_t taken = room(fd, count);
    return count && !taken ? -1 : real(fd, bytes, taken, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    REAL(pwrite64)
    size_t taken = room(fd, count);
    return count && !taken ? -1 : real(fd, bytes, taken, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev)
    if (control->storage == NONE || count < 1 || !belongs(fd)) {
        return real(fd, parts, count);
    }
    return write(fd, parts[0].iov_base, parts[0].iov_len);
}

/* The error of an fsync, or 0. What could not be written is lost, as in Linux: a second fsync would succeed. */
static int sync_error(int fd) {
    int fault = control->storage;
    int64_t ahead = control->clock_seconds + control->storage_seconds;
    if ((fault == NONE || fault == FULL || fault == READ_ONLY) && !ahead) {
        return 0;
    }
    if (!belongs(fd)) {
        return 0;
    }
    if (ahead) { /* A file gets its time from a clock that is wrong. */
        struct timespec times[2];
        clock_gettime(CLOCK_REALTIME, &times[0]);
        times[0].tv_sec += control->storage_seconds;
        times[1] = times[0];
        futimens(fd, times);
    }
    if (fault == NONE || fault == FULL || fault == READ_ONLY || !drawn()) {
        return 0;
    }
    if (fault == SLOW) {
        pause_of(control->delay_micros);
        return 0;
    }
    if (ftruncate(fd, 0)) {
        return errno;
    }
    return EIO;
}

#define SYNCING(name) \
    int name(int fd) { \
        REAL(name) \
        int error = sync_error(fd); \
        if (error) { \
            errno = error; \
            return -1; \
        } \
        return real(fd); \
    }
SYNCING(fsync)
SYNCING(fdatasync)

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime)
    int result = real(clock, now);
    if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += control->clock_seconds;
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    REAL(gettimeofday)
    int result = real(now, zone);
    if (!result) {
        now->tv_sec += control->clock_seconds;
    }
    return result;
}

time_t time(time_t *now) {
    REAL(time)
    time_t result = real(NULL) + control->clock_seconds;
    if (now) {
        *now = result;
    }
    return result;
}
