/** The options of `pinsight attach`, and what their values may be. */
import { type Command, Option } from 'commander';
import { addFlowOptions, addModelOptions, type FlowFlags, type ModelFlags } from '../options.js';
import {
  addListenOptions,
  addLogOption,
  addTellOptions,
  type ListenFlags,
  type LogLevel,
  listenAt,
  type TellFlags,
} from '../serve-options.js';
import { badValue, label, oneOf, wholeNumber } from '../values.js';
import { KEEP_WHAT, type KeepWhat } from './keeper.js';
import type { LiveFormat } from './lane.js';
import type { ListenAt } from './metrics-server.js';

export const LIVE_FORMATS = ['jsonl', 'protobuf'] as const satisfies readonly LiveFormat[];
export const FSYNC = ['never', 'rotate', 'second'] as const;
const MOST_LANES = 64;
const MIN_SNAPLEN = 128;
const MAX_SNAPLEN = 262_144;
const MOST_FILES = 10_000;

export interface Rotation {
  readonly octets: number | undefined;
  readonly seconds: number | undefined;
}

export interface AttachFlags extends FlowFlags, ModelFlags, ListenFlags, TellFlags {
  readonly format: LiveFormat;
  readonly output?: string;
  readonly rotate?: Rotation;
  readonly keep?: number;
  readonly fsync: (typeof FSYNC)[number];
  readonly write?: string;
  readonly writeWhat?: KeepWhat;
  readonly workers: number;
  readonly filter?: string;
  readonly snaplen?: number;
  readonly promiscuous?: true;
  readonly create?: true;
  readonly all?: true;
  readonly verbose?: true;
  readonly label?: string;
  readonly redact?: string;
  readonly user?: string;
  readonly metrics?: ListenAt;
  readonly serve?: true;
  readonly logLevel: LogLevel;
  /** Absent: on a terminal. */
  readonly status?: boolean;
}

export function addAttachOptions(command: Command): Command {
  command
    .addOption(
      new Option('-f, --format <format>', LIVE_FORMATS.join(' or '))
        .argParser((value) => oneOf('--format', value, LIVE_FORMATS))
        .default('jsonl'),
    )
    .option('-o, --output <path>', 'file, or unix:PATH for a socket that readers connect to (default: standard output)')
    .addOption(
      new Option('--rotate <size|time>', 'begin a new file at this size (100MB) or age (1h)').argParser(rotation),
    )
    .addOption(
      new Option('--keep <n>', 'rotated files that are kept; older ones are deleted (default: all)').argParser(
        (value) => wholeNumber('--keep', value, 1, MOST_FILES),
      ),
    )
    .addOption(
      new Option('--fsync <when>', `when the disk is waited for: ${FSYNC.join(', ')}`)
        .argParser((value) => oneOf('--fsync', value, FSYNC))
        .default('rotate'),
    )
    .option('--write <path>', 'also write the packets of chosen flows, as pcapng')
    .addOption(
      new Option(
        '--write-what <which>',
        `which flows those are: by verdict, ${KEEP_WHAT.join(', ')} (default: bypass)`,
      ).argParser((value) => oneOf('--write-what', value, KEEP_WHAT)),
    );
  addModelOptions(command)
    .addOption(
      new Option('-w, --workers <n>', 'threads, each with a ring of its own')
        .argParser((value) => wholeNumber('--workers', value, 1, MOST_LANES))
        .default(1),
    )
    .option(
      '--filter <expression>',
      'packets the kernel hands over: ip, ip6, tcp, udp, port N, host A, net A/N; and, or, not',
    )
    .addOption(
      new Option('--snaplen <octets>', 'octets of each packet that are looked at (default: all)').argParser((value) =>
        wholeNumber('--snaplen', value, MIN_SNAPLEN, MAX_SNAPLEN),
      ),
    )
    .option('--promiscuous', "also frames for other hosts' addresses")
    .option('--create', 'tun: make the device if there is none')
    .option('--all', 'also flows without a TLS, QUIC or DTLS hello')
    .option('--verbose', 'also ja4_r, the outcome class, and every hypothesis that was weighed')
    .addOption(
      new Option('--label <app>', 'ground truth for everything seen').argParser((value) => label('--label', value)),
    )
    .option('--redact <keyfile>', 'client addresses as pseudonyms under the key in this file')
    .option(
      '--user <name>',
      'become this user once everything is open; only the right to open the source again is kept',
    )
    .addOption(
      new Option(
        '--metrics <[host:]port>',
        'Prometheus metrics at /metrics; the host is 127.0.0.1 unless named',
      ).argParser((value) => listenAt('--metrics', value)),
    )
    .option('--serve', 'answer proxies, too, as pinsight serve does: by what is seen here; the options of serve count');
  addLogOption(addTellOptions(addListenOptions(command)));
  return addFlowOptions(command)
    .option('--status', 'a status line on standard error (default: when it is a terminal)')
    .option('--no-status', 'do not');
}

const UNITS: Readonly<Record<string, { readonly octets?: number; readonly seconds?: number }>> = {
  kb: { octets: 1000 },
  mb: { octets: 1_000_000 },
  gb: { octets: 1_000_000_000 },
  s: { seconds: 1 },
  m: { seconds: 60 },
  h: { seconds: 3600 },
  d: { seconds: 86_400 },
};
const LEAST_ROTATE_OCTETS = 1000;

/** `100MB`, `1h`. */
function rotation(value: string): Rotation {
  const [, digits = '', unit = ''] = /^(\d{1,9})([a-z]{1,2})$/i.exec(value) ?? [];
  const { octets, seconds } = UNITS[unit.toLowerCase()] ?? {};
  const count = Number(digits);
  const size = octets === undefined ? undefined : octets * count;
  const isRight =
    digits !== '' &&
    count > 0 &&
    (octets ?? seconds) !== undefined &&
    (size ?? LEAST_ROTATE_OCTETS) >= LEAST_ROTATE_OCTETS;
  if (!isRight) throw badValue('--rotate', value, 'a size or a time, such as 100MB, 2GB, 30m, 1h or 1d');
  return { octets: size, seconds: seconds === undefined ? undefined : seconds * count };
}
