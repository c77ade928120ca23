/**
 * No hello where there is none: flows of other protocols, as their documents have them, and octets that mean nothing, must never be
 * said to hold a ClientHello of TLS, QUIC or DTLS, nor to be one of them. The captures of others are in test/conformance.
 */
import fc from 'fast-check';
import { Count } from '../../src/engine/counters.js';
import { message, name } from '../protocol/dns/build.js';
import { writePcap } from '../support/capture-writer.js';
import { classifyOctets } from '../support/classify.js';
import { ACK, be16, be32, join, SYN, tcpPacket, udpPacket } from '../support/frame-builder.js';

type Payload = Uint8Array | string | readonly number[];
/** Who says it, 0 for the client, and what. */
type Said = readonly [0 | 1, Payload];

const octetsOf = (payload: Payload): Uint8Array =>
  typeof payload === 'string' ? new Uint8Array(Buffer.from(payload, 'latin1')) : Uint8Array.from(payload);
/** Octets without order, the same in every run. */
const scrambled = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Math.imul(i + 7 * seed, 0x9e37_79b1) >>> 24);
const line = (text: string): string => `${text}\r\n`;

const TCP_FLOWS: Readonly<Record<string, readonly Said[]>> = {
  // RFC 4253 §4.2 and §7.1: the version exchange, then a binary packet SSH_MSG_KEXINIT.
  SSH: [
    [1, line('SSH-2.0-OpenSSH_9.2')],
    [0, line('SSH-2.0-OpenSSH_9.2')],
    [0, join(be32(60), 6, 20, scrambled(16), be32(30), octetsOf('curve25519-sha256,ssh-ed25519!'), be32(0), 0)],
    [1, scrambled(600, 3)],
  ],
  // RFC 9112.
  HTTP: [
    [0, line('GET /16030100 HTTP/1.1') + line('Host: www.example.org') + line('')],
    [1, line('HTTP/1.1 200 OK') + line('Content-Length: 900') + line('')],
    [1, scrambled(900)],
  ],
  // RFC 9113 §3.4: the connection preface and an empty SETTINGS frame.
  'HTTP/2 in the clear': [
    [0, join(octetsOf('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), [0, 0, 0, 4, 0, 0, 0, 0, 0])],
    [1, [0, 0, 0, 4, 1, 0, 0, 0, 0]],
  ],
  // RFC 5321, without STARTTLS.
  SMTP: [
    [1, line('220 mail.example.org ESMTP')],
    [0, line('EHLO client.example.org')],
    [1, line('250-mail.example.org') + line('250 8BITMIME')],
    [0, line('MAIL FROM:<a@example.org>')],
  ],
  // RFC 3501, RFC 1939, RFC 959.
  IMAP: [
    [1, line('* OK IMAP4rev1 ready')],
    [0, line('a1 LOGIN user secret')],
    [1, line('a1 NO')],
  ],
  POP3: [
    [1, line('+OK ready')],
    [0, line('USER someone')],
    [1, line('+OK')],
  ],
  FTP: [
    [1, line('220 ready')],
    [0, line('USER anonymous')],
    [1, line('331 password')],
  ],
  // MySQL client/server protocol: 3 octets of length, a number, protocol 10 and the version.
  MySQL: [
    [
      1,
      join([0x4a, 0, 0, 0, 10], octetsOf('8.0.36\0'), be32(9), scrambled(8), 0, [0xff, 0xff, 0xff, 2, 0, 0xff, 0xdf]),
    ],
    [0, join([0x20, 0, 0, 1], [0x85, 0xa6, 0xff, 1], be32(1), scrambled(24, 5))],
  ],
  // PostgreSQL frontend/backend protocol 3.0: StartupMessage; AuthenticationOk.
  PostgreSQL: [
    [0, join(be32(24), be32(0x0003_0000), octetsOf('user\0postgres\0\0\0'))],
    [1, join(octetsOf('R'), be32(8), be32(0))],
    [0, join(octetsOf('Q'), be32(13), octetsOf('SELECT 1\0'))],
  ],
  // Redis serialization protocol.
  Redis: [
    [0, line('*1') + line('$4') + line('PING')],
    [1, line('+PONG')],
  ],
  // RFC 3261 §7, over TCP.
  'SIP over TCP': [[0, line('INVITE sip:b@example.org SIP/2.0') + line('Via: SIP/2.0/TCP a.example.org') + line('')]],
  // BEP 3: length of the protocol's name, the name, reserved octets, two hashes.
  BitTorrent: [
    [0, join(19, octetsOf('BitTorrent protocol'), new Uint8Array(8), scrambled(40))],
    [1, join(19, octetsOf('BitTorrent protocol'), new Uint8Array(8), scrambled(40, 9))],
  ],
  // OpenVPN over TCP: two octets of length, then P_CONTROL_HARD_RESET_CLIENT_V2.
  'OpenVPN over TCP': [
    [0, join(be16(14), 0x38, scrambled(8), 0, be32(0))],
    [1, join(be16(26), 0x40, scrambled(25))],
  ],
  // RFC 4511 §4.2: a bind request.
  LDAP: [
    [0, [0x30, 0x0c, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0]],
    [1, [0x30, 0x0c, 2, 1, 1, 0x61, 7, 10, 1, 0, 4, 0, 4, 0]],
  ],
  // TPKT and X.224 of RDP without TLS: RFC 1006 §6.
  RDP: [[0, [3, 0, 0, 0x13, 0x0e, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0]]],
  // MQTT 3.1.1 §3.1: CONNECT.
  MQTT: [
    [0, join(0x10, 14, be16(4), octetsOf('MQTT'), 4, 2, be16(60), be16(2), octetsOf('id'))],
    [1, [0x20, 2, 0, 0]],
  ],
  // SMB 2: NetBIOS length, protocol identifier.
  SMB: [[0, join([0, 0, 0, 0x6c, 0xfe], octetsOf('SMB'), [64, 0], scrambled(100))]],
};

const UDP_FLOWS: Readonly<Record<string, readonly Said[]>> = {
  // RFC 3550 §5.1: version 2, payload type 111, sequence, time stamp, source: the first octet looks like QUIC's short header.
  RTP: Array.from(
    { length: 20 },
    (_, i): Said => [0, join(0x80, 111, be16(i), be32(960 * i), be32(77), scrambled(160, i))],
  ),
  // RFC 3550 §6.4.1: a sender report; the first octet has QUIC's long form bit, and the version octets are its type and length.
  RTCP: [
    [0, join(0x80, 200, be16(6), be32(77), scrambled(20))],
    [1, join(0x81, 201, be16(7), be32(78), scrambled(24))],
  ],
  // RFC 8489 §5: a binding request and its answer.
  STUN: [[0, join(be16(1), be16(0), be32(0x2112_a442), scrambled(12))], [1, join(be16(0x0101), be16(12), be32(0x2112_a442), scrambled(24))]], // biome-ignore format: a request, an answer
  // RFC 8656 §12.4: ChannelData of TURN.
  'TURN ChannelData': [[0, join(be16(0x4001), be16(40), scrambled(40))]],
  // WireGuard's paper, section 5.4: handshake initiation, response, transport.
  WireGuard: [
    [0, join([1, 0, 0, 0], scrambled(144))],
    [1, join([2, 0, 0, 0], scrambled(88))],
    [0, join([4, 0, 0, 0], scrambled(60))],
  ],
  OpenVPN: [
    [0, join(0x38, scrambled(8), 0, be32(0))],
    [1, join(0x40, scrambled(25))],
  ],
  // BEP 29: type and version, extension, connection, times, window, sequence numbers. ST_SYN is 0x41: fixed bit, short header.
  uTP: [[0, join(0x41, 0, be16(9), be32(1), be32(0), be32(0x10_0000), be16(1), be16(0))], [1, join(0x21, 0, be16(9), be32(2), be32(1), be32(0x10_0000), be16(7), be16(1))]], // biome-ignore format: a packet, its answer
  'BitTorrent DHT': [[0, 'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe']],
  // RFC 5905 §7.3: modes 3 and 4. A client whose clock is not set begins with 0xe3, both bits of QUIC's long header.
  NTP: [
    [0, join(0xe3, 0, 6, 0xe9, new Uint8Array(44))],
    [1, join(0x24, 1, 6, 0xe9, scrambled(44))],
  ],
  // RFC 1157: GetRequest.
  SNMP: [
    [
      0,
      [
        0x30, 0x1a, 2, 1, 1, 4, 6, 0x70, 0x75, 0x62, 0x6c, 0x69, 0x63, 0xa0, 0x0d, 2, 1, 1, 2, 1, 0, 2, 1, 0, 0x30, 2,
        0x30, 0,
      ],
    ],
  ],
  SIP: [[0, line('REGISTER sip:example.org SIP/2.0') + line('Via: SIP/2.0/UDP a.example.org') + line('')]],
  DNS: [
    [0, message({ question: name('www.example.org'), flags: 0x0100 })],
    [1, message({ question: name('www.example.org') })],
  ],
  // RFC 2131 §2: a request with the cookie.
  DHCP: [[0, join([1, 1, 6, 0], scrambled(4), new Uint8Array(228), [0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255])]],
  // RFC 7296 §3.1: IKE_SA_INIT.
  IKEv2: [[0, join(scrambled(8), new Uint8Array(8), [33, 0x20, 0x22, 8], be32(0), be32(128), scrambled(100))]],
  // RFC 1350.
  TFTP: [[0, join(be16(1), octetsOf('file\0octet\0'))]],
  // RFC 7252 §3: GET, confirmable.
  CoAP: [[0, [0x40, 1, 0x12, 0x34, 0xb1, 0x61]]],
  // RFC 9000 §17.2.1: version 0 is Version Negotiation, here without a version.
  'zeros behind a long header': [[0, join(0xc0, new Uint8Array(1199))]],
};

const ENDS = [
  { ip: '10.8.0.2', port: 50_000 },
  { ip: '203.0.113.7', port: 4_000 },
] as const;

/** Packets of one flow; a TCP flow begins with its SYNs unless it is joined in the middle. */
function flow(protocol: 'TCP' | 'UDP', said: readonly Said[], joined = false, port: number = ENDS[1].port): Uint8Array {
  const seq = [1000, 90_000];
  const packets: Uint8Array[] = [];
  const send = (from: 0 | 1, payload: Uint8Array, flags: number): void => {
    const [src, dst] = from === 0 ? [ENDS[0], { ...ENDS[1], port }] : [{ ...ENDS[1], port }, ENDS[0]];
    const ends = { src: src.ip, srcPort: src.port, dst: dst.ip, dstPort: dst.port, payload };
    packets.push(protocol === 'TCP' ? tcpPacket({ ...ends, seq: seq[from]!, flags }) : udpPacket(ends));
    seq[from]! += payload.length + (flags & SYN ? 1 : 0);
  };
  if (protocol === 'TCP' && !joined) {
    send(0, new Uint8Array(0), SYN);
    send(1, new Uint8Array(0), SYN | ACK);
  }
  for (const [from, payload] of said) send(from, octetsOf(payload), ACK);
  return writePcap({ linkType: 101, packets: packets.map((data, i) => ({ data, time: 1.7e15 + 1000 * i })) });
}

async function expectNoHello(capture: Uint8Array): Promise<void> {
  const { records, shard } = await classifyOctets(capture);
  for (const carrier of [Count.HellosTls, Count.HellosQuic, Count.HellosDtls]) expect(shard.counters[carrier]).toBe(0);
  expect(records.length).toBe(1);
  expect(records[0]!.tls?.ja4).toBeUndefined();
}

async function expectOther(capture: Uint8Array): Promise<void> {
  await expectNoHello(capture);
  const { records } = await classifyOctets(capture);
  expect(['tls', 'quic', 'dtls']).not.toContain(records[0]!.app_proto);
  expect(['not_tls', 'no_hello']).toContain(records[0]!.pinsight.reason);
}

describe('flows of other protocols hold no hello', () => {
  test.each(Object.keys(TCP_FLOWS))(
    'TCP: %s, from its start and joined in the middle, on any port',
    async (protocol) => {
      const said = TCP_FLOWS[protocol]!;
      await expectOther(flow('TCP', said));
      await expectOther(flow('TCP', said, true));
      await expectOther(flow('TCP', said, false, 443));
    },
  );

  test.each(Object.keys(UDP_FLOWS))('UDP: %s, on any port', async (protocol) => {
    const said = UDP_FLOWS[protocol]!;
    await expectOther(flow('UDP', said, false, protocol === 'DNS' ? 53 : undefined));
    await expectOther(flow('UDP', said, false, protocol === 'DNS' ? 53 : 443));
  });
});

describe('octets that mean nothing hold no hello', () => {
  const said = (begin: readonly number[]): fc.Arbitrary<Said[]> =>
    fc.array(
      fc.tuple(
        fc.constantFrom(0 as const, 1 as const),
        fc.uint8Array({ minLength: 1, maxLength: 1400 }).map((rest) => join(begin, rest)),
      ),
      { minLength: 1, maxLength: 6 },
    );
  const never = (protocol: 'TCP' | 'UDP', begin: readonly number[]): Promise<void> =>
    fc.assert(
      fc.asyncProperty(said(begin), fc.boolean(), async (list, joined) => {
        await expectNoHello(flow(protocol, list, joined));
      }),
      { numRuns: 150 },
    );

  test('TCP', () => never('TCP', []));
  test('TCP, each segment a handshake record', () => never('TCP', [22, 3, 1]));
  test('TCP, each segment a record with a ClientHello', () => never('TCP', [22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]));
  test('TCP, SSL 2.0', () => never('TCP', [0x80, 0x2e, 1, 0, 2]));
  test('UDP', () => never('UDP', []));
  test('UDP, each datagram an Initial of QUIC', () =>
    never('UDP', [0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0]));
  test('UDP, each datagram a record of DTLS', () => never('UDP', [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1]));
});
