// Sends the packets of a capture (classic pcap, this machine's byte order) on an interface, as they are, as fast as it takes them: a
// sender for tests and figures of live capture. AF_PACKET with sendmmsg, past the queueing discipline.
//
//   cc -O2 -o send-frames send-frames.c
//   send-frames INTERFACE FILE [TIMES [PACKETS_PER_SECOND]]
//
// Prints how many packets went, in how many seconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, BURST = 64 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "send-frames INTERFACE FILE [TIMES [PACKETS_PER_SECOND]]\n"), 2;
  long times = argc > 3 ? atol(argv[3]) : 1;
  double rate = argc > 4 ? atof(argv[4]) : 0;
  FILE *file = fopen(argv[2], "rb");
  if (!file) return perror(argv[2]), 1;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  uint8_t *octets = malloc(size + 1);
  if (!octets || fread(octets, 1, size, file) != (size_t)size) return fprintf(stderr, "cannot read it\n"), 1;
  struct iovec *frames = calloc(size / RECORD_HEADER + 1, sizeof *frames);
  long count = 0;
  for (long at = FILE_HEADER; size - at >= RECORD_HEADER;) {
    uint32_t length;
    memcpy(&length, octets + at + 8, 4);
    at += RECORD_HEADER;
    if (length > size - at) break;
    frames[count].iov_base = octets + at;
    frames[count++].iov_len = length;
    at += length;
  }

  int fd = socket(AF_PACKET, SOCK_RAW, 0);
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1])};
  int on = 1;
  if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to)) return perror(argv[1]), 1;
  setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);
  struct mmsghdr burst[BURST];
  memset(burst, 0, sizeof burst);
  double start = now();
  long sent = 0;
  for (long turn = 0; turn < times; turn++) {
    for (long i = 0; i < count;) {
      int n = 0;
      for (; n < BURST && i + n < count; n++) {
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
      while (rate > 0 && sent / rate > now() - start) {
      }
    }
  }
  printf("%ld packets %.6f s\n", sent, now() - start);
  return 0;
}
