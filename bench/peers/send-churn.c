// Sends flows that are all new: those of a capture (classic pcap, this machine's byte order; Ethernet, IPv4 without options, TCP; each
// flow's packets in a row, a SYN first), again and again, each time with a client address and port of its own, checksums mended (RFC 1624).
//
//   cc -O2 -o send-churn send-churn.c
//   send-churn INTERFACE FILE FLOWS_PER_SECOND SECONDS
//
// Sixteen flows are under way at once. Prints how many packets of how many flows went, in how many seconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  FILE_HEADER = 24,
  RECORD_HEADER = 16,
  ETHERNET = 14,
  IP_SUM = ETHERNET + 10,
  SOURCE = ETHERNET + 12,
  TARGET = ETHERNET + 16,
  TCP_AT = ETHERNET + 20,
  TCP_FLAGS = TCP_AT + 13,
  TCP_SUM = TCP_AT + 16,
  LEAST_FRAME = TCP_AT + 20,
  SYN = 2,
  ACK = 16,
  UNDER_WAY = 16,
  MOST_PACKETS = 16,
  MOST_FRAME = 1514,
  MOST_FLOWS = 4096,
  // A 5-tuple comes again after CLIENTS * PORTS flows: two hours of 20,000 a second.
  CLIENTS = 4096,
  FIRST_PORT = 20000,
  PORTS = 40000,
};

struct flow {
  int packets;
  const uint8_t *octets[MOST_PACKETS];
  uint32_t lengths[MOST_PACKETS];
};

static struct flow flows[MOST_FLOWS];
static uint8_t made[UNDER_WAY][MOST_FRAME];

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

static uint32_t get16(const uint8_t *at) { return at[0] << 8 | at[1]; }

static void put16(uint8_t *at, uint32_t value) {
  at[0] = value >> 8;
  at[1] = value;
}

// RFC 1624, equation 3.
static void change16(uint8_t *frame, int at, uint32_t value, const int *checksums, int count) {
  for (int i = 0; i < count; i++) {
    uint32_t sum = (~get16(frame + checksums[i]) & 0xffff) + (~get16(frame + at) & 0xffff) + value;
    sum = (sum & 0xffff) + (sum >> 16);
    put16(frame + checksums[i], ~((sum & 0xffff) + (sum >> 16)));
  }
  put16(frame + at, value);
}

static void make(uint8_t *to, const struct flow *flow, int packet, uint64_t number) {
  static const int both[] = {TCP_SUM, IP_SUM};
  uint32_t client = 10u << 24 | (number % CLIENTS + 1);
  memcpy(to, flow->octets[packet], flow->lengths[packet]);
  int fromClient = memcmp(to + SOURCE, flow->octets[0] + SOURCE, 4) == 0;
  int address = fromClient ? SOURCE : TARGET;
  change16(to, address, client >> 16, both, 2);
  change16(to, address + 2, client & 0xffff, both, 2);
  change16(to, TCP_AT + (fromClient ? 0 : 2), FIRST_PORT + number / CLIENTS % PORTS, both, 1);
}

static int read_flows(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return perror(path), -1;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  uint8_t *octets = malloc(size + 1);
  if (!octets || fread(octets, 1, size, file) != (size_t)size) return perror(path), -1;
  fclose(file);
  int count = 0;
  for (long at = FILE_HEADER; size - at >= RECORD_HEADER;) {
    uint32_t length;
    memcpy(&length, octets + at + 8, 4);
    at += RECORD_HEADER;
    if (length > size - at || length > MOST_FRAME || length < LEAST_FRAME) return fprintf(stderr, "a frame of %u\n", length), -1;
    if ((octets[at + TCP_FLAGS] & (SYN | ACK)) == SYN && count < MOST_FLOWS) count++;
    if (count == 0 || flows[count - 1].packets == MOST_PACKETS) return fprintf(stderr, "not what is needed here\n"), -1;
    struct flow *flow = &flows[count - 1];
    flow->octets[flow->packets] = octets + at;
    flow->lengths[flow->packets++] = length;
    at += length;
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc != 5) return fprintf(stderr, "send-churn INTERFACE FILE FLOWS_PER_SECOND SECONDS\n"), 2;
  double rate = atof(argv[3]), seconds = atof(argv[4]);
  int count = read_flows(argv[2]);
  if (count <= 0 || !(rate > 0)) return 1;
  int fd = socket(AF_PACKET, SOCK_RAW, 0);
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1])};
  int on = 1;
  if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to)) return perror(argv[1]), 1;
  setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);

  prctl(PR_SET_TIMERSLACK, 1);
  struct mmsghdr burst[UNDER_WAY];
  struct iovec frames[UNDER_WAY];
  memset(burst, 0, sizeof burst);
  for (int i = 0; i < UNDER_WAY; i++) {
    frames[i].iov_base = made[i];
    burst[i].msg_hdr.msg_iov = &frames[i];
    burst[i].msg_hdr.msg_iovlen = 1;
  }
  double start = now();
  uint64_t packets = 0, done = 0;
  while (now() - start < seconds) {
    for (int packet = 0; packet < MOST_PACKETS; packet++) {
      int n = 0;
      for (int i = 0; i < UNDER_WAY; i++) {
        const struct flow *flow = &flows[(done + i) % count];
        if (packet >= flow->packets) continue;
        make(made[n], flow, packet, done + i);
        frames[n++].iov_len = flow->lengths[packet];
      }
      for (int sent = 0; sent < n;) {
        int went = sendmmsg(fd, burst + sent, n - sent, 0);
        if (went < 0) {
          if (errno == ENOBUFS || errno == EAGAIN || errno == EINTR) continue;
          return perror("sendmmsg"), 1;
        }
        sent += went;
        packets += went;
      }
      if (n == 0) break;
    }
    done += UNDER_WAY;
    wait_until(start + done / rate);
  }
  printf("%llu packets %llu flows %.6f s\n", (unsigned long long)packets, (unsigned long long)done, now() - start);
  return 0;
}
