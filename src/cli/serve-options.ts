/** Options of `pinsight serve`; those that say where to listen are `attach --serve`'s too. */
import { type Command, Option } from 'commander';
import type { ListenAddress } from '../serve/listen.js';
import { LOG_LEVELS, listenAt } from './attach/options.js';
import { addCatalogOptions } from './options.js';
import { oneOf, wholeNumber } from './values.js';

/** The word that switches a listener off. */
const NONE = 'none';

/** Where the verdict service listens, and for whom. */
export function addListenOptions(command: Command): Command {
  const at =
    (option: string) =>
    (value: string): ListenAddress | typeof NONE =>
      value === NONE ? NONE : listenAt(option, value);
  return command
    .option(
      '--socket <path>',
      `Unix socket; "${NONE}" for none (default: verdict.sock in /run/pinsight, else in $XDG_RUNTIME_DIR/pinsight)`,
    )
    .addOption(new Option('--tcp <[host:]port>', 'the same on TCP; loopback').argParser(at('--tcp')))
    .addOption(
      new Option(
        '--http <[host:]port>',
        `HTTP and JSON; loopback; "${NONE}" for none (default: 127.0.0.1:8480)`,
      ).argParser(at('--http')),
    )
    .addOption(
      new Option('--spoe <[host:]port|path>', 'HAProxy asks there by SPOE; loopback, or a Unix socket').argParser(
        (value) => (value.includes('/') ? { path: value } : listenAt('--spoe', value)),
      ),
    )
    .option('--token-file <path>', 'file with the bearer token that HTTP requests must carry')
    .option('--allow-remote', 'addresses that others can reach may be listened at');
}

export function addServeOptions(command: Command): Command {
  return addListenOptions(addCatalogOptions(command))
    .option('--audit <file>', 'append a JSON line with the evidence for each bypass')
    .option('--user <name>', 'go on as this user once everything is open')
    .addOption(
      new Option('--log-level <level>', LOG_LEVELS.join(', '))
        .argParser((value) => oneOf('--log-level', value, LOG_LEVELS))
        .default('info'),
    );
}

/** Longest time that a connection of a proxy waits for its verdict. */
const MOST_WAIT_MS = 2000;

/** How a program that Squid starts reaches the service, and what it does when it cannot. */
export function addSquidHelperOptions(command: Command): Command {
  const milliseconds = (option: string, least: number) => (value: string) =>
    wholeNumber(option, value, least, MOST_WAIT_MS);
  return command
    .option('--socket <path>', 'Unix socket of the verdict service', '/run/pinsight/verdict.sock')
    .addOption(
      new Option('--tcp <[host:]port>', 'the service on TCP, instead').argParser((value) => listenAt('--tcp', value)),
    )
    .addOption(
      new Option('--timeout <ms>', 'longest wait for an answer').argParser(milliseconds('--timeout', 1)).default(50),
    )
    .addOption(
      new Option(
        '--wait <ms>',
        'wait so long besides for an attached interface to have seen the hello; 0: do not ask it',
      )
        .argParser(milliseconds('--wait', 0))
        .default(0),
    )
    .addOption(
      new Option('--on-failure <action>', 'without an answer: inspect or bypass')
        .argParser((value) => oneOf('--on-failure', value, ['inspect', 'bypass'] as const))
        .default('inspect'),
    );
}
