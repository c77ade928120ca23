/**
 * The first verdict of a process takes fifty times as long as the next ones: code is compiled, tables of the catalog are made. HAProxy
 * waits for no answer that long. So a few made-up hellos (RFC 8446 §4.1.2) are judged before anybody can ask, by a service of their own:
 * nothing of them is counted, audited or remembered.
 */
import type { Catalog } from '../catalog/index.js';
import type { Policy } from '../verdict/policy.js';
import { type FlowEnds, flowEnds } from './flow-ends.js';
import { VerdictService } from './verdict-api.js';

/** Hellos that are judged: each differs, so that nothing is answered from a memo. */
const HELLOS = 64;
/** RFC 2606 §2: a name that nobody has. */
const NAME = 'warm-up.invalid';
const FIRST_CIPHER = 0xc02b;

/** @returns how many hellos were judged */
export function warmUp(catalog: Catalog, policy: Policy): number {
  const service = new VerdictService({ catalog, policy });
  let judged = 0;
  for (let i = 0; i < HELLOS; i++) {
    const ends = flowEnds('192.0.2.1', i, i % 2 === 0 ? '192.0.2.2' : '2001:db8::2', 443, 'TCP') as FlowEnds;
    const answer = service.byHello(ends, { octets: madeUpHello(FIRST_CIPHER + i) }, 'socket');
    if (typeof answer !== 'string' && answer.ja4 !== undefined) judged++;
  }
  return judged;
}

/** One TLS record (RFC 8446 §5.1) that holds a ClientHello of which nobody knows the like. */
export function madeUpHello(cipher: number): Uint8Array {
  const name = Buffer.from(NAME);
  const extensions = Buffer.concat([
    extension(0x0000, list(Buffer.concat([Buffer.of(0), list(name)]))), // server_name
    extension(0x000a, list(u16s(0x001d, 0x0017))), // supported_groups
    extension(0x000d, list(u16s(0x0403, 0x0804))), // signature_algorithms
    extension(0x0010, list(Buffer.from('\x02h2\x08http/1.1'))), // ALPN
    extension(0x002b, Buffer.concat([Buffer.of(4), u16s(0x0304, 0x0303)])), // supported_versions
  ]);
  const random = Buffer.alloc(32);
  const body = Buffer.concat([
    u16s(0x0303),
    random,
    Buffer.of(0), // session identifier
    list(u16s(0x1301, cipher)),
    Buffer.of(1, 0), // no compression
    list(extensions),
  ]);
  const message = Buffer.concat([Buffer.of(1, 0), list(body)]);
  return Buffer.concat([Buffer.of(22, 3, 1), list(message)]);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([u16s(type), list(content)]);
}

/** With its length before it. */
function list(content: Buffer): Buffer {
  return Buffer.concat([u16s(content.length), content]);
}

function u16s(...values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}
