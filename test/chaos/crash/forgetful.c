// A disk that forgets: preloaded into a process, it keeps beside a data folder what a power failure would leave of it.
//
//   FORGETFUL_FOLDER  the data folder, absolute and without links
//   FORGETFUL_DISK    what is durable of it: `.inodes/` holds the content of each file as of its last fsync; the rest are
//                     names, hard links to it, as of the last fsync of their folder
//
// forgetful.ts prepares the disk and reads it after a kill. What is not synchronised is not there: not a byte of a file,
// not a name, not a removal. A folder whose own name was not synchronised is not there with all that is in it.
// Not covered: memory maps (SQLite's -shm, which no recovery needs) and part of a write that the disk tore.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define PATH 4096

static const char *folder, *disk;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/** Bytes written and not yet synchronised. */
static struct dirty { char key[64]; off_t from, length; } *dirty;
static size_t count, capacity;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("FORGETFUL_FOLDER");
  disk = getenv("FORGETFUL_DISK");
}

static void broken(const char *what) {
  fprintf(stderr, "forgetful: %s: %s\n", what, strerror(errno));
  abort();
}

/** Tells a file from any other that there ever was: numbers of inodes are used again, but not at the same moment. */
static void key_of(const struct statx *about, char *key) {
  snprintf(key, 64, "%llu-%lld%09u", (unsigned long long)about->stx_ino, (long long)about->stx_btime.tv_sec,
           about->stx_btime.tv_nsec);
}

/** Whether a descriptor is of something in the folder; its path from there, and what it is. */
static int inside(int fd, char *relative, struct statx *about) {
  if (!folder || !disk) return 0;
  char link[64], path[PATH];
  if (statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, about) != 0) return 0;
  if (!S_ISREG(about->stx_mode) && !S_ISDIR(about->stx_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  size_t prefix = strlen(folder);
  if (length < (ssize_t)prefix || strncmp(path, folder, prefix) != 0) return 0;
  path[length] = 0;
  if (path[prefix] != '/' && path[prefix] != 0) return 0;
  snprintf(relative, PATH, "%s", path + prefix);
  return 1;
}

static void wrote(int fd, off_t from, off_t length) {
  int error = errno;
  char relative[PATH];
  struct statx about;
  if (length > 0 && inside(fd, relative, &about) && S_ISREG(about.stx_mode)) {
    pthread_mutex_lock(&mutex);
    if (count == capacity) dirty = realloc(dirty, (capacity = capacity ? 2 * capacity : 256) * sizeof *dirty);
    if (!dirty) broken("realloc");
    key_of(&about, dirty[count].key);
    dirty[count].from = from;
    dirty[count++].length = length;
    pthread_mutex_unlock(&mutex);
  }
  errno = error;
}

/** The ranges of one file written so far, taken out of the list. */
static size_t take(const char *key, struct dirty **own) {
  size_t kept = 0, taken = 0;
  *own = malloc((count + 1) * sizeof **own);
  for (size_t i = 0; i < count; i++) {
    if (strcmp(dirty[i].key, key) == 0) (*own)[taken++] = dirty[i];
    else dirty[kept++] = dirty[i];
  }
  count = kept;
  return taken;
}

static int content(const char *key, int flags) {
  char path[PATH];
  snprintf(path, sizeof path, "%s/.inodes/%s", disk, key);
  return open(path, flags | O_CLOEXEC, 0600);
}

/** The disk now has these bytes of the file, and its length. */
static void keep(int fd, const char *key, const struct dirty *own, size_t ranges) {
  static char buffer[1 << 16];
  struct stat now;
  char self[64];
  snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
  int from = open(self, O_RDONLY | O_CLOEXEC), to = content(key, O_WRONLY | O_CREAT);
  if (from < 0 || to < 0 || fstat(from, &now) != 0) broken("keeping a file");
  for (size_t i = 0; i < ranges; i++) {
    for (off_t at = own[i].from, end = at + own[i].length; at < end;) {
      size_t wanted = end - at < (off_t)sizeof buffer ? (size_t)(end - at) : sizeof buffer;
      ssize_t got = pread(from, buffer, wanted, at);
      if (got <= 0) break;
      if (REAL(pwrite)(to, buffer, got, at) != got) broken("keeping bytes");
      at += got;
    }
  }
  if (REAL(ftruncate)(to, now.st_size) != 0) broken("keeping a length");
  close(from);
  close(to);
}

/** The disk now has the names of this folder, no others. */
static void keep_names(const char *relative) {
  char from[PATH * 2], to[PATH * 2], name[PATH * 3], kept[PATH * 3], key[64];
  struct statx about, known;
  snprintf(from, sizeof from, "%s%s", folder, relative);
  snprintf(to, sizeof to, "%s%s", disk, relative);
  if (access(to, F_OK) != 0) return;
  DIR *names = opendir(from), *before = opendir(to);
  if (!names || !before) broken("reading a folder");
  for (struct dirent *entry; (entry = readdir(before));) {
    if (entry->d_name[0] == '.') continue;
    snprintf(name, sizeof name, "%s/%s", from, entry->d_name);
    snprintf(kept, sizeof kept, "%s/%s", to, entry->d_name);
    if (access(name, F_OK) != 0 && unlink(kept) != 0 && rmdir(kept) != 0 && errno != ENOTEMPTY) broken("a removal");
  }
  for (struct dirent *entry; (entry = readdir(names));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    snprintf(name, sizeof name, "%s/%s", from, entry->d_name);
    snprintf(kept, sizeof kept, "%s/%s", to, entry->d_name);
    if (statx(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &about) != 0) continue;
    if (S_ISDIR(about.stx_mode)) {
      if (mkdir(kept, 0700) != 0 && errno != EEXIST) broken("a folder's name");
    } else if (S_ISREG(about.stx_mode)) {
      key_of(&about, key);
      int file = content(key, O_WRONLY | O_CREAT);
      if (file < 0 || statx(file, "", AT_EMPTY_PATH, STATX_INO, &known) != 0) broken("a file's name");
      close(file);
      struct statx there;
      if (statx(AT_FDCWD, kept, AT_SYMLINK_NOFOLLOW, STATX_INO, &there) == 0 && there.stx_ino == known.stx_ino) continue;
      char source[PATH];
      snprintf(source, sizeof source, "%s/.inodes/%s", disk, key);
      unlink(kept);
      if (link(source, kept) != 0) broken("a name");
    }
  }
  closedir(names);
  closedir(before);
}

static int synchronise(int fd, int (*real)(int)) {
  char relative[PATH], key[64];
  struct statx about;
  if (!inside(fd, relative, &about)) return real(fd);
  struct dirty *own = NULL;
  size_t ranges = 0;
  // What is written while the disk works is not promised.
  pthread_mutex_lock(&mutex);
  if (S_ISREG(about.stx_mode)) {
    key_of(&about, key);
    ranges = take(key, &own);
  }
  pthread_mutex_unlock(&mutex);
  int result = real(fd);
  if (result == 0) {
    pthread_mutex_lock(&mutex);
    if (S_ISREG(about.stx_mode)) keep(fd, key, own, ranges);
    else keep_names(relative);
    pthread_mutex_unlock(&mutex);
  }
  free(own);
  return result;
}

int fsync(int fd) { return synchronise(fd, REAL(fsync)); }
int fdatasync(int fd) { return synchronise(fd, REAL(fdatasync)); }

ssize_t write(int fd, const void *data, size_t length) {
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t written = REAL(write)(fd, data, length);
  if (at >= 0) wrote(fd, at, written);
  return written;
}
ssize_t writev(int fd, const struct iovec *parts, int number) {
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t written = REAL(writev)(fd, parts, number);
  if (at >= 0) wrote(fd, at, written);
  return written;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
  ssize_t written = REAL(pwrite)(fd, data, length, at);
  wrote(fd, at, written);
  return written;
}
ssize_t pwritev(int fd, const struct iovec *parts, int number, off_t at) {
  ssize_t written = REAL(pwritev)(fd, parts, number, at);
  wrote(fd, at, written);
  return written;
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) { return pwrite(fd, data, length, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int number, off_t at) { return pwritev(fd, parts, number, at); }
