/**
 * Why a packet belongs to no flow: a closed list of codes and their public names. A fault is counted under its name, never
 * thrown and never logged one by one. Public names never change meaning; `unattributed` of the summary uses them.
 */
export const Fault = {
  None: 0,
  /** The capture's link type is not one that is decoded. */
  UnsupportedLinkType: 1,
  /** Well-formed, but what it carries is not IP (ARP, LLDP, a spanning tree, ...). */
  NotIp: 2,
  /** IP, but neither TCP nor UDP (ICMP, ESP, ...), nor a tunnel that is taken off. */
  NotTcpOrUdp: 3,
  /** A fragment of an IP packet that never became whole (from `decode`: one that may). */
  IpFragment: 4,
  TruncatedLink: 5,
  /** More VLAN tags, MPLS labels or other link headers than the limit. */
  LinkTooDeep: 6,
  TruncatedIpv4: 7,
  BadIpv4HeaderLength: 8,
  BadIpv4TotalLength: 9,
  TruncatedIpv6: 10,
  /** An extension header that runs past the packet. */
  TruncatedIpv6Extension: 11,
  /** More extension headers than the limit. */
  Ipv6ExtensionsTooMany: 12,
  BadIpv6PayloadLength: 13,
  /** The version field is neither 4 nor 6, or not what the link layer announced. */
  BadIpVersion: 14,
  TruncatedTcp: 15,
  BadTcpHeaderLength: 16,
  TruncatedUdp: 17,
  BadUdpLength: 18,
  /** More tunnels in each other than the limit. */
  TunnelTooDeep: 19,
} as const;
export type Fault = (typeof Fault)[keyof typeof Fault];

/** Public name of each fault, by its code. */
export const FAULT_NAMES: readonly string[] = [
  'none',
  'unsupported_link_type',
  'not_ip',
  'not_tcp_or_udp',
  'ip_fragment',
  'truncated_link',
  'link_too_deep',
  'truncated_ipv4',
  'bad_ipv4_header_length',
  'bad_ipv4_total_length',
  'truncated_ipv6',
  'truncated_ipv6_extension',
  'ipv6_extensions_too_many',
  'bad_ipv6_payload_length',
  'bad_ip_version',
  'truncated_tcp',
  'bad_tcp_header_length',
  'truncated_udp',
  'bad_udp_length',
  'tunnel_too_deep',
];
