/** Options of `pinsight serve`; those that say where to listen, and what else is told of verdicts, are `attach --serve`'s too. */
import { type Command, Option } from 'commander';
import type { ListenAddress } from '../serve/listen.js';
import { addCatalogOptions } from './options.js';
import { badValue, oneOf, wholeNumber } from './values.js';

/** The word that switches a listener off. */
export const NONE = 'none';
/** What a proxy's helper answers where the service does not. */
export const ON_FAILURE = ['inspect', 'bypass'] as const;
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const MAX_PORT = 65_535;
const DEFAULT_TABLE = 'pinsight';
/** A member that went at once would steer nothing; one that stayed for days would outlive what it stands for. */
const NFT_TIMEOUT = { least: 1, most: 86_400, default: 600 } as const;

/** Where the service listens, and for whom. */
export interface ListenFlags {
  /** A path, or the word for none. */
  readonly socket?: string;
  readonly tcp?: ListenAddress | typeof NONE;
  readonly http?: ListenAddress | typeof NONE;
  readonly spoe?: ListenAddress | { readonly path: string };
  readonly tokenFile?: string;
  readonly allowRemote?: true;
}

/** What is told of verdicts besides whoever asks. */
export interface TellFlags {
  readonly audit?: string;
  /** The table. */
  readonly nft?: string;
  readonly nftTimeout: number;
  readonly nftRedirect?: number;
  readonly nftInterface: readonly string[];
  readonly nftQuic?: true;
}

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

export function addTellOptions(command: Command): Command {
  const { least, most } = NFT_TIMEOUT;
  return command
    .option('--audit <file>', 'append a JSON line with the evidence for each bypass that a proxy is told, or nft is')
    .addOption(
      new Option('--nft [table]', 'keep an nftables table with sets of what is bypassed, for later connections').preset(
        DEFAULT_TABLE,
      ),
    )
    .addOption(
      new Option('--nft-timeout <seconds>', 'how long a member stays after its last verdict')
        .argParser((value) => wholeNumber('--nft-timeout', value, least, most))
        .default(NFT_TIMEOUT.default),
    )
    .addOption(
      new Option('--nft-redirect <port>', 'TCP port 443 of what is not bypassed goes to this port here').argParser(
        (value) => wholeNumber('--nft-redirect', value, 1, MAX_PORT),
      ),
    )
    .addOption(
      new Option('--nft-interface <name>', "the clients' side, which alone is steered; repeat for several")
        .argParser((value: string, before: string[]) => [...before, value])
        .default([], 'with attach the interface, else all'),
    )
    .option('--nft-quic', 'UDP port 443 of what is not bypassed is dropped, so that clients fall back to TCP');
}

export function addLogOption(command: Command): Command {
  return command.addOption(
    new Option('--log-level <level>', LOG_LEVELS.join(', '))
      .argParser((value) => oneOf('--log-level', value, LOG_LEVELS))
      .default('info'),
  );
}

export function addServeOptions(command: Command): Command {
  addTellOptions(addListenOptions(addCatalogOptions(command))).option(
    '--user <name>',
    'go on as this user once everything is open',
  );
  return addLogOption(command);
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
        .argParser((value) => oneOf('--on-failure', value, ON_FAILURE))
        .default('inspect'),
    );
}

/** `9464`, `127.0.0.1:9464`, `[::1]:9464`. */
export function listenAt(option: string, value: string): ListenAddress {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-fA-F:.]+)\]:|([^\s:[\]]+):)?(\d{1,5})$/.exec(value) ?? [];
  const port = Number(digits);
  if (digits === '' || port > MAX_PORT) {
    throw badValue(option, value, '[HOST:]PORT, such as 9464, 127.0.0.1:9464 or [::1]:9464');
  }
  return { host: bracketed ?? plain ?? '127.0.0.1', port };
}
