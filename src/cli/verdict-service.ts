/**
 * The verdict service of a program, and who else is told of verdicts: the audit log, and nftables. `pinsight serve` is this; `pinsight attach
 * --serve` has it beside an interface, whose verdicts it is told. docs/serve.md.
 */
import { UsageError } from '../bytes/usage-error.js';
import type { DnsEvent } from '../engine/events.js';
import type { Answer } from '../serve/answer.js';
import { AuditFile } from '../serve/audit.js';
import type { FlowEnds } from '../serve/flow-ends.js';
import { FlowVerdicts } from '../serve/flow-verdicts.js';
import { BypassSets } from '../serve/nft/bypass-sets.js';
import { type Log, type ServiceFlags, type Services, startServices } from '../serve/services.js';
import { VerdictService } from '../serve/verdict-api.js';
import type { FlowRecord } from '../verdict/record.js';
import type { Model } from './model.js';
import type { TellFlags } from './serve-options.js';
import { give, type User } from './user.js';
import { packageVersion } from './version.js';

export interface ProgramServiceOptions {
  readonly model: Model;
  /** Nothing in it: nobody can ask. */
  readonly listening: ServiceFlags;
  readonly tell: TellFlags;
  /** There is an interface that tells what it sees. */
  readonly isAttached: boolean;
  readonly log: Log;
  /** Text for Prometheus that stands before the service's own. */
  readonly metrics?: () => Promise<string>;
}

/** Answers for want of a hello say nothing about where the client goes. */
const WITHOUT_HELLO: ReadonlySet<string> = new Set(['no_hello', 'hello_incomplete', 'not_tls']);

export class ProgramService {
  readonly service: VerdictService;
  readonly audit: AuditFile | undefined;
  readonly #listening: ServiceFlags;
  readonly #auditPath: string | undefined;
  readonly #sets: BypassSets | undefined;
  #services: Services | undefined;

  /** @throws UsageError if something cannot be listened at or written, or nft does not take the table */
  static async start(options: ProgramServiceOptions): Promise<ProgramService> {
    const started = new ProgramService(options);
    const { listening: flags, log, metrics } = options;
    try {
      await started.#startSets();
      const { service, audit } = started;
      const version = packageVersion();
      started.#services = await startServices({ service, flags, log, version, audit, sets: started.#sets, metrics });
    } catch (error) {
      await started.close();
      throw error;
    }
    return started;
  }

  private constructor({ model, listening, tell, isAttached, log }: ProgramServiceOptions) {
    this.#listening = listening;
    this.#auditPath = tell.audit;
    this.#sets = tell.nft === undefined ? undefined : new BypassSets({ ...setsOptions(tell, tell.nft), log });
    this.audit =
      tell.audit === undefined
        ? undefined
        : new AuditFile(tell.audit, (cause) => log.error({ cause }, 'the audit log cannot be written'));
    const { audit } = this;
    this.service = new VerdictService({
      ...model,
      ...(isAttached ? { flows: new FlowVerdicts() } : {}),
      ...(audit === undefined ? {} : { audit: (ends, answer, via) => audit.bypass(ends, answer, via) }),
      ...(this.#sets === undefined ? {} : { answered: (ends, answer) => this.#steer(ends, answer) }),
    });
  }

  /** A record of the attached interface, with true addresses. */
  saw(record: FlowRecord): void {
    const { flows } = this.service;
    flows?.saw(record);
    if (record.event_type === 'flow' || this.#sets === undefined) return;
    // By what was taken: what is inside of an encapsulation is nothing to steer by.
    const seen = flows?.look({ id: record.flow_id });
    if (seen === undefined) return;
    if (seen.answer.verdict.action === 'bypass') this.audit?.bypass(seen.ends, seen.answer, 'nft');
    this.#steer(seen.ends, seen.answer);
  }

  learn(events: readonly DnsEvent[]): void {
    this.service.learn(events);
  }

  /** From the next question on; the audit file is begun anew. */
  replace({ catalog, policy }: Model): void {
    this.service.replace(catalog, policy);
    this.audit?.reopen();
  }

  /** Text for Prometheus: the service's own. */
  async metrics(): Promise<string> {
    return (await this.#services?.metrics()) ?? '';
  }

  /** What is listened at and written becomes the user's. */
  give(user: User): void {
    const { socket, spoe } = this.#listening;
    const spoePath = spoe !== undefined && 'path' in spoe ? spoe.path : undefined;
    for (const own of [socket, spoePath, this.#auditPath]) if (own !== undefined) give(own, user);
  }

  /** Answers what waits, takes the table away, and ends. */
  async close(): Promise<void> {
    await Promise.all([this.#services?.close(), this.#sets?.close()]);
    this.audit?.close();
  }

  async #startSets(): Promise<void> {
    try {
      await this.#sets?.start();
    } catch (error) {
      throw new UsageError('nft', `--nft: ${(error as Error).message}; it needs CAP_NET_ADMIN and the program nft`);
    }
  }

  #steer({ clientIp, serverIp, serverPort }: FlowEnds, { verdict }: Answer): void {
    if (WITHOUT_HELLO.has(verdict.reason)) return;
    this.#sets?.verdict(verdict.action, clientIp, serverIp, serverPort);
  }
}

function setsOptions({ nftTimeout, nftRedirect, nftInterface, nftQuic }: TellFlags, table: string) {
  return {
    ruleset: { table, redirectTo: nftRedirect, interfaces: nftInterface, quic: nftQuic === true },
    timeoutSeconds: nftTimeout,
  };
}

/** What steers without a table is a mistake. */
export function checkTellFlags({ nft, nftRedirect, nftInterface, nftQuic }: TellFlags): void {
  const isSteering = nftRedirect !== undefined || nftInterface.length > 0 || nftQuic === true;
  if (nft === undefined && isSteering) throw new UsageError('options', '--nft-...: need --nft');
}
