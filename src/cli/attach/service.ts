/** `attach --serve` and `--nft`: the verdict service beside the interface, by what the interface sees. docs/attach.md. */
import { UsageError } from '../../bytes/usage-error.js';
import type { Log } from '../../serve/services.js';
import { serviceFlags } from '../listening.js';
import type { Model } from '../model.js';
import { checkTellFlags, ProgramService } from '../verdict-service.js';
import type { AttachFlags } from './options.js';
import { splitSpec } from './source.js';

const LISTEN = ['socket', 'tcp', 'http', 'spoe', 'tokenFile', 'allowRemote'] as const satisfies (keyof AttachFlags)[];

/** Whether there is something that wants to know what the interface sees. */
export function isServing(flags: AttachFlags): boolean {
  return flags.serve === true || flags.nft !== undefined;
}

/** What cannot go together. */
export function checkServing(flags: AttachFlags): void {
  const refuse = (why: string): never => {
    throw new UsageError('options', why);
  };
  checkTellFlags(flags);
  if (flags.serve !== true && LISTEN.some((flag) => flags[flag] !== undefined))
    refuse('--socket, --tcp, --http, --spoe, --token-file, --allow-remote: need --serve');
  if (flags.audit !== undefined && !isServing(flags)) refuse('--audit: needs --serve or --nft');
  // Proxies ask by true addresses, and the kernel steers by them.
  if (flags.redact !== undefined && isServing(flags))
    refuse('--redact: hides the addresses that --serve and --nft need');
}

/** @param metrics what the interface counts */
export function startService(
  spec: string,
  flags: AttachFlags,
  model: Model,
  log: Log,
  metrics: () => Promise<string>,
): Promise<ProgramService> {
  const listening = flags.serve === true ? serviceFlags(flags) : {};
  const { kind, name } = splitSpec(spec);
  // What is watched is what the clients are behind; a stream and libpcap name no interface of this machine's routing.
  const own = kind === 'stream' || kind === 'cap' ? [] : [name];
  const nftInterface = flags.nftInterface.length > 0 ? flags.nftInterface : own;
  return ProgramService.start({ model, listening, tell: { ...flags, nftInterface }, isAttached: true, log, metrics });
}
