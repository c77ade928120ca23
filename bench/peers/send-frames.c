// Sends the packets of a capture (classic pcap, this machine's byte order) on an interface, as they are, as fast as it takes them or at a
// steady rate: a sender for tests and figures of live capture. AF_PACKET with sendmmsg, past the queueing discipline.
//
//   cc -O2 -o send-frames send-frames.c
//   send-frames INTERFACE FILE [TIMES [PACKETS_PER_SECOND [FROM [COUNT]]]]
//
// Of the capture it sends COUNT packets from the one that has FROM packets before it; all of them if neither is said. Prints how many
// packets went, in how many seconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, BURST = 64 };
// At a steady rate packets come in bursts of this length, so that what is measured is not how bursts are taken.
static const double BURST_SECONDS = 0.0003;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

// Waits without the processor as far as the kernel wakes us in time.
static void wait_until(double time) {
  static const double LATE = 0.0001;
  for (double left; (left = time - now()) > 0;) {
    if (left < 2 * LATE) continue;
    struct timespec t = {0, (long)((left > 1 ? 0.9 : left - LATE) * 1e9)};
    nanosleep(&t, NULL);
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "send-frames INTERFACE FILE [TIMES [PACKETS_PER_SECOND [FROM [COUNT]]]]\n"), 2;
  long times = argc > 3 ? atol(argv[3]) : 1;
  double rate = argc > 4 ? atof(argv[4]) : 0;
  long from = argc > 5 ? atol(argv[5]) : 0;
  long most = argc > 6 ? atol(argv[6]) : -1;
  int file = open(argv[2], O_RDONLY);
  struct stat about;
  if (file < 0 || fstat(file, &about)) return perror(argv[2]), 1;
  long size = about.st_size;
  if (size < FILE_HEADER) return fprintf(stderr, "%s is no capture\n", argv[2]), 1;
  uint8_t *octets = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (octets == MAP_FAILED) return perror(argv[2]), 1;
  struct iovec *frames = malloc((size / RECORD_HEADER + 1) * sizeof *frames);
  if (!frames) return perror("malloc"), 1;
  long count = 0, seen = 0;
  for (long at = FILE_HEADER; size - at >= RECORD_HEADER && count != most;) {
    uint32_t length;
    memcpy(&length, octets + at + 8, 4);
    at += RECORD_HEADER;
    if (length > size - at) break;
    if (seen++ >= from) {
      frames[count].iov_base = octets + at;
      frames[count++].iov_len = length;
    }
    at += length;
  }

  int fd = socket(AF_PACKET, SOCK_RAW, 0);
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1])};
  int on = 1;
  if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to)) return perror(argv[1]), 1;
  setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);
  int most_at_once = BURST;
  if (rate > 0 && rate * BURST_SECONDS < BURST) most_at_once = rate * BURST_SECONDS < 1 ? 1 : (int)(rate * BURST_SECONDS);
  prctl(PR_SET_TIMERSLACK, 1);
  struct mmsghdr burst[BURST];
  memset(burst, 0, sizeof burst);
  double start = now();
  long sent = 0;
  for (long turn = 0; turn < times; turn++) {
    for (long i = 0; i < count;) {
      int n = 0;
      for (; n < most_at_once && i + n < count; n++) {
        burst[n].msg_hdr.msg_iov = &frames[i + n];
        burst[n].msg_hdr.msg_iovlen = 1;
      }
      int done = sendmmsg(fd, burst, n, 0);
      if (done < 0) {
        if (errno == ENOBUFS || errno == EAGAIN || errno == EINTR) continue;
        return perror("sendmmsg"), 1;
      }
      i += done;
      sent += done;
      if (rate > 0) wait_until(start + sent / rate);
    }
  }
  printf("%ld packets %.6f s\n", sent, now() - start);
  return 0;
}
