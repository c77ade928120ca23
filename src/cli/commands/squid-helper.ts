/**
 * `pinsight squid-helper`: started by Squid as an external ACL helper; docs/integrations/squid.md. Nothing but answers goes to standard
 * output; warnings go to standard error, which Squid puts into its cache.log.
 */
import { harmless } from '../../bytes/text.js';
import type { ListenAddress } from '../../serve/listen.js';
import { VerdictClient } from '../../serve/node-client.js';
import { MAX_OUTSTANDING, SquidHelper } from '../../serve/squid/helper.js';
import { STATUS_OK } from '../status.js';
import { complain } from '../terminal.js';

/**
 * Squid ends us by closing our input. It splices what it has asked a helper that goes before it has answered; so a signal that was meant for
 * Squid, and comes to its children, too (its terminal's, its service's), must not end us.
 */
const LEFT_TO_SQUID = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface SquidHelperFlags {
  readonly socket: string;
  readonly tcp?: ListenAddress;
  readonly timeout: number;
  readonly wait: number;
  readonly onFailure: 'inspect' | 'bypass';
}

export async function squidHelperCommand(flags: SquidHelperFlags): Promise<number> {
  process.removeAllListeners('SIGINT'); // that of main.ts ends the program at once
  for (const signal of LEFT_TO_SQUID) process.on(signal, () => {});
  const client = new VerdictClient({
    ...(flags.tcp === undefined ? { path: flags.socket } : flags.tcp),
    timeoutMs: flags.timeout,
    whenUnanswered: flags.onFailure,
    maxPending: MAX_OUTSTANDING,
    onState: (isConnected, cause) =>
      complain(
        isConnected ? 'the verdict service answers' : `the verdict service is gone: ${harmless(cause ?? 'closed')}`,
      ),
  });
  const helper = new SquidHelper({
    input: process.stdin,
    output: process.stdout,
    client,
    waitMs: flags.wait,
    onFailure: flags.onFailure,
    warn: (cause) => complain(`Squid asked what cannot be read: ${cause}`),
  });
  await helper.run();
  client.close();
  return STATUS_OK;
}
