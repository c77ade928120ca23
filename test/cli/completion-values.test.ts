/** What completion offers for an option is what the option takes: asked of each option's own parser. */
import type { Command, Option } from 'commander';
import { commandSpecs } from '../../src/cli/commands/completion.js';
import { buildProgram } from '../../src/cli/program.js';
import type { CommandSpec } from '../../src/cli/spec.js';

/** The words that the option says it takes; undefined if it takes others, too. */
function taken(option: Option): string | undefined {
  try {
    option.parseArg?.('no such word', undefined);
  } catch (error) {
    return /expected one of (.*)$/.exec((error as Error).message)?.[1];
  }
  return undefined;
}

function rows(commands: readonly Command[], specs: readonly CommandSpec[]): [string, string, string][] {
  return commands.flatMap((command, i) => [
    ...command.options.flatMap((option, at): [string, string, string][] => {
      const words = taken(option);
      const { choices = [] } = specs[i]!.options[at]!;
      return words === undefined ? [] : [[`${command.name()} ${option.long}`, words, choices.join(', ')]];
    }),
    ...rows(command.commands, specs[i]!.commands ?? []),
  ]);
}

const program = buildProgram(() => {});
const all = rows(program.commands, commandSpecs(program));

test('there are such options', () => {
  expect(all.map(([option]) => option)).toEqual(
    expect.arrayContaining(['attach --format', 'attach --fsync', 'classify --format', 'serve --log-level']),
  );
});

test.each(all)('%s', (_, words, offered) => {
  expect(offered).toBe(words);
});
