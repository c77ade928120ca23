/**
 * Records that nobody takes: `pinsight attach` with a reader that connects and never reads, from the packets to the end. What this reader
 * finds in its socket, and what was counted as lost, is all there was.
 */
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { Lab, ORDINARY, SERVER } from '../support/e2e/lab.js';
import { describeE2e, run } from '../support/e2e/programs.js';
import { makeTunnel, TUN } from '../support/e2e/tunnel.js';

/** Flows of one datagram each: their records, some 600 octets each, are more than a reader's buffer and a thread's ring hold. */
const FLOWS = 60_000;
const PORTS = 30_000;
const FIRST_PORT = 20_000;
const SEND = `
import socket
for address in (('${SERVER.v4}', 9), ('${SERVER.v4}', 10)):
    for port in range(${FIRST_PORT}, ${FIRST_PORT + PORTS}):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(('', port))
        s.sendto(b'x', address)
        s.close()
`;

interface StoppedLine {
  readonly records: number;
  readonly recordsLost: number;
  readonly flows: number;
  readonly dropped: number;
}

describeE2e('attach, and a reader that never reads', ['curl', 'python3'], () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.make();
    await makeTunnel(lab);
  });
  afterAll(async () => {
    await lab?.close();
  });

  test('goes on, ends when it is told to, and counts each record that was not taken', async () => {
    const socketPath = path.join(lab.folder, 'unread.sock');
    const live = lab.pinsight('attach', '--all', '-o', `unix:${socketPath}`, TUN);
    await live.says('attached: ');
    const reader = connect(socketPath).setEncoding('utf8').pause();
    await new Promise((resolve) => reader.once('connect', resolve));
    await run(lab.client, 'python3', ['-c', SEND], 60_000);
    // It has not come to a stop behind the reader.
    expect((await lab.curl(ORDINARY, { address: SERVER.v4 })).answer).toBeDefined();
    expect(live.hasEnded).toBe(false);
    await live.stop();
    const told = JSON.parse(live.output.split('\n').findLast((line) => line.includes('recordsLost'))!) as StoppedLine;
    const taken = (await rest(reader)).split('\n').length - 1;
    expect(told.flows).toBeGreaterThan(FLOWS / 2); // what the kernel dropped it says
    expect(told.recordsLost).toBeGreaterThan(0);
    expect(taken).toBeGreaterThan(0);
    // At the hello of curl's connection there was a record more than there are flows.
    const total = told.records + 1;
    expect(taken + told.recordsLost).toBeGreaterThanOrEqual(total);
    // Of what was written at once, a part may be in the socket, and all of it is counted as lost.
    expect(taken + told.recordsLost).toBeLessThan(total + 2000);
  }, 120_000);
});

/** What is still in the socket of a program that has ended. */
function rest(reader: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    reader
      .on('data', (piece) => (text += piece))
      .on('error', () => resolve(text))
      .on('close', () => resolve(text))
      .resume();
  });
}
