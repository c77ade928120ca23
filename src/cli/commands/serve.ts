/**
 * `pinsight serve`: the verdict service that TLS proxies ask. FLOW-RECORD.md, "Commands"; docs/serve.md. Runs until SIGTERM or SIGINT;
 * SIGHUP reads catalog and policy again, and keeps those it has where the new ones cannot be read.
 */
import type { Logger } from 'pino';
import { UsageError } from '../../bytes/usage-error.js';
import type { AuditFile } from '../../serve/audit.js';
import type { VerdictService } from '../../serve/verdict-api.js';
import { serviceFlags } from '../listening.js';
import { newLog } from '../log.js';
import { checkStandardInput, loadModel, quietModel } from '../model.js';
import type { ModelFlags } from '../options.js';
import type { ListenFlags, LogLevel, TellFlags } from '../serve-options.js';
import { STATUS_OK } from '../status.js';
import { become, findUser } from '../user.js';
import { checkTellFlags, ProgramService } from '../verdict-service.js';

export interface ServeFlags extends ListenFlags, TellFlags, Pick<ModelFlags, 'catalog' | 'policy'> {
  readonly user?: string;
  readonly logLevel: LogLevel;
}

/** What is left to answers that wait after SIGTERM; then the program ends as it is. */
const DRAIN_MS = 1800;

export async function serveCommand(flags: ServeFlags): Promise<number> {
  checkStandardInput([...flags.catalog, flags.policy]);
  checkTellFlags(flags);
  const log = newLog(flags.logLevel);
  const listening = serviceFlags(flags);
  const user = flags.user === undefined ? undefined : findUser(flags.user);
  const model = await loadModel(flags);
  const running = await ProgramService.start({ model, listening, tell: flags, isAttached: false, log });
  try {
    if (user !== undefined) {
      running.give(user);
      await become(user);
    }
  } catch (error) {
    await running.close();
    throw error;
  }
  const reload = (): void => void reloadModel(running.service, flags, running.audit, log);
  process.on('SIGHUP', reload);
  const signal = await ended();
  log.info({ signal }, 'ending');
  process.off('SIGHUP', reload);
  await drained(running);
  return STATUS_OK;
}

/** Until somebody wants us to end. */
function ended(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.removeAllListeners('SIGINT'); // that of main.ts ends the program at once
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });
}

async function drained(running: ProgramService): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    late = setTimeout(resolve, DRAIN_MS);
  });
  await Promise.race([running.close(), enough]);
  clearTimeout(late);
}

/** Reads catalog and policy again. What cannot be read, or is wrong, is said, and changes nothing. */
export async function reloadModel(
  service: VerdictService,
  flags: Pick<ModelFlags, 'catalog' | 'policy'>,
  audit: Pick<AuditFile, 'reopen'> | undefined,
  log: Pick<Logger, 'info' | 'error'>,
): Promise<boolean> {
  try {
    audit?.reopen();
    const { catalog, policy } = await quietModel(flags);
    service.replace(catalog, policy);
    log.info(
      { catalog: catalog.version, digest: catalog.digest, policy: policy.name },
      'catalog and policy were read again',
    );
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log.error({ cause: error.message }, 'reload failed: the catalog and policy at hand stay');
    return false;
  }
}
