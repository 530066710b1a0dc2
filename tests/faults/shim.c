/* Calls of the disk made to fail, to be slow, or to write less than asked, for files of a database.
   Loaded with LD_PRELOAD; set from Python with ctypes.CDLL(None).shim_set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SYNC = 0, WRITE = 1 };
static long at[2], seen[2], slow_ms;
static int code[2]; /* errno to answer with; -1: a short write */

void shim_set(int call, long nth, int answer) { at[call] = nth; seen[call] = 0; code[call] = answer; }
void shim_slow(long ms) { slow_ms = ms; }
long shim_seen(int call) { return seen[call]; }

static int ours(int handle) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, ".db") != NULL;
}

static int hit(int call) { return ++seen[call] == at[call]; }

static int synced(int handle, const char *name) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (!ours(handle)) return real(handle);
    if (slow_ms) {
        struct timespec pause = { slow_ms / 1000, slow_ms % 1000 * 1000000L };
        nanosleep(&pause, NULL);
    }
    if (hit(SYNC)) { errno = code[SYNC]; return -1; }
    return real(handle);
}

int fsync(int handle) { return synced(handle, "fsync"); }
int fdatasync(int handle) { return synced(handle, "fdatasync"); }

static ssize_t written(int handle, const void *data, size_t size, off64_t place, const char *name) {
    ssize_t (*real)(int, const void *, size_t, off64_t) =
        (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, name);
    if (ours(handle) && hit(WRITE)) {
        if (code[WRITE] > 0) { errno = code[WRITE]; return -1; }
        size = size / 2 + 1;
    }
    return real(handle, data, size, place);
}

ssize_t pwrite64(int handle, const void *data, size_t size, off64_t place) {
    return written(handle, data, size, place, "pwrite64");
}
ssize_t pwrite(int handle, const void *data, size_t size, off_t place) {
    return written(handle, data, size, place, "pwrite64");
}
