// A DNS server of the lab: node dns.mjs ADDRESS[,ADDRESS] NAME=ADDRESS[,ADDRESS]... answers A and AAAA of these names over UDP, and that there
// is no such name for all others (RFC 1035 section 4.1).
import { createSocket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';

const [listened, ...zone] = process.argv.slice(2);
const names = new Map(zone.map((one) => [one.split('=')[0], one.split('=')[1].split(',')]));
const HEADER = 12;
const TYPE_A = 1;
const TYPE_AAAA = 28;

function octetsOf(address) {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [before, after = ''] = address.split('::').map((side) => side.split(':').filter((word) => word !== ''));
  const words = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after];
  return Buffer.from(words.map((word) => word.padStart(4, '0')).join(''), 'hex');
}

function answerTo(query) {
  let at = HEADER;
  const labels = [];
  for (; query[at] !== 0; at += 1 + query[at]) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  const end = at + 5;
  const type = query.readUInt16BE(at + 1);
  const known = names.get(labels.join('.').toLowerCase());
  const wanted = (known ?? []).filter((address) => type === (isIPv6(address) ? TYPE_AAAA : TYPE_A));
  const records = wanted.map((address) => {
    const octets = octetsOf(address);
    return Buffer.concat([Buffer.from([0xc0, HEADER, 0, type, 0, 1, 0, 0, 1, 44, 0, octets.length]), octets]);
  });
  const head = Buffer.from([
    query[0],
    query[1],
    0x81,
    known === undefined ? 0x83 : 0x80,
    0,
    1,
    0,
    records.length,
    0,
    0,
    0,
    0,
  ]);
  return Buffer.concat([head, query.subarray(HEADER, end), ...records]);
}

let waiting = 0;
for (const address of listened.split(',')) {
  waiting++;
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  socket.on('message', (query, { address: to, port }) => socket.send(answerTo(query), port, to));
  socket.bind(53, address, () => {
    if (--waiting === 0) process.stdout.write('ready\n');
  });
}
