/** What the service manager hears, and in what order: systemd-notify is played by a script whose first words take longest. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceManager } from '../../../src/cli/attach/systemd.js';

test('a reload is over after it has begun, also where telling takes its time', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinsight-notify-'));
  const heard = path.join(folder, 'heard');
  writeFileSync(heard, '');
  const script = path.join(folder, 'systemd-notify');
  writeFileSync(script, `#!/bin/sh\n[ "$1" = RELOADING=1 ] && sleep 0.4\necho "$1" >> ${heard}\n`);
  chmodSync(script, 0o755);
  try {
    const manager = new ServiceManager({ NOTIFY_SOCKET: '/nowhere', PATH: `${folder}:${process.env['PATH']}` });
    manager.reloading();
    manager.ready();
    const lines = (): string[] => readFileSync(heard, 'utf8').split('\n').slice(0, -1);
    for (let i = 0; i < 500 && lines().length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(lines()).toEqual(['RELOADING=1', 'READY=1']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 20_000);
