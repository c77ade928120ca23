/** Dialogues that lead to TLS, as their RFCs print or define them: what the client says, what it is answered, what it asked for. */
import type { Preface } from '../../../src/protocol/preface/preface.js';
import { ascii, concat, type Octets, u16 } from '../tls/hello-builder.js';

export const text = (...lines: readonly string[]): Uint8Array => Uint8Array.from(ascii(lines.join('')));
const octets = (...values: Octets): Uint8Array => Uint8Array.from(values);

export interface Said {
  readonly name: string;
  /** In turns: server first if it greets. */
  readonly turns: readonly (readonly ['client' | 'server', Uint8Array])[];
  readonly preface: Preface;
}

const OID = ascii('1.3.6.1.4.1.1466.20037');
/** RFC 4511 §4.14.1: messageID 1, ExtendedRequest with requestName. */
export const LDAP_STARTTLS = octets(0x30, 29, 2, 1, 1, 0x77, 24, 0x80, 22, ...OID);
const LDAP_BIND = octets(0x30, 12, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0);
export const SSL_REQUEST = octets(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);
const GSS_REQUEST = octets(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x30);

/** RFC 1928 §4. */
const socks5 = (type: number, ...address: Octets): Uint8Array => octets(5, 1, 0, type, ...address, ...u16(443));
const NAME = ascii('Chat.Example.org');
const SOCKS5_DONE = octets(5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
const socks4 = (address: Octets, user: string, ...name: Octets): Uint8Array =>
  octets(4, 1, ...u16(443), ...address, ...ascii(user), 0, ...name);

export const SAID: readonly Said[] = [
  {
    name: 'SMTP (RFC 3207 section 5)',
    turns: [
      ['server', text('220 mail.imc.org SMTP service ready\r\n')],
      ['client', text('EHLO mail.example.com\r\n')],
      ['server', text('250-mail.imc.org offers a warm hug of welcome\r\n250-8BITMIME\r\n250 STARTTLS\r\n')],
      ['client', text('STARTTLS\r\n')],
      ['server', text('220 Go ahead\r\n')],
    ],
    preface: { kind: 'smtp' },
  },
  {
    name: 'LMTP in lower case',
    turns: [
      ['client', text('lhlo a\r\nstarttls \r\n')],
      ['server', text('220 ok\r\n')],
    ],
    preface: { kind: 'smtp' },
  },
  {
    name: 'IMAP (RFC 9051 section 6.2.1)',
    turns: [
      ['server', text('* OK IMAP4rev2 ready\r\n')],
      ['client', text('a001 CAPABILITY\r\n')],
      ['server', text('* CAPABILITY IMAP4rev2 STARTTLS LOGINDISABLED\r\na001 OK CAPABILITY completed\r\n')],
      ['client', text('a002 STARTTLS\r\n')],
      ['server', text('a002 OK Begin TLS negotiation now\r\n')],
    ],
    preface: { kind: 'imap' },
  },
  {
    name: 'IMAP with a tag of digits that could be a SEQUENCE',
    turns: [
      ['client', text('0002 STARTTLS\r\n')],
      ['server', text('0002 OK\r\n')],
    ],
    preface: { kind: 'imap' },
  },
  {
    name: 'POP3 (RFC 2595 section 4)',
    turns: [
      ['server', text('+OK ready\r\n')],
      ['client', text('STLS\r\n')],
      ['server', text('+OK Begin TLS negotiation\r\n')],
    ],
    preface: { kind: 'pop3' },
  },
  {
    name: 'FTP (RFC 4217 section 4)',
    turns: [
      ['server', text('220 (vsFTPd 3.0.3)\r\n')],
      ['client', text('AUTH TLS\r\n')],
      ['server', text('234 Proceed with negotiation.\r\n')],
    ],
    preface: { kind: 'ftp' },
  },
  {
    name: 'NNTP (RFC 4642 section 2.2.2)',
    turns: [
      ['server', text('200 ready\r\n')],
      ['client', text('STARTTLS\r\n')],
      ['server', text('382 Continue with TLS negotiation\r\n')],
    ],
    preface: { kind: 'starttls' },
  },
  {
    name: 'XMPP (RFC 6120 section 9.1.1)',
    turns: [
      [
        'client',
        text("<?xml version='1.0'?><stream:stream from='juliet@im.example.com' to='im.example.com' xml:lang='en'>"),
      ],
      [
        'server',
        text(
          "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>",
        ),
      ],
      ['client', text("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")],
      ['server', text("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")],
    ],
    preface: { kind: 'xmpp' },
  },
  {
    name: 'XMPP with an element that is not empty',
    turns: [
      ['client', text("<stream:stream to='a'>\n<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'></starttls>")],
      ['server', text("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")],
    ],
    preface: { kind: 'xmpp' },
  },
  {
    name: 'LDAP (RFC 4511 section 4.14.1)',
    turns: [
      ['client', concat(LDAP_BIND, LDAP_STARTTLS)],
      ['server', octets(0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, 0, 4, 0, 4, 0)],
    ],
    preface: { kind: 'ldap' },
  },
  {
    name: 'LDAP with lengths of the long form',
    turns: [
      ['client', octets(0x30, 0x84, 0, 0, 0, 31, 2, 1, 1, 0x77, 0x82, 0, 24, 0x80, 22, ...OID)],
      ['server', octets(0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, 0, 4, 0, 4, 0)],
    ],
    preface: { kind: 'ldap' },
  },
  {
    name: 'PostgreSQL, after a refused GSSENCRequest',
    turns: [
      ['client', GSS_REQUEST],
      ['server', text('N')],
      ['client', SSL_REQUEST],
      ['server', text('S')],
    ],
    preface: { kind: 'postgresql' },
  },
  {
    name: 'HTTP CONNECT (RFC 9110 section 9.3.6)',
    turns: [
      ['client', text('CONNECT Server.Example.com:80 HTTP/1.1\r\nHost: server.example.com\r\n\r\n')],
      ['server', text('HTTP/1.1 200 OK\r\n\r\n')],
    ],
    preface: { kind: 'http_connect', target: 'server.example.com' },
  },
  {
    name: 'HTTP CONNECT that had to authenticate, with lone LFs',
    turns: [
      ['client', text('CONNECT a.example:443 HTTP/1.1\n\n')],
      ['server', text('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')],
      ['client', text('CONNECT a.example:443 HTTP/1.1\nProxy-Authorization: Basic eDp5\n\n')],
      ['server', text('HTTP/1.1 200 OK\r\n\r\n')],
    ],
    preface: { kind: 'http_connect', target: 'a.example' },
  },
  {
    name: 'HTTP CONNECT to addresses',
    turns: [
      ['client', text('CONNECT [2001:DB8:0::1]:443 HTTP/1.0\r\n\r\n')],
      ['server', text('HTTP/1.0 200 OK\r\n\r\n')],
    ],
    preface: { kind: 'http_connect', target: '2001:db8::1' },
  },
  {
    name: 'HTTP in absolute form (RFC 9112 section 3.2.2)',
    turns: [
      ['client', text('GET https://user@www.Example.org:8443/pub?x=/@y HTTP/1.1\r\nHost: www.example.org\r\n\r\n')],
      ['server', text('HTTP/1.1 101 Switching Protocols\r\n\r\n')],
    ],
    preface: { kind: 'http_absolute', target: 'www.example.org' },
  },
  {
    name: 'SOCKS 5 with a name (RFC 1928)',
    turns: [
      ['client', octets(5, 2, 0, 1)],
      ['server', octets(5, 0)],
      ['client', socks5(3, NAME.length, ...NAME)],
      ['server', SOCKS5_DONE],
    ],
    preface: { kind: 'socks5', target: 'chat.example.org' },
  },
  {
    name: 'SOCKS 5 with a password (RFC 1929) and an IPv4 address',
    turns: [
      ['client', octets(5, 1, 2)],
      ['server', octets(5, 2)],
      ['client', octets(1, 4, ...ascii('user'), 3, 0x16, 0x03, 0x01)],
      ['server', octets(1, 0)],
      ['client', socks5(1, 192, 0, 2, 1)],
      ['server', SOCKS5_DONE],
    ],
    preface: { kind: 'socks5', target: '192.0.2.1' },
  },
  {
    name: 'SOCKS 5 with an IPv6 address',
    turns: [
      ['client', octets(5, 1, 0)],
      ['server', octets(5, 0)],
      ['client', socks5(4, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)],
      ['server', SOCKS5_DONE],
    ],
    preface: { kind: 'socks5', target: '2001:db8::1' },
  },
  {
    name: 'SOCKS 4',
    turns: [
      ['client', socks4([192, 0, 2, 7], 'me')],
      ['server', octets(0, 90, 0, 0, 0, 0, 0, 0)],
    ],
    preface: { kind: 'socks4', target: '192.0.2.7' },
  },
  {
    name: 'SOCKS 4A',
    turns: [
      ['client', socks4([0, 0, 0, 1], '', ...NAME, 0)],
      ['server', octets(0, 90, 0, 0, 0, 0, 0, 0)],
    ],
    preface: { kind: 'socks4', target: 'chat.example.org' },
  },
  {
    name: 'SOCKS 5, through it a CONNECT, through that SMTP: the last request and the last target',
    turns: [
      ['client', octets(5, 1, 0)],
      ['server', octets(5, 0)],
      ['client', socks5(1, 192, 0, 2, 1)],
      ['server', SOCKS5_DONE],
      ['client', text('CONNECT mail.example:25 HTTP/1.1\r\n\r\n')],
      ['server', text('HTTP/1.1 200 OK\r\n\r\n220 mail.example\r\n')],
      ['client', text('EHLO a\r\nSTARTTLS\r\n')],
      ['server', text('220 ok\r\n')],
    ],
    preface: { kind: 'smtp', target: 'mail.example' },
  },
];

export const clientOctets = ({ turns }: Said): Uint8Array =>
  concat(...turns.filter(([who]) => who === 'client').map(([, said]) => said));
export const serverOctets = ({ turns }: Said): Uint8Array =>
  concat(...turns.filter(([who]) => who === 'server').map(([, said]) => said));
