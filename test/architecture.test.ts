/**
 * Holds what ARCHITECTURE.md promises about src/: who may import whom (imports of types count as much as others), how long
 * files are, and which few files may touch threads, native code or the terminal.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Folders by rank, lowest first. `index.ts` stands for itself. */
const RANKS: readonly (readonly string[])[] = [
  ['bytes', 'gen'],
  ['packet', 'protocol', 'source', 'catalog'],
  ['flow', 'fingerprint', 'client'],
  ['evidence'],
  ['verdict'],
  ['engine', 'sink'],
  ['learn', 'evaluate', 'serve'],
  ['cli', 'index.ts'],
];

/** Folders that may import less than all lower ranks: these, and rank 0. */
const NARROWED: Readonly<Record<string, readonly string[]>> = {
  flow: ['packet'],
  fingerprint: ['protocol'],
  client: ['protocol'],
  evidence: ['fingerprint', 'protocol', 'client'],
  verdict: ['evidence', 'catalog', 'fingerprint', 'client'],
};

/** Synchronous, without input or output, clocks, timers or chance: time is the packet's. */
const PURE = ['bytes', 'packet', 'flow', 'protocol', 'fingerprint', 'client', 'evidence'];
const IMPURE_MODULES =
  /^node:(fs|net|http|https|dgram|child_process|worker_threads|timers|readline|stream|process|os)\b/;
const IMPURE_CALLS =
  /\b(Date\.now|new Date\(|performance\.|setTimeout|setInterval|setImmediate|Math\.random|process\.|async |await )/;

const MAX_LINES = 500;

interface Source {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

function sourcesUnder(folder: string, ending = /\.(ts|mjs|js|sh)$/): Source[] {
  let names: string[];
  try {
    names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return []; // not there yet
  }
  return names
    .filter((name) => ending.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .filter((file) => !file.startsWith('src/gen/'))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

/** What a file imports in any way: static, for types, dynamic, by `require`. */
function importsOf({ text }: Source): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The file of ours that `specifier` means; undefined for a package. */
function target(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.')
    ? path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts')
    : undefined;
}

const folderOf = (file: string): string => file.split('/')[1]!;
const rankOf = (folder: string): number => RANKS.findIndex((rank) => rank.includes(folder));

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  const rank = rankOf(to);
  if (rank < 0 || rank >= rankOf(from)) return false;
  return rank === 0 || NARROWED[from] === undefined || NARROWED[from].includes(to);
}

function wrongImports(source: Source): string[] {
  return importsOf(source).flatMap((specifier) => {
    const imported = target(source.file, specifier);
    if (imported === undefined) return [];
    const outside = !imported.startsWith('src/');
    const native = imported.startsWith('native-bindings/') && folderOf(source.file) === 'source';
    if (outside ? native : mayImport(folderOf(source.file), folderOf(imported))) return [];
    return [`${source.file} imports ${imported}`];
  });
}

const src = sourcesUnder('src', /\.ts$/);

describe('imports', () => {
  test('there is a src/ to look at, and every folder of it has a rank', () => {
    expect(src.length).toBeGreaterThan(20);
    expect([...new Set(src.map(({ file }) => folderOf(file)))].filter((folder) => rankOf(folder) < 0)).toEqual([]);
  });

  test('a folder imports itself and lower ranks only, and fewer where the table says so', () => {
    expect(src.flatMap(wrongImports)).toEqual([]);
  });

  // The rule itself, on files made up.
  for (const [file, line, wrong] of [
    ['src/evidence/a.ts', "import { x } from '../fingerprint/index.js';", false],
    ['src/evidence/a.ts', "import { x } from '../bytes/text.js';", false],
    ['src/evidence/a.ts', "import type { X } from '../packet/view.js';", true],
    ['src/evidence/a.ts', "import { x } from '../catalog/index.js';", true],
    ['src/packet/link/a.ts', "export { x } from '../../source/batch.js';", true],
    ['src/packet/link/a.ts', "import { x } from '../view.js';", false],
    ['src/engine/a.ts', "const x = await import('../sink/sink.js');", true],
    ['src/client/a.ts', "type X = typeof import('../flow/table.js');", true],
    ['src/sink/a.ts', "import { x } from '../../test/support/x.js';", true],
    ['src/source/a.ts', "import { x } from '../../native-bindings/load.js';", false],
    ['src/engine/a.ts', "import { x } from '../../native-bindings/load.js';", true],
    ['src/cli/a.ts', "import { x } from '../engine/classify.js';", false],
  ] as const) {
    test(`${wrong ? 'refuses' : 'takes'} in ${file}: ${line}`, () => {
      expect(wrongImports({ file, text: line })).toHaveLength(wrong ? 1 : 0);
    });
  }

  test('fingerprint, evidence and verdict see no packet and no flow, not even through others', () => {
    const byFile = new Map(src.map((source) => [source.file, source]));
    const reached = new Set(
      src.map(({ file }) => file).filter((file) => /^src\/(fingerprint|evidence|verdict)\//.test(file)),
    );
    for (const file of reached) {
      const source = byFile.get(file);
      for (const specifier of source === undefined ? [] : importsOf(source)) {
        const imported = target(file, specifier);
        if (imported !== undefined) reached.add(imported);
      }
    }
    expect(reached.size).toBeGreaterThan(0);
    expect([...reached].filter((file) => /^src\/(packet|flow|source|engine)\//.test(file))).toEqual([]);
  });

  test('piscina is imported by engine/pool.ts only', () => {
    const importers = src.filter((source) => importsOf(source).includes('piscina')).map(({ file }) => file);
    expect(importers.filter((file) => file !== 'src/engine/pool.ts')).toEqual([]);
  });
});

describe('the addon', () => {
  test('is loaded by native-bindings/load.ts only, which imports nothing of ours', () => {
    const own = sourcesUnder('native-bindings', /load\.ts$/);
    expect(own).toHaveLength(1);
    expect(own.flatMap(importsOf).filter((specifier) => specifier.startsWith('.'))).toEqual([]);
    expect(src.filter(({ text }) => /node-gyp-build|\.node['"`]/.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

describe('files', () => {
  test(`have at most ${MAX_LINES} lines`, () => {
    const all = [...src, ...['test', 'bench', 'scripts'].flatMap((folder) => sourcesUnder(folder))];
    expect(all.filter(({ text }) => text.trimEnd().split('\n').length > MAX_LINES).map(({ file }) => file)).toEqual([]);
  });

  test('of src/ open with a comment on what they are', () => {
    const opening = /^(#![^\n]*\n)?\/(\*\*|\/)/;
    expect(src.filter(({ text }) => !opening.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

describe('the middle', () => {
  const pure = src.filter(({ file }) => PURE.includes(folderOf(file)));
  const code = ({ text }: Source): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '');

  test('imports nothing that does input or output', () => {
    const wrong = pure.filter((source) => importsOf(source).some((specifier) => IMPURE_MODULES.test(specifier)));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  test('reads no clock, starts no timer, waits for nothing and throws no dice', () => {
    expect(pure.filter((source) => IMPURE_CALLS.test(code(source))).map(({ file }) => file)).toEqual([]);
  });

  test('only the command line writes to the console', () => {
    const wrong = src.filter((source) => folderOf(source.file) !== 'cli' && /\bconsole\./.test(code(source)));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});
