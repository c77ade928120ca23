/*
 * The least that a program over libpcap can do: reads a capture and counts its packets and octets, and looks into none. The benchmark's
 * measure of what reading through libpcap costs (pcap_next_ex(3pcap)).
 */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

int main(int argc, char **argv) {
  char error[PCAP_ERRBUF_SIZE];
  struct pcap_pkthdr *header;
  const u_char *octets;
  uint64_t packets = 0, total = 0;
  int got;
  if (argc != 2) return 2;
  pcap_t *capture = pcap_open_offline(argv[1], error);
  if (capture == NULL) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  while ((got = pcap_next_ex(capture, &header, &octets)) == 1) {
    packets++;
    total += header->caplen;
  }
  pcap_close(capture);
  printf("%llu %llu\n", (unsigned long long)packets, (unsigned long long)total);
  return got == PCAP_ERROR_BREAK ? 0 : 1;
}
