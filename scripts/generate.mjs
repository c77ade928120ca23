// Writes src/gen/ from every .proto of the project, and then the default catalog file from fixtures/catalog/.
// `--check` writes nothing and fails if what is committed differs from what would be written.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const PROTOS = ['src/catalog/catalog.proto', 'src/sink/flow-record.proto', 'src/serve/wire.proto'];

// The one-file build of protobufjs' minimal runtime loads in half the time that its forty modules need; what it exports is
// the same, so the types are those of `protobufjs/minimal.js`.
const RUNTIME = 'protobufjs/dist/minimal/protobuf.min.js';
const TYPES = 'protobufjs/minimal.js';

const pbjs = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');
const scratch = mkdtempSync(join(root, 'node_modules', '.generate-'));
let stale = 0;

/** Writes one output, or compares it. */
function put(path, text) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (check) {
    stale++;
    process.stderr.write(`${path} is not what its source gives: run npm run generate\n`);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

try {
  for (const proto of PROTOS) {
    if (!existsSync(join(root, proto))) continue;
    const name = proto.slice(proto.lastIndexOf('/') + 1, -'.proto'.length);
    const out = join(scratch, `${name}.js`);
    // A root of its own for each file: `roots.default` would be shared by all.
    const options = [
      '-t',
      'static-module',
      '-w',
      'esm',
      '--dts',
      '--force-number',
      '--no-verify',
      '--no-convert',
      '--no-typeurl',
      '-r',
      name,
      '--dependency',
      RUNTIME,
    ];
    execFileSync(process.execPath, [pbjs, ...options, '-o', out, join(root, proto)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const banner = `// Generated from ${proto} by scripts/generate.mjs. Never edited.\n`;
    put(`src/gen/${name}.js`, banner + readFileSync(out, 'utf8'));
    put(
      `src/gen/${name}.d.ts`,
      banner + readFileSync(out.replace(/\.js$/, '.d.ts'), 'utf8').replaceAll(RUNTIME, TYPES),
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

try {
  execFileSync(process.execPath, [join(root, 'scripts/build-catalog.mjs'), ...(check ? ['--check'] : [])], {
    stdio: 'inherit',
  });
} catch {
  stale++;
}
process.exitCode = stale > 0 ? 1 : 0;
