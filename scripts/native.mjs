// Builds the native addon, where that can be done: it is optional, so that whatever is missing ends in one line and in exit status 0.
//
//   node scripts/native.mjs             builds native-bindings/build unless it is up to date
//   node scripts/native.mjs --install   the published package's install step: the prebuilt binary if it fits, else as above
//   node scripts/native.mjs --prebuild  native-bindings/prebuilds, for the published package; fails where it cannot
//   node scripts/native.mjs --sanitize  with AddressSanitizer and UndefinedBehaviorSanitizer; prints the binary's path; fails likewise
//
// The build runs in a folder under node_modules/.cache and its result is moved into place, so that a program that runs keeps the one
// it has loaded.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bindings = join(root, 'native-bindings');
const require = createRequire(import.meta.url);
const BINARY = 'build/Release/pinsight.node';

/** What the binary depends on, as one hash. */
function fingerprint() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(bindings, 'src')).sort();
  for (const file of ['binding.gyp', ...sources.map((name) => join('src', name))]) {
    hash.update(file).update(readFileSync(join(bindings, file)));
  }
  const api = JSON.parse(readFileSync(require.resolve('node-addon-api/package.json'), 'utf8')).version;
  return hash.update(`${api} ${process.platform} ${process.arch}`).digest('hex');
}

/** node-gyp of this package, else the one inside npm. */
function nodeGyp() {
  try {
    return require.resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return process.env.npm_config_node_gyp;
  }
}

/** Where headers came with node itself, so that nothing has to be fetched. */
function nodeDir() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? prefix : undefined;
}

/** A folder to build in. */
function copySources(name) {
  const folder = join(root, 'node_modules/.cache/pinsight', `${name}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['binding.gyp', 'src']) cpSync(join(bindings, part), join(folder, part), { recursive: true });
  // node-gyp takes the folder for a package.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'pinsight', version: '0.0.0' }));
  return folder;
}

/** Builds in a folder of `name`; the binary's path, or one clause on what went wrong. */
function build(name, extra = []) {
  const gyp = nodeGyp();
  if (gyp === undefined) return { failed: 'there is no node-gyp' };
  const compiler = process.env.CXX ?? 'g++';
  for (const tool of [compiler, 'make', 'python3']) {
    if (spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0) return { failed: `${tool} is missing` };
  }
  const folder = copySources(name);
  const headers = nodeDir() === undefined ? [] : [`--nodedir=${nodeDir()}`];
  const run = spawnSync(process.execPath, [gyp, 'rebuild', '--silent', ...headers, ...extra], {
    cwd: folder,
    encoding: 'utf8',
  });
  const binary = join(folder, BINARY);
  if (run.status === 0 && existsSync(binary)) return { binary, folder };
  const said = `${run.stdout}\n${run.stderr}`.split('\n').find((line) => /error/i.test(line)) ?? 'node-gyp failed';
  rmSync(folder, { recursive: true, force: true });
  return { failed: said.trim() };
}

/** Puts `from` in the place of `to` at once. */
function install(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const beside = `${to}.${process.pid}`;
  copyFileSync(from, beside);
  renameSync(beside, to);
}

/** Builds native-bindings/build unless it is up to date; one clause on what went wrong. */
export function buildNative() {
  if (process.platform !== 'linux') return undefined;
  const stamp = join(bindings, 'build/built-from');
  const now = fingerprint();
  const then = existsSync(join(bindings, BINARY)) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (then === now) return undefined;
  const { binary, folder, failed } = build('native');
  if (failed !== undefined) return failed;
  install(binary, join(bindings, BINARY));
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(stamp, now);
  return undefined;
}

function fail(reason) {
  process.stderr.write(`native addon: ${reason}\n`);
  process.exit(1);
}

/** A new process, since a binary for another machine can end the one that loads it. */
function prebuiltFits() {
  const probe = `require('node-gyp-build')(${JSON.stringify(bindings)})`;
  return spawnSync(process.execPath, ['-e', probe], { cwd: root, stdio: 'ignore' }).status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [mode] = process.argv.slice(2);
  if (mode === '--sanitize') {
    const { binary, failed } = build('sanitized', ['--sanitize=1']);
    if (failed !== undefined) fail(failed);
    const to = join(root, 'node_modules/.cache/pinsight/sanitized', BINARY);
    install(binary, to);
    rmSync(dirname(dirname(dirname(binary))), { recursive: true, force: true });
    process.stdout.write(`${to}\n`);
  } else if (mode === '--prebuild') {
    const folder = copySources('prebuilt');
    // The binary uses Node-API 8 alone, so one does for all versions of Node.
    const prebuildify = require.resolve('prebuildify/bin.js');
    const options = ['--napi', '--strip', '--tag-libc', '--name', 'pinsight', '--cwd', folder, '--out', bindings];
    const env = {
      ...process.env,
      PREBUILD_NODE_GYP: `${nodeGyp()}`,
      ...(nodeDir() && { npm_config_nodedir: nodeDir() }),
    };
    const { status } = spawnSync(process.execPath, [prebuildify, ...options], { stdio: 'inherit', env });
    rmSync(folder, { recursive: true, force: true });
    if (status !== 0) fail('prebuildify failed');
  } else if (mode !== '--install' || process.platform !== 'linux' || !prebuiltFits() || existsSync(join(root, 'src'))) {
    const failed = buildNative();
    if (failed !== undefined) {
      process.stdout.write(`native addon: not built (${failed}); all but live capture works without it\n`);
    }
  }
}
