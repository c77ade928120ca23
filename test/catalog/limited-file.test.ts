/** HOUSE.md section 5: what is read has a limit, and what never ends is not waited for. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../src/bytes/usage-error.js';
import { type Expected, readLimited } from '../../src/catalog/limited-file.js';

const EXPECTED: Expected = {
  what: 'a note',
  limitOctets: 100_000,
  remedy: 'name a note',
  unreadable: 'unreadable',
  tooLarge: 'too_large',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-limited-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(length: number): string {
  const path = join(folder, `file-${length}`);
  writeFileSync(path, Buffer.alloc(length, 'x'));
  return path;
}

function failure(name: string): { code: string; message: string } {
  try {
    readLimited(name, EXPECTED);
  } catch (error) {
    if (error instanceof UsageError) return { code: error.code, message: error.message.replace(folder, '') };
    throw error;
  }
  return { code: 'read', message: '' };
}

test.each([0, 1, 70_000, 100_000])('a file of %d octets comes whole', (length) => {
  expect(Buffer.from(readLimited(file(length), EXPECTED)).equals(Buffer.alloc(length, 'x'))).toBe(true);
});

test('a file beyond the limit is refused by its size', () => {
  expect(failure(file(100_001))).toEqual({
    code: 'too_large',
    message: '/file-100001: holds 100001 octets; expected a note of at most 100000 octets',
  });
});

test('what is neither file nor pipe is refused', () => {
  expect(failure('/dev/zero')).toMatchObject({
    code: 'unreadable',
    message: '/dev/zero: is neither a file nor a pipe; expected a note of at most 100000 octets',
  });
  expect(failure(folder)).toMatchObject({ code: 'unreadable', message: ': is a folder; name a note' });
  expect(failure(join(folder, 'none'))).toMatchObject({ message: '/none: no such file or directory; name a note' });
  expect(failure('')).toMatchObject({ message: 'the name of a note is empty; name a note' });
  expect(failure('a\u0000b').code).toBe('unreadable');
});

test.each([
  [99_999, 'read'],
  [100_000, 'read'],
  [100_001, 'too_large'],
])('a pipe of %d octets: %s', (length, code) => {
  const fifo = join(folder, `fifo-${length}`);
  execFileSync('mkfifo', [fifo]);
  const writer = spawn('sh', ['-c', `head -c ${length} /dev/zero > '${fifo}'`], { stdio: 'ignore' });
  try {
    expect(failure(fifo).code).toBe(code);
  } finally {
    writer.kill();
  }
});
