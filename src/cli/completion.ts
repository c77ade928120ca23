/**
 * Shell completion for bash, zsh and fish, written out from the description of the commands in spec.ts: a script without
 * any call back into the program, so that completing a word costs nothing. Commands, options, the values of options and
 * file names complete.
 */
import {
  type ArgumentSpec,
  type CommandSpec,
  HELP_OPTION,
  type OptionSpec,
  type ValueSpec,
  VERSION_OPTION,
} from './spec.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const PROGRAM = 'pinsight';

/**
 * The script to source, or to put where the shell looks for completions.
 *
 * @param specs commands of the program
 * @param programOptions options before any command
 */
export function completionScript(
  shell: Shell,
  specs: readonly CommandSpec[],
  programOptions: readonly OptionSpec[] = [HELP_OPTION, VERSION_OPTION],
): string {
  const levels = levelsOf({ name: '', summary: '', arguments: [], options: programOptions, commands: specs });
  if (shell === 'bash') return bashScript(levels);
  return shell === 'zsh' ? zshScript(levels[0]!) : fishScript(levels);
}

/** The program, a command, or a command under one, with the words that lead to it. */
interface Level {
  readonly path: readonly string[];
  readonly spec: CommandSpec;
  /** Its options, the one for help among them. */
  readonly options: readonly OptionSpec[];
  readonly below: readonly Level[];
}

/** All levels, those above first. */
function levelsOf(program: CommandSpec): Level[] {
  const levels: Level[] = [];
  const add = (spec: CommandSpec, path: readonly string[]): Level => {
    const help = spec.options.some(({ flags }) => flags.includes('--help')) ? [] : [HELP_OPTION];
    const below: Level[] = [];
    const level = { path, spec, options: [...spec.options, ...help], below };
    levels.push(level);
    for (const command of spec.commands ?? []) below.push(add(command, [...path, plain(command.name)]));
    return level;
  };
  add(program, []);
  return levels;
}

/** Words that go into a script without quotes around each. Anything else is a mistake in our own description. */
function plain(word: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(word)) throw new Error(`completion: not a plain word: ${word}`);
  return word;
}

const plainWords = (words: readonly string[]): string => words.map(plain).join(' ');

// bash

/** Assignments that tell the script what to offer; see BASH_MAIN. */
function bashOffer({ choices, files }: ValueSpec): string {
  const offers: string[] = [];
  if (choices !== undefined) offers.push(`words='${plainWords(choices)}'`);
  if (files !== undefined) offers.push(`files='${files === true ? '-' : plainWords(files)}'`);
  return offers.length === 0 ? ':' : offers.join(' ');
}

function bashArguments({ path, spec, below }: Level): string[] {
  const key = path.join(' ');
  if (below.length > 0) return [`    '${key}:'*) words='${plainWords(below.map(({ spec: { name } }) => name))}' ;;`];
  return spec.arguments.map(
    (argument, i) => `    '${key}:'${argument.repeatable ? '*' : i}) ${bashOffer(argument)} ;;`,
  );
}

function bashScript(levels: readonly Level[]): string {
  const values = levels.flatMap(({ path, options }) =>
    options
      .filter(({ value }) => value !== undefined)
      .map((option) => {
        const patterns = option.flags.map((flag) => `'${[...path, plain(flag)].join(' ')}'`).join('|');
        return `    ${patterns}) ${bashOffer(option)}${option.optional ? ' optional=1' : ''} ;;`;
      }),
  );
  const options = levels.map(
    ({ path, options: own }) => `    '${path.join(' ')}') words='${plainWords(own.flatMap(({ flags }) => flags))}' ;;`,
  );
  const commands = levels.slice(1).map(({ path }) => `'${path.join(' ')}'`);
  return `# bash completion for ${PROGRAM}: source this file, or put it into ~/.local/share/bash-completion/completions/${PROGRAM}

# What may follow option $2 of command $1. Fails if nothing may.
__${PROGRAM}_value() {
  case "\${1:+$1 }$2" in
${values.join('\n')}
    *) return 1 ;;
  esac
}

# What argument number $2, from 0, of command $1 may be.
__${PROGRAM}_argument() {
  case "$1:$2" in
${levels.flatMap(bashArguments).join('\n')}
  esac
}

__${PROGRAM}_options() {
  case "$1" in
${options.join('\n')}
  esac
}

__${PROGRAM}_is_command() {
  case "$1" in
    ${commands.join('|')}) return 0 ;;
    *) return 1 ;;
  esac
}
${BASH_MAIN}`;
}

const BASH_MAIN = `
_${PROGRAM}() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]}
  local words='' files='' optional='' command='' pending='' literal='' position=0 i word more
  # bash splits "--format=csv" into three words.
  [[ $cur == '=' ]] && cur=''
  for (( i = 1; i < COMP_CWORD; i++ )); do
    word=\${COMP_WORDS[i]}
    [[ $word == '=' ]] && continue
    if [[ -n $pending ]]; then
      pending=''
      [[ -z $optional || " $words " == *" $word "* ]] && continue
    fi
    if [[ -z $literal && $word == -- ]]; then
      literal=1
    elif [[ -z $literal && $word == -?* ]]; then
      words='' files='' optional=''
      __${PROGRAM}_value "$command" "$word" && pending=1
    elif (( position == 0 )) && __${PROGRAM}_is_command "\${command:+$command }$word"; then
      command="\${command:+$command }$word"
    else
      (( position++ ))
    fi
  done
  # After an option whose value may be left out, both its values and what else may stand here are offered.
  more=''
  [[ -n $pending && -n $optional ]] && more=$words
  if [[ -z $pending || -n $optional ]]; then
    words='' files=''
    if [[ -z $literal && $cur == -* ]]; then
      __${PROGRAM}_options "$command"
    else
      __${PROGRAM}_argument "$command" "$position"
    fi
  fi
  COMPREPLY=( $(compgen -W "$words $more" -- "$cur") )
  if [[ -n $files ]]; then __${PROGRAM}_files "$cur" $files; fi
}

# Offers directories and the files of the extensions given; all files if there are none of those ("-" is no extension).
__${PROGRAM}_files() {
  local cur=$1 path extension found=''
  local -a all=() wanted=()
  shift
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do
    all+=("$path")
    if [[ -d \${path/#'~/'/$HOME/} ]]; then
      wanted+=("$path")
      continue
    fi
    for extension in "$@"; do
      [[ $path == *".$extension" ]] && wanted+=("$path") && found=1 && break
    done
  done < <(compgen -f -- "$cur")
  if [[ -n $found ]]; then
    COMPREPLY+=("\${wanted[@]}")
  else
    COMPREPLY+=("\${all[@]}")
  fi
}

complete -F _${PROGRAM} ${PROGRAM}
`;

// zsh

/** A text inside single quotes. */
function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In a specification of _arguments, brackets and colons end a text. */
function zshText(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function zshAction({ choices, files }: ValueSpec): string {
  const words = choices === undefined ? undefined : `(${plainWords(choices)})`;
  let paths = files === undefined ? undefined : '_files';
  // zsh would read a single word in parentheses as a glob qualifier.
  if (files !== undefined && files !== true) {
    const extensions = files.map(plain);
    paths = `_files -g '*.${extensions.length === 1 ? extensions[0] : `(${extensions.join('|')})`}'`;
  }
  // The space in front keeps _arguments from adding options of its own, which _alternative does not take.
  if (words !== undefined && paths !== undefined)
    return ` _alternative "words\\:word\\:${words}" "files\\:file\\:${paths}"`;
  return words ?? paths ?? ' ';
}

function zshOption(option: OptionSpec): string[] {
  return option.flags.map((flag) => {
    // Each form excludes all forms of the option, unless it may be repeated.
    const alone = option.repeatable ? '*' : `(${option.flags.map(plain).join(' ')})`;
    const joined = option.value === undefined || option.optional ? '' : flag.startsWith('--') ? '=' : '+';
    const value =
      option.value === undefined ? '' : `${option.optional ? '::' : ':'}${zshText(option.value)}:${zshAction(option)}`;
    return zshQuoted(`${alone}${flag}${joined}[${zshText(option.description)}]${value}`);
  });
}

function zshArgument(argument: ArgumentSpec, i: number): string {
  return zshQuoted(`${argument.repeatable ? '*' : i + 1}:${zshText(argument.name)}:${zshAction(argument)}`);
}

/** One call of _arguments for a level, and a branch for each level below it. */
function zshLevel(level: Level, indent: string): string {
  const { spec, options, below } = level;
  const lines = [
    "state=''",
    `_arguments -s -S -C : \\`,
    ...options.flatMap(zshOption).map((option) => `  ${option} \\`),
  ];
  if (below.length === 0) {
    lines.push(...spec.arguments.map((argument, i) => `  ${zshArgument(argument, i)} \\`), '  && ret=0');
  } else {
    const described = below.map(({ spec: { name, summary } }) => zshQuoted(`${name}:${summary}`));
    lines.push(
      `  '1: :->command' \\`,
      `  '*:: :->rest' \\`,
      '  && ret=0',
      'case $state in',
      '  command)',
      `    commands=(${described.join(' ')})`,
      `    _describe -t commands command commands && ret=0`,
      '    ;;',
      '  rest)',
      '    case $line[1] in',
      ...below.map((next) => `      ${next.spec.name})\n${zshLevel(next, `${indent}        `)}\n${indent}        ;;`),
      '    esac',
      '    ;;',
      'esac',
    );
  }
  return lines.map((line) => `${indent}${line}`).join('\n');
}

function zshScript(program: Level): string {
  return `#compdef ${PROGRAM}
# zsh completion for ${PROGRAM}: put this file as _${PROGRAM} into a directory of $fpath, or source it after compinit

_${PROGRAM}() {
  local curcontext="$curcontext" context state state_descr line ret=1
  local -a commands
  typeset -A opt_args
${zshLevel(program, '  ')}
  return ret
}

if [[ $funcstack[1] == _${PROGRAM} ]]; then
  _${PROGRAM} "$@"
else
  compdef _${PROGRAM} ${PROGRAM}
fi
`;
}

// fish

function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** A condition: the commands of this level were typed, and none of those below it. */
function fishCondition({ path, below }: Level): string {
  const typed = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  if (below.length > 0) typed.push(`not __fish_seen_subcommand_from ${plainWords(below.map(({ spec }) => spec.name))}`);
  return fishQuoted(typed.join('; and '));
}

function fishLevel(level: Level): string[] {
  const start = `complete -c ${PROGRAM} -n ${fishCondition(level)}`;
  const lines = level.below.map(({ spec }) => `${start} -a ${spec.name} -d ${fishQuoted(spec.summary)}`);
  for (const option of level.options) {
    const { flags, choices = [], files, value, optional, description } = option;
    const forms = flags.map((flag) =>
      flag.startsWith('--') ? `-l ${plain(flag.slice(2))}` : `-s ${plain(flag.slice(1))}`,
    );
    let offer = '';
    if (value !== undefined && !optional) offer = files !== undefined ? ' -r -F' : ' -x';
    if (choices.length > 0 && !optional) offer += ` -a '${plainWords(choices)}'`;
    lines.push(`${start} ${forms.join(' ')}${offer} -d ${fishQuoted(description)}`);
    // fish knows no option whose value is the next word or left out: its values are offered as arguments behind it.
    if (optional) {
      const behind = fishQuoted(`contains -- (commandline -opc)[-1] ${flags.join(' ')}`);
      lines.push(`complete -c ${PROGRAM} -n ${behind} -a '${plainWords(choices)}'`);
    }
  }
  // Arguments are not told apart by position: all that a command takes are offered.
  for (const { choices, files } of level.spec.arguments) {
    if (choices !== undefined) lines.push(`${start} -a '${plainWords(choices)}'`);
    if (files !== undefined) lines.push(`${start} -F`);
  }
  return lines;
}

function fishScript(levels: readonly Level[]): string {
  return `# fish completion for ${PROGRAM}: put this file as ${PROGRAM}.fish into ~/.config/fish/completions
complete -c ${PROGRAM} -f
${levels.flatMap(fishLevel).join('\n')}
`;
}
