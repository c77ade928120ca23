import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { completionScript, SHELLS, type Shell } from '../../src/cli/completion.js';
import type { CommandSpec } from '../../src/cli/spec.js';

const CAPTURES = ['pcap', 'pcapng', 'gz'];
const CATALOG = {
  flags: ['-c', '--catalog'],
  value: 'PATH',
  files: true,
  description: "a catalog: 'its' [file]",
  repeatable: true,
} as const;

const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'classify',
    summary: "captures in, one record per flow out: it's the main job",
    arguments: [{ name: 'FILE', files: CAPTURES, repeatable: true }],
    options: [
      {
        flags: ['-f', '--format'],
        value: 'FORMAT',
        choices: ['table', 'jsonl', 'protobuf', 'csv'],
        description: 'how',
      },
      { flags: ['-o', '--output'], value: 'PATH', files: true, description: 'where to' },
      CATALOG,
      {
        flags: ['-p', '--policy'],
        value: 'PATH',
        choices: ['balanced', 'strict'],
        files: ['yaml'],
        description: 'policy',
      },
      { flags: ['--summary'], value: 'text|json', optional: true, choices: ['text', 'json'], description: 'totals' },
      { flags: ['--label'], value: 'APP', description: 'ground truth' },
      { flags: ['--all'], description: 'also flows without a hello' },
    ],
  },
  {
    name: 'explain',
    summary: 'why one flow got its verdict',
    arguments: [{ name: 'FILE', files: CAPTURES }],
    options: [{ flags: ['--flow'], value: 'ID|5-TUPLE', description: 'which flow' }],
  },
  {
    name: 'catalog',
    summary: 'look into catalogs',
    arguments: [],
    options: [],
    commands: [
      { name: 'show', summary: 'what is in it', arguments: [{ name: 'APP' }], options: [CATALOG] },
      { name: 'lint', summary: 'what is wrong with it', arguments: [{ name: 'FILE', files: true }], options: [] },
      {
        name: 'merge',
        summary: 'two into one',
        arguments: [{ name: 'FILE', files: true, repeatable: true }],
        options: [],
      },
      { name: 'import', summary: 'from JSON', arguments: [{ name: 'JSON', files: ['json'] }], options: [] },
    ],
  },
  {
    name: 'completion',
    summary: 'this',
    arguments: [{ name: 'SHELL', choices: ['bash', 'zsh', 'fish'] }],
    options: [],
  },
];

const has = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'completion-'));
  mkdirSync(path.join(folder, 'work/old'), { recursive: true });
  mkdirSync(path.join(folder, 'plain'));
  for (const name of ['trace.pcapng', 'a b.pcap', 'notes.txt', 'catalog.json', 'own.yaml'])
    writeFileSync(path.join(folder, 'work', name), '');
  for (const name of ['capture', 'notes.txt']) writeFileSync(path.join(folder, 'plain', name), '');
  for (const shell of SHELLS) writeFileSync(path.join(folder, shell), completionScript(shell, COMMANDS));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What bash offers for the last of `words`, in the folder `cwd`; the words are split as bash does it. */
function offered(words: readonly string[], cwd = 'work'): string[] {
  const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
    _pinsight; (( \${#COMPREPLY[@]} )) && printf '%s\\n' "\${COMPREPLY[@]}"; true`;
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--norc', '-c', script, 'bash', path.join(folder, 'bash'), 'pinsight', ...words],
    { encoding: 'utf8', cwd: path.join(folder, cwd) },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

describe('bash completion', () => {
  const FILES = ['a b.pcap', 'catalog.json', 'notes.txt', 'old', 'own.yaml', 'trace.pcapng'];
  const CAPTURE_FILES = ['a b.pcap', 'old', 'trace.pcapng'];

  for (const [typed, expected] of [
    [[''], ['catalog', 'classify', 'completion', 'explain']],
    [['cl'], ['classify']],
    [['-'], ['--help', '--version', '-V', '-h']],
    [
      ['catalog', ''],
      ['import', 'lint', 'merge', 'show'],
    ],
    [['catalog', 's'], ['show']],
    [
      ['catalog', 'show', '-'],
      ['--catalog', '--help', '-c', '-h'],
    ],
    [['catalog', 'show', ''], []],
    [['catalog', 'lint', ''], FILES],
    [['catalog', 'lint', 'catalog.json', ''], []],
    [['catalog', 'merge', 'catalog.json', ''], FILES],
    [
      ['catalog', 'import', ''],
      ['catalog.json', 'old'],
    ],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [['completion', 'bash', ''], []],
    [['classify', '--fo'], ['--format']],
    [
      ['classify', '--format', ''],
      ['csv', 'jsonl', 'protobuf', 'table'],
    ],
    [['classify', '-f', 'j'], ['jsonl']],
    [
      ['classify', '--format', '='],
      ['csv', 'jsonl', 'protobuf', 'table'],
    ],
    [['classify', '--format', '=', 'pro'], ['protobuf']],
    [['classify', '--format', '=', 'csv', ''], CAPTURE_FILES],
    [['classify', '-f', 'csv', 'trace.pcapng', ''], CAPTURE_FILES],
    [['classify', 'tr'], ['trace.pcapng']],
    [['classify', '-o', ''], FILES],
    [
      ['classify', '-p', ''],
      ['balanced', 'old', 'own.yaml', 'strict'],
    ],
    [['classify', '--label', ''], []],
    [['classify', '--label', 'catalog', 'tr'], ['trace.pcapng']],
    [
      ['classify', '--summary', ''],
      ['a b.pcap', 'json', 'old', 'text', 'trace.pcapng'],
    ],
    [['classify', '--summary', 'json', ''], CAPTURE_FILES],
    [['classify', '--summary', 'trace.pcapng', ''], CAPTURE_FILES],
    [['classify', '--', '-'], []],
    [['explain', 'trace.pcapng', ''], []],
    [['explain', '--flow', '17', ''], CAPTURE_FILES],
    [['explain', 'catalog', ''], []],
  ] as const) {
    test(`pinsight ${typed.join(' ')}|`, () => {
      expect(offered(typed)).toEqual([...expected].sort());
    });
  }

  test('all files where none has an extension of a capture: what counts is their content', () => {
    expect(offered(['classify', ''], 'plain')).toEqual(['capture', 'notes.txt']);
  });

  test('every option of a command', () => {
    const flags = COMMANDS[0]!.options.flatMap((option) => option.flags);
    expect(offered(['classify', '-'])).toEqual([...flags, '-h', '--help'].sort());
  });
});

/**
 * What zsh offers: an interactive zsh on a pseudo-terminal, whose `compadd` prints what it is given, and whose tab key
 * prints an end mark after completing. Arguments: the script, a folder for the dump of compinit, the line to complete.
 */
const ZSH_DRIVER = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PROMPT=""; autoload -U compinit; compinit -u -d '$2'; source '$1
zpty -w z 'compadd() {
  local -a hits
  (( \${argv[(I)-[OAD]]} )) || { builtin compadd -A hits "$@"; for hit in $hits; do print -r -- "<HIT>$hit</HIT>"; done; }
  builtin compadd "$@"
}'
zpty -w z 'tab() { zle complete-word; print "<E""ND>" }; zle -N tab; bindkey "^I" tab; print "<REA""DY>"'
zpty -r z out '*<READY>*'
zpty -w -n z "$3"$'\t'
zpty -r z out '*<END>*'
print -r -- $out
zpty -d z
`;

function offeredByZsh(line: string): string[] {
  const args = ['-f', '-c', ZSH_DRIVER, 'zsh', path.join(folder, 'zsh'), path.join(folder, 'zcompdump'), line];
  const { stdout, status } = spawnSync('zsh', args, {
    encoding: 'utf8',
    cwd: path.join(folder, 'work'),
    timeout: 30_000,
  });
  expect(status).toBe(0);
  return [...new Set([...stdout.matchAll(/<HIT>(.*?)<\/HIT>/g)].map(([, word]) => word!))].sort();
}

function offeredByFish(line: string): string[] {
  const script = 'source $argv[1]; complete -C $argv[2]';
  const args = ['-N', '-c', script, path.join(folder, 'fish'), line];
  const { stdout, status } = spawnSync('fish', args, { encoding: 'utf8', cwd: path.join(folder, 'work') });
  expect(status).toBe(0);
  return stdout
    .split('\n')
    .map((row) => row.split('\t')[0]!)
    .filter((word) => word !== '')
    .sort();
}

describe('zsh and fish completion', () => {
  for (const [shell, offers] of [
    ['zsh', offeredByZsh],
    ['fish', offeredByFish],
  ] as const) {
    const installed = has(shell);
    const testShell = installed ? test : test.skip;
    const skipped = installed ? '' : ` (skipped: no ${shell})`;

    testShell(`${shell} reads its script${skipped}`, () => {
      const { status, stderr } = spawnSync(shell, ['-n', path.join(folder, shell)], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    });

    for (const [line, expected] of [
      ['', ['catalog', 'classify', 'completion', 'explain']],
      ['catalog ', ['import', 'lint', 'merge', 'show']],
      ['catalog show --', ['--catalog', '--help']],
      ['completion ', ['bash', 'fish', 'zsh']],
      ['classify --format ', ['csv', 'jsonl', 'protobuf', 'table']],
      ['classify --label ', []],
    ] as const) {
      testShell(`${shell}: pinsight ${line}|${skipped}`, () => {
        expect(offers(`pinsight ${line}`)).toEqual([...expected].sort());
      });
    }

    testShell(`${shell}: captures, and what an option may leave out${skipped}`, () => {
      expect(offers('pinsight classify tr').join()).toContain('trace.pcapng');
      expect(offers('pinsight classify --summary ')).toEqual(expect.arrayContaining(['json', 'text', 'trace.pcapng']));
      expect(offers('pinsight classify --policy ')).toEqual(expect.arrayContaining(['balanced', 'strict', 'own.yaml']));
      expect(offers('pinsight classify --catalog ')).toEqual(expect.arrayContaining(['catalog.json']));
    });
  }

  test('quotes, brackets and colons of a description stay text', () => {
    const lines = (shell: Shell): string[] =>
      completionScript(shell, COMMANDS)
        .split('\n')
        .map((line) => line.trim());
    // Inside single quotes, so that only the quote itself ends them; brackets and colons would end a text of _arguments.
    expect(lines('zsh')).toContain(`'*--catalog=[a catalog\\: '\\''its'\\'' \\[file\\]]:PATH:_files' \\`);
    expect(lines('zsh')).toContain(`'(--summary)--summary[totals]::text|json:(text json)' \\`);
    expect(lines('zsh')).toContain(`'*:FILE:_files -g '\\''*.(pcap|pcapng|gz)'\\''' \\`);
    expect(lines('fish')).toContain(
      `complete -c pinsight -n '__fish_seen_subcommand_from classify' -s c -l catalog -r -F -d 'a catalog: \\'its\\' [file]'`,
    );
  });

  test('quotes and brackets of the zsh script are balanced as a shell of the Bourne family reads them', () => {
    // bash shares zsh's quoting, line continuation and compound commands, as far as the script uses them.
    const { status, stderr } = spawnSync('bash', ['-n', path.join(folder, 'zsh')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});

test('a word that needs quoting in a script is a mistake in the description', () => {
  const spec = { ...COMMANDS[0]!, name: 'a;b' };
  for (const shell of SHELLS) expect(() => completionScript(shell, [spec])).toThrow('not a plain word');
});
