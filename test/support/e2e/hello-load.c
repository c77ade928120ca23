/*
 * Connections at a steady rate through a front door, each with a recorded ClientHello, and the places behind the door that a connection may
 * end up at: each answers with its letter. So whoever sent a hello learns where it was sent, and counts what went wrong.
 *
 * hello-load RATE SECONDS FRONT_PORT BACK_PORT:LETTER[,...] FILE:LETTER...
 *
 * Hellos are sent in turn; LETTER after a file is what is expected. Output: one line of JSON, times in microseconds from connect(2) to the letter.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FD = 65536, MAX_HELLOS = 8, MAX_HELLO = 16384, MAX_TIMES = 4000000, GIVE_UP_US = 5000000, SOURCES = 250 };
enum kind { NONE, LISTENER, BACK, CLIENT };

static struct { enum kind kind; int which; char letter; long began; } fds[MAX_FD];
static struct { char octets[MAX_HELLO]; int length; char letter; } hellos[MAX_HELLOS];
static long sent, right, wrong, missing, unanswered, failed, opened;
static unsigned *times;
static long timed;
static int poller;

static long now_us(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000L + at.tv_nsec / 1000;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int fd, unsigned events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl");
}

/* With a reset: no address is kept busy. */
static void end(int fd) {
  struct linger at_once = {1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  fds[fd].kind = NONE;
  close(fd);
}

static void listen_at(int port, char letter) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (void *)&at, sizeof at) != 0 || listen(fd, 4096) != 0) die("listen");
  fds[fd].kind = LISTENER;
  fds[fd].letter = letter;
  watch(fd, EPOLLIN);
}

static void open_one(int port, int which) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + sent % SOURCES)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
  sent++;
  if (fd < 0 || fd >= MAX_FD) { failed++; if (fd >= 0) close(fd); return; }
  setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  fds[fd].kind = CLIENT;
  fds[fd].which = which;
  fds[fd].letter = 0;
  fds[fd].began = now_us();
  if (bind(fd, (void *)&from, sizeof from) != 0 || (connect(fd, (void *)&at, sizeof at) != 0 && errno != EINPROGRESS)) {
    failed++;
    end(fd);
    return;
  }
  opened++;
  watch(fd, EPOLLOUT);
}

static void client(int fd, unsigned events) {
  if (events & EPOLLOUT) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    int error = 0, which = fds[fd].which;
    socklen_t length = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0 || write(fd, hellos[which].octets, hellos[which].length) != hellos[which].length) {
      failed++;
      opened--;
      end(fd);
      return;
    }
    epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event);
    return;
  }
  char letter;
  if (read(fd, &letter, 1) != 1) missing++;
  else if (letter == hellos[fds[fd].which].letter) {
    right++;
    if (timed < MAX_TIMES) times[timed++] = (unsigned)(now_us() - fds[fd].began);
  } else if (letter == 'U') unanswered++;
  else wrong++;
  opened--;
  end(fd);
}

static int by_size(const void *a, const void *b) {
  unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  if (argc < 6) return fprintf(stderr, "usage: hello-load RATE SECONDS FRONT_PORT BACK_PORT:LETTER[,...] FILE:LETTER...\n"), 2;
  long rate = atol(argv[1]), total = rate * atol(argv[2]);
  int front = atoi(argv[3]), kinds = 0;
  struct rlimit most;
  getrlimit(RLIMIT_NOFILE, &most);
  most.rlim_cur = most.rlim_max;
  setrlimit(RLIMIT_NOFILE, &most);
  signal(SIGPIPE, SIG_IGN);
  times = calloc(MAX_TIMES, sizeof *times);
  poller = epoll_create1(0);
  for (char *one = strtok(argv[4], ","); one != NULL; one = strtok(NULL, ",")) listen_at(atoi(one), strchr(one, ':')[1]);
  for (int i = 5; i < argc && kinds < MAX_HELLOS; i++, kinds++) {
    char *colon = strrchr(argv[i], ':');
    *colon = 0;
    FILE *file = fopen(argv[i], "rb");
    if (file == NULL) die(argv[i]);
    hellos[kinds].length = (int)fread(hellos[kinds].octets, 1, MAX_HELLO, file);
    hellos[kinds].letter = colon[1];
    fclose(file);
  }

  long began = now_us(), last = began;
  struct epoll_event events[512];
  while (sent < total || (opened > 0 && now_us() - last < GIVE_UP_US)) {
    long at = now_us(), due = (at - began) * rate / 1000000;
    while (sent < total && sent < due) {
      open_one(front, (int)(sent % kinds));
      last = at;
    }
    int count = epoll_wait(poller, events, 512, 1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fds[fd].kind == LISTENER) {
        for (int peer; (peer = accept4(fd, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
          if (peer >= MAX_FD) { close(peer); continue; }
          fds[peer].kind = BACK;
          fds[peer].letter = fds[fd].letter;
          watch(peer, EPOLLIN);
        }
      } else if (fds[fd].kind == BACK) {
        char octets[MAX_HELLO];
        if (read(fd, octets, sizeof octets) <= 0) end(fd);
        else if (write(fd, &fds[fd].letter, 1) != 1) end(fd);
      } else if (fds[fd].kind == CLIENT) client(fd, events[i].events);
    }
  }
  missing += opened;
  double seconds = (double)(last - began) / 1e6;
  qsort(times, timed, sizeof *times, by_size);
  printf("{\"sent\":%ld,\"right\":%ld,\"wrong\":%ld,\"unanswered\":%ld,\"missing\":%ld,\"failed\":%ld,\"seconds\":%.2f,\"rate\":%.0f,"
         "\"p50\":%u,\"p99\":%u,\"worst\":%u}\n",
         sent, right, wrong, unanswered, missing, failed, seconds, (double)sent / seconds, timed ? times[timed / 2] : 0,
         timed ? times[timed * 99 / 100] : 0, timed ? times[timed - 1] : 0);
  return 0;
}
