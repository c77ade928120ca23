/**
 * The command line: FLOW-RECORD.md, "Commands". The tree of commands with their help is built here; what a command does is
 * loaded when it is called, so that `--version` and a small capture start fast. One function turns everything that can go
 * wrong into one line on standard error and an exit status.
 */
import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError } from 'commander';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { ClosedPipe, OutputError } from '../sink/output.js';
import { type AttachFlags, addAttachOptions } from './attach/options.js';
import type { ExplainFlags } from './commands/explain.js';
import type { ServeFlags } from './commands/serve.js';
import type { SquidHelperFlags } from './commands/squid-helper.js';
import { SHELLS, type Shell } from './completion.js';
import { addClassifyOptions, addFlowOptions, addModelOptions, type ClassifyFlags, expandSummary } from './options.js';
import { addServeOptions, addSquidHelperOptions } from './serve-options.js';
import { STATUS_DAMAGED, STATUS_OK, STATUS_USAGE } from './status.js';
import { complain, outputWidth, writeError, writeText } from './terminal.js';
import { flowSelector, oneOf } from './values.js';

/** Runs one command line (without the program's own name) and answers the exit status. */
export async function run(args: readonly string[]): Promise<number> {
  let status = STATUS_OK;
  const program = buildProgram((code) => {
    status = code;
  });
  try {
    await program.parseAsync(expandSummary(args), { from: 'user' });
    return status;
  } catch (error) {
    return statusOf(error, `see ${commandOf(program, args)} --help`);
  }
}

/** The command that the words name, as far as they name one: `pinsight catalog lint`. */
function commandOf(program: Command, args: readonly string[]): string {
  const path = [program.name()];
  let command = program;
  for (const word of args) {
    const below = command.commands.find((one) => one.name() === word);
    if (below === undefined) break;
    path.push(below.name());
    command = below;
  }
  return path.join(' ');
}

/** @param help where the right use is described */
function statusOf(error: unknown, help: string): number {
  if (error instanceof ClosedPipe) return STATUS_OK;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return STATUS_OK; // help or version, as asked
    // Without a command commander has shown the help, and there is nothing to add.
    if (error.code !== 'commander.help')
      complain(`${harmless(error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '))}; ${help}`);
    return STATUS_USAGE;
  }
  // By name: the pool, and the threads with it, is loaded only where it is used.
  if (error instanceof Error && error.name === 'WorkerDied') {
    complain(error.message);
    return STATUS_DAMAGED;
  }
  if (error instanceof UsageError || error instanceof OutputError) {
    complain(error.message);
    return error instanceof UsageError ? STATUS_USAGE : STATUS_DAMAGED;
  }
  throw error; // our bug: let it be seen
}

/** The tree of commands. `done` gets the exit status of the one that ran. */
export function buildProgram(done: (status: number) => void): Command {
  const program = new Command('pinsight')
    .description(
      'Packets in, one verdict per flow out: inspect TLS, or bypass because the app behind it pins its certificate.',
    )
    .version(packageVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .configureOutput({
      writeOut: writeText,
      writeErr: writeError,
      outputError: () => {}, // statusOf says it, in our form
      getOutHelpWidth: outputWidth,
    })
    .addHelpText(
      'after',
      examples(
        ['pinsight classify trace.pcapng', 'which apps are in here, which would break, and why'],
        ['pinsight classify -f jsonl trace.pcapng > flows.jsonl', 'one record per flow, for programs'],
        ['pinsight explain trace.pcapng --flow 17', 'why flow 17 got its verdict'],
      ),
    );
  addClassify(program, done);
  addAttach(program, done);
  addServe(program, done);
  addSquidHelper(program, done);
  addExplain(program, done);
  addCatalog(program, done);
  addBench(program, done);
  addCompletion(program, done);
  return program;
}

function addClassify(program: Command, done: (status: number) => void): void {
  const command = program
    .command('classify')
    .summary('captures in, one record per flow out')
    .description('Reads captures (pcap, pcapng, gzip of either; "-" is standard input) and writes one record per flow.')
    .argument('<file...>', 'captures; "-" reads standard input');
  addClassifyOptions(command)
    .addHelpText(
      'after',
      examples(
        ['pinsight classify trace.pcapng', 'a table, with the apps that would break below it'],
        ['pinsight classify -f csv -o flows.csv *.pcap', 'several captures into one file'],
        ['tcpdump -w - -i eth0 -c 10000 | pinsight classify -f jsonl -', 'from a pipe'],
        ['pinsight classify --join --summary json part.0 part.1', 'rotated files as one capture'],
        [
          'pinsight classify -p strict -c default -c own.catalog a.pcap',
          'a catalog of your own beside the one shipped',
        ],
      ),
    )
    .action(async (files: string[], flags: ClassifyFlags) => {
      const { classifyCommand } = await import('./commands/classify.js');
      done(await classifyCommand(files, flags));
    });
}

function addAttach(program: Command, done: (status: number) => void): void {
  const command = program
    .command('attach')
    .summary('the same, live, on a TUN or any other interface')
    .description(
      'Watches an interface and writes a verdict for each flow at its hello, and its record at its end, until it is stopped.',
    )
    .argument(
      '<source>',
      'an interface, or ring:NAME, tun:NAME (read the device itself), cap:NAME (libpcap), stream:PATH ("-" is standard input), stream:listen:PATH (a socket)',
    );
  addAttachOptions(command)
    .addHelpText(
      'after',
      examples(
        ['pinsight attach tun0', 'verdicts and records as JSON Lines on standard output'],
        ['pinsight attach -o flows.jsonl --rotate 1d --keep 14 --metrics 9464 wg0', 'for weeks, with metrics'],
        ['pinsight attach -o unix:/run/pinsight/flows.sock --user pinsight tun0', 'readers connect to a socket'],
        ['pinsight attach --write bypassed.pcapng --write-what bypass eth0', 'keep the packets of bypassed flows'],
        ['pinsight attach stream:listen:/run/pinsight/packets.sock', "a tunnel's own packets"],
      ),
    )
    .action(async (source: string, flags: AttachFlags) => {
      const { attachCommand } = await import('./commands/attach.js');
      done(await attachCommand(source, flags));
    });
}

function addServe(program: Command, done: (status: number) => void): void {
  const command = program
    .command('serve')
    .summary('the verdict service that a TLS proxy asks')
    .description(
      'Answers what a proxy asks: inspect or bypass, for one connection, by its ClientHello. Runs until it is stopped.',
    );
  addServeOptions(command)
    .addHelpText(
      'after',
      examples(
        ['pinsight serve', 'on a Unix socket, and on HTTP at 127.0.0.1:8480'],
        ['pinsight serve --socket /run/proxy/verdict.sock --http none', 'on a socket of your choice alone'],
        ['pinsight serve --audit bypassed.jsonl --user pinsight', 'every bypass with its evidence'],
      ),
    )
    .action(async (flags: ServeFlags) => {
      const { serveCommand } = await import('./commands/serve.js');
      done(await serveCommand(flags));
    });
}

function addSquidHelper(program: Command, done: (status: number) => void): void {
  const command = program
    .command('squid-helper')
    .summary('external ACL helper that Squid starts')
    .description(
      'External ACL helper of Squid: reads its questions on standard input, asks the verdict service, answers OK (splice) or ERR (bump).',
    );
  addSquidHelperOptions(command)
    .addHelpText('after', examples(['pinsight squid-helper --socket /run/pinsight/verdict.sock', 'in squid.conf']))
    .action(async (flags: SquidHelperFlags) => {
      const { squidHelperCommand } = await import('./commands/squid-helper.js');
      done(await squidHelperCommand(flags));
    });
}

function addExplain(program: Command, done: (status: number) => void): void {
  const command = program
    .command('explain')
    .summary('why one flow got its verdict')
    .description(
      'Shows everything a verdict rests on: what was read and where, the evidence, each hypothesis, the decision.',
    )
    .argument('<file>', 'the capture; "-" reads standard input')
    .requiredOption(
      '--flow <id|5-tuple>',
      'a flow_id, or ADDRESS:PORT-ADDRESS:PORT with /tcp or /udp if need be',
      (value) => flowSelector('--flow', value),
    )
    .option(
      '-f, --format <format>',
      'text or json',
      (value: string) => oneOf('--format', value, ['text', 'json'] as const),
      'text',
    );
  addFlowOptions(addModelOptions(command))
    .addHelpText(
      'after',
      examples(
        ['pinsight explain trace.pcapng --flow 17', 'by the number that the table and the records show'],
        ['pinsight explain trace.pcapng --flow 10.8.0.2:51234-203.0.113.7:443', 'by 5-tuple, in either direction'],
        ["pinsight explain trace.pcapng --flow '[fd00::2]:51234-[2001:db8::1]:443/tcp' -f json", 'for programs'],
      ),
    )
    .action(async (file: string, flags: ExplainFlags) => {
      const { explainCommand } = await import('./commands/explain.js');
      done(await explainCommand(file, flags));
    });
}

function addCatalog(program: Command, done: (status: number) => void): void {
  const catalog = program
    .command('catalog')
    .summary('look into, check, merge and convert catalogs')
    .description('Works on catalogs: the files that say which apps pin which names.')
    .addHelpText(
      'after',
      examples(
        ['pinsight catalog show', 'version, digest, counts and starting values of the catalog shipped'],
        ['pinsight catalog show --apps', 'all apps, one a line'],
        ['pinsight catalog show Signal', 'what is known about an app'],
        ['pinsight catalog show chat.signal.org', 'what is known about a host'],
        ['pinsight catalog export > catalog.json', 'as JSON, to read and to edit'],
        ['pinsight catalog import catalog.json -o own.catalog', 'and back'],
      ),
    );
  const repeated = (value: string, before: string[]): string[] => [...before, value];
  catalog
    .command('show')
    .description('Shows a catalog as a whole, or what it knows about one app, browser, TLS stack or host.')
    .argument('[app|host]', 'name of an app, a browser or a stack, or a host')
    .option('--apps', 'list all apps: category, number of hosts, best level')
    .option(
      '-c, --catalog <path>',
      'catalog to look into; repeat to merge several (default: "default", the one shipped)',
      repeated,
      [],
    )
    .addHelpText('after', examples(['pinsight catalog show -c own.catalog Signal', 'in a catalog of your own']))
    .action(async (name: string | undefined, flags: { catalog: string[]; apps?: true }) => {
      const { showCatalog } = await import('./commands/catalog-show.js');
      done(showCatalog(name, flags));
    });
  catalog
    .command('lint')
    .description(
      'Checks a catalog: facts without a source, bare public suffixes, names that several apps claim. Exit 1 on errors.',
    )
    .argument('<file>', 'catalog; "default" is the one shipped, "-" standard input')
    .addHelpText('after', examples(['pinsight catalog lint own.catalog', 'before it is used']))
    .action(async (file: string) => {
      const { lintCommand } = await import('./commands/catalog.js');
      done(await lintCommand(file));
    });
  catalog
    .command('merge')
    .description('Merges catalogs, in the order given: of starting values the last named counts.')
    .argument('<file...>', 'catalogs; "default" is the one shipped, "-" standard input')
    .requiredOption('-o, --output <path>', 'file to write; "-" is standard output')
    .addHelpText('after', examples(['pinsight catalog merge -o all.catalog default own.catalog', 'two into one']))
    .action(async (files: string[], flags: { output: string }) => {
      const { mergeCommand } = await import('./commands/catalog.js');
      done(mergeCommand(files, flags.output));
    });
  catalog
    .command('export')
    .description('Writes a catalog as JSON.')
    .argument('[file]', 'catalog; "-" is standard input (default: the one shipped)')
    .addHelpText('after', examples(['pinsight catalog export own.catalog > own.json', 'to read and to edit']))
    .action(async (file: string | undefined) => {
      const { exportCommand } = await import('./commands/catalog.js');
      done(await exportCommand(file));
    });
  catalog
    .command('import')
    .description('Makes a catalog from its JSON form (several files make one catalog).')
    .argument('<json...>', 'JSON files; "-" is standard input')
    .requiredOption('-o, --output <path>', 'file to write; "-" is standard output')
    .addHelpText('after', examples(['pinsight catalog import own.json -o own.catalog', 'after an edit']))
    .action(async (files: string[], flags: { output: string }) => {
      const { importCommand } = await import('./commands/catalog.js');
      done(await importCommand(files, flags.output));
    });
}

function addBench(program: Command, done: (status: number) => void): void {
  program
    .command('bench')
    .summary('how fast pinsight is here, beside other tools')
    .description(
      'Runs pinsight beside tcpdump, nDPI, tshark and others that are installed, on captures of yours or on three that it makes.',
    )
    .argument('[file...]', 'captures (default: three inputs made from recordings, 1 GB each)')
    .option('--quick', 'inputs of 100 MB, one round')
    .option('--megabytes <n>', 'size of each input that is made (default: 1000)')
    .option('--rounds <n>', 'runs of each program on each input (default: 5)')
    .option('--inputs <names>', 'of mix, tls-heavy and bulk, with commas between (default: all)')
    .option('--only <names>', 'programs whose names begin so, with commas between; "none" runs none (default: all)')
    .option('--pin', 'each program on one processor, by taskset')
    .option('--stages', 'the stages of a packet one by one instead')
    .option('--generate-only', 'make the inputs, print where they are, and stop')
    .option('--json <path>', 'write the figures as JSON')
    .option('--svg <path>', 'write the figures as a plot')
    .option('--cache <folder>', 'where inputs are kept')
    .addHelpText(
      'after',
      examples(
        ['pinsight bench trace.pcapng', 'on a capture of yours'],
        ['pinsight bench --quick', 'on 100 MB of each kind of traffic, a minute or two'],
      ),
    )
    .action(async (files: string[], flags: Readonly<Record<string, string | true>>) => {
      const { benchCommand } = await import('./commands/bench.js');
      done(benchCommand(files, flags));
    });
}

function addCompletion(program: Command, done: (status: number) => void): void {
  program
    .command('completion')
    .summary('completion script for a shell')
    .description('Writes the script that completes commands, options and files in a shell.')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').argParser((value) => oneOf('completion', value, SHELLS)))
    .addHelpText(
      'after',
      examples(
        ['source <(pinsight completion bash)', 'in ~/.bashrc'],
        ['pinsight completion fish > ~/.config/fish/completions/pinsight.fish', 'for fish'],
      ),
    )
    .action(async (shell: Shell) => {
      const { completionCommand } = await import('./commands/completion.js');
      done(completionCommand(shell, program));
    });
}

/** A command line, and below it what it does: both fit 80 columns that way. */
function examples(...rows: readonly (readonly [line: string, what: string])[]): string {
  return `\nExamples:\n${rows.map(([line, what]) => `  ${line}\n      ${what}`).join('\n')}`;
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
