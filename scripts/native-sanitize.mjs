// `npm run native:sanitize`: builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer and puts it through native-hostile.mjs.
// Any report ends that program, and this one with it, in a status that is not 0. Leaks are not looked for: node keeps much until its end.
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = dirname(fileURLToPath(import.meta.url));
const build = spawnSync(process.execPath, [join(scripts, 'native.mjs'), '--sanitize'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (build.status !== 0) process.exit(1);
const binary = build.stdout.trim();

// node itself is built without, so the runtimes must be there before it.
const runtimes = ['libasan.so', 'libubsan.so'].map((name) =>
  execFileSync(process.env.CXX ?? 'g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim(),
);
const { status, signal } = spawnSync(process.execPath, [join(scripts, 'native-hostile.mjs'), binary], {
  stdio: 'inherit',
  env: {
    ...process.env,
    LD_PRELOAD: runtimes.join(' '),
    ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=0:exitcode=99',
    UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1:exitcode=99',
  },
});
if (status !== 0) {
  process.stderr.write(`native-hostile.mjs ended with ${status ?? signal}\n`);
  process.exit(1);
}
