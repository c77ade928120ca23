/** How Unix sockets are made: nobody connects who may not, and nothing but the socket is touched. */
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listenAt } from '../../src/source/unix-socket.js';

const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('a Unix socket', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinsight-unix-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const mode of [0o600, 0o660]) {
    test(`has mode ${mode.toString(8)} whatever the mask is`, async () => {
      const server = createServer();
      const mask = process.umask(0o077);
      try {
        await listenAt(server, path.join(folder, 's'), mode);
      } finally {
        process.umask(mask);
      }
      expect(modeOf(path.join(folder, 's'))).toBe(mode);
      await new Promise((resolve) => server.close(resolve));
    });
  }

  test('a link that takes its place is not followed', async () => {
    const [name, victim] = [path.join(folder, 's'), path.join(folder, 'victim')];
    writeFileSync(victim, '');
    chmodSync(victim, 0o644);
    const server = createServer();
    server.once('listening', () => {
      unlinkSync(name);
      symlinkSync(victim, name);
    });
    await expect(listenAt(server, name, 0o600)).rejects.toMatchObject({ code: 'cannot_listen' });
    expect(modeOf(victim)).toBe(0o644);
    expect(server.listening).toBe(false);
  });
});

test('a folder that is not there is named, though the system says that access is denied', async () => {
  const server = createServer();
  await expect(listenAt(server, '/no/such/folder/x.sock', 0o600)).rejects.toThrow(
    /there is no folder \/no\/such\/folder; make it first/,
  );
});
