/** What pcap-parser (a reader of microsecond pcap files that shares no code with ours) makes of a capture. */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';

export interface ParsedPacket {
  readonly time: number;
  readonly onWire: number;
  readonly data: string;
}

interface Parser {
  on(event: 'packet', listener: (packet: Emitted) => void): void;
  on(event: 'end', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
}

interface Emitted {
  readonly header: {
    readonly timestampSeconds: number;
    readonly timestampMicroseconds: number;
    readonly originalLength: number;
  };
  readonly data: Buffer;
}

const { parse } = createRequire(import.meta.url)('pcap-parser') as { parse(stream: Readable): Parser };

/** Only for good files: it says nothing of a cut one, and never ends on a bogus length. */
export function pcapParserRead(octets: Uint8Array): Promise<ParsedPacket[]> {
  return new Promise((resolve, reject) => {
    const packets: ParsedPacket[] = [];
    // One piece: it copies what it has for every piece it is given.
    const parser = parse(Readable.from([Buffer.from(octets)]));
    parser.on('packet', ({ header, data }) => {
      const time = header.timestampSeconds * 1_000_000 + header.timestampMicroseconds;
      packets.push({ time, onWire: header.originalLength, data: data.toString('hex') });
    });
    parser.on('end', () => resolve(packets));
    parser.on('error', reject);
  });
}
