/**
 * `pinsight completion`: the script with which a shell completes our command line. What there is to complete is read off the
 * commands themselves, so that it cannot fall behind; only what a value may be is added here.
 */
import type { Command, Option } from 'commander';
import { DEFAULT_CATALOG } from '../../catalog/index.js';
import { FORMATS } from '../../sink/index.js';
import { BUILTIN_POLICIES } from '../../verdict/policy.js';
import { KEEP_WHAT } from '../attach/keeper.js';
import { FSYNC, LIVE_FORMATS } from '../attach/options.js';
import { completionScript, SHELLS, type Shell } from '../completion.js';
import { LOG_LEVELS, ON_FAILURE } from '../serve-options.js';
import type { ArgumentSpec, CommandSpec, OptionSpec, ValueSpec } from '../spec.js';
import { STATUS_OK } from '../status.js';
import { writeText } from '../terminal.js';

const CAPTURES = ['pcap', 'pcapng', 'cap', 'gz'] as const;
/** The one shipped has a name of its own. */
const CATALOG: ValueSpec = { choices: [DEFAULT_CATALOG], files: ['catalog'] };

/** By command and placeholder: what an argument may be. */
const ARGUMENTS: Readonly<Record<string, ValueSpec>> = {
  'classify file': { files: CAPTURES },
  'explain file': { files: CAPTURES },
  'bench file': { files: CAPTURES },
  'lint file': CATALOG,
  'merge file': CATALOG,
  'export file': CATALOG,
  'import json': { files: ['json'] },
  'completion shell': { choices: SHELLS },
};

/** By long flag: what an option's value may be. `explain` and `attach` have formats of their own. */
const OPTIONS: Readonly<Record<string, ValueSpec>> = {
  'explain --format': { choices: ['text', 'json'] },
  'attach --format': { choices: LIVE_FORMATS },
  '--format': { choices: FORMATS },
  '--fsync': { choices: FSYNC },
  '--write': { files: true },
  '--write-what': { choices: KEEP_WHAT },
  '--log-level': { choices: LOG_LEVELS },
  '--on-failure': { choices: ON_FAILURE },
  '--output': { files: true },
  '--json': { files: true },
  '--svg': { files: true },
  '--cache': { files: true },
  '--catalog': CATALOG,
  '--policy': { choices: BUILTIN_POLICIES, files: ['yaml', 'yml'] },
  '--summary': { choices: ['text', 'json'] },
  '--redact': { files: true },
  '--audit': { files: true },
  '--socket': { choices: ['none'], files: true },
  '--token-file': { files: true },
};

/** Options whose values add up. */
const REPEATABLE: ReadonlySet<string> = new Set(['--catalog', '--device', '--nft-interface']);

export function completionCommand(shell: Shell, program: Command): number {
  writeText(completionScript(shell, commandSpecs(program)));
  return STATUS_OK;
}

/** The commands under `command`, as the completion scripts want them. */
export function commandSpecs(command: Command): CommandSpec[] {
  return command.commands.map((one) => {
    const below = commandSpecs(one);
    return {
      name: one.name(),
      summary: one.summary() || one.description(),
      arguments: one.registeredArguments.map(
        (argument): ArgumentSpec => ({
          name: argument.name().toUpperCase(),
          ...(argument.variadic ? { repeatable: true as const } : {}),
          ...ARGUMENTS[`${one.name()} ${argument.name()}`],
        }),
      ),
      options: one.options.map((option) => optionSpec(one.name(), option)),
      ...(below.length === 0 ? {} : { commands: below }),
    };
  });
}

function optionSpec(command: string, option: Option): OptionSpec {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  const long = option.long ?? '';
  const placeholder = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1];
  return {
    flags,
    description: option.description,
    ...(placeholder === undefined ? {} : { value: placeholder.toUpperCase() }),
    ...(option.optional ? { optional: true as const } : {}),
    ...(REPEATABLE.has(long) ? { repeatable: true as const } : {}),
    ...(OPTIONS[`${command} ${long}`] ?? OPTIONS[long]),
  };
}
