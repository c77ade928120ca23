/**
 * What stands below the table: the apps that would break under inspection, with why, and what happens to the rest. Totals are
 * kept per app and not per flow, and their number is bounded; what is beyond the bound is counted together.
 */
import { harmless } from '../bytes/text.js';
import type { FlowRecord } from '../verdict/record.js';
import { REASONS, type Reason } from '../verdict/verdict.js';
import { byName, cutEnd, padEnd, padStart, type painter } from './columns.js';
import { appWords, evidenceWords, leader, leadingEvidence, REASON_WORDS, serverWords } from './words.js';

/** Apps told apart, and programs told apart within one reason. A default catalog holds some hundred. */
const MAX_GROUPS = 4096;
const BEYOND = '(others)';
/** Programs named after a reason. */
const NAMED_PROGRAMS = 3;
/** Columns for the name of an app: more on a wide terminal. */
const APP_WIDTH = { least: 12, most: 24, mostWhenWide: 40 } as const;
const WIDE = 120;

type Paint = ReturnType<typeof painter>;

interface Breaking {
  flows: number;
  /** Highest score. */
  score: number;
  /** Of its first flow; with the number of flows that is enough for a line. */
  readonly why: string;
}

export class TableTotals {
  #flows = 0;
  #breakingFlows = 0;
  #byPolicy = 0;
  readonly #breaking = new Map<string, Breaking>();
  readonly #inspected = new Map<Reason, { flows: number; readonly programs: Map<string, number> }>();

  add(record: FlowRecord): void {
    if (record.event_type !== 'flow') return; // live: the flow's own record will come
    this.#flows++;
    if (record.pinsight.action === 'inspect') this.#addInspected(record);
    else if (record.pinsight.reason === 'policy_always') this.#byPolicy++;
    else this.#addBreaking(record);
  }

  #addBreaking(record: FlowRecord): void {
    this.#breakingFlows++;
    const score = record.pinsight.score ?? 1; // a learned pin needs no score
    const name = bounded(this.#breaking, breakingName(record));
    const group = this.#breaking.get(name);
    if (group === undefined) {
      this.#breaking.set(name, { flows: 1, score, why: why(record) });
      return;
    }
    group.flows++;
    group.score = Math.max(group.score, score);
  }

  #addInspected(record: FlowRecord): void {
    let group = this.#inspected.get(record.pinsight.reason);
    if (group === undefined) {
      group = { flows: 0, programs: new Map() };
      this.#inspected.set(record.pinsight.reason, group);
    }
    group.flows++;
    if (leader(record.pinsight) === undefined) return;
    const program = bounded(group.programs, appWords(record.pinsight));
    group.programs.set(program, (group.programs.get(program) ?? 0) + 1);
  }

  /** The lines below the table, each at most `width` columns. */
  text(width: number, paint: Paint): string {
    if (this.#flows === 0) return 'No flow with a TLS, QUIC or DTLS hello (--all shows the others).\n';
    const lines = ['', ...this.#breakingLines(width, paint), '', ...this.#inspectedLines(width, paint)];
    return `${lines.join('\n')}\n`;
  }

  #breakingLines(width: number, paint: Paint): string[] {
    if (this.#breakingFlows === 0)
      return [paint('bold', 'No app here would break under inspection, as far as is known.')];
    const groups = [...this.#breaking].sort(([a, x], [b, y]) => y.flows - x.flows || byName(a, b));
    const apps = `${groups.length} ${groups.length === 1 ? 'app' : 'apps'}`;
    const title = `Would break under inspection (bypass): ${apps}, ${this.#breakingFlows} of ${flowsWord(this.#flows)}`;
    const nameWidth = clamp(
      Math.max(...groups.map(([name]) => name.length)),
      APP_WIDTH.least,
      width < WIDE ? APP_WIDTH.most : APP_WIDTH.mostWhenWide,
    );
    const head = `  ${padEnd('APP', nameWidth)}  FLOWS  SCORE  WHY`;
    const lines = groups.map(([name, group]) => {
      const start = `${padStart(String(group.flows), 5)}  ${group.score.toFixed(3)}  `;
      const room = width - nameWidth - start.length - 4;
      return `  ${paint('yellow', padEnd(cutEnd(name, nameWidth), nameWidth))}  ${start}${cutEnd(group.why, room)}`;
    });
    return [paint('bold', title), paint('dim', head), ...lines];
  }

  #inspectedLines(width: number, paint: Paint): string[] {
    const inspected = this.#flows - this.#breakingFlows - this.#byPolicy;
    const lines = REASONS.flatMap((reason) => {
      const group = this.#inspected.get(reason);
      if (group === undefined) return [];
      const text = `  ${padStart(String(group.flows), 5)}  ${padEnd(reason, 16)}  ${REASON_WORDS[reason]}${programs(group.programs)}`;
      return [cutEnd(text, width)];
    });
    const policy = this.#byPolicy === 0 ? [] : [`Bypassed because the policy says so: ${flowsWord(this.#byPolicy)}`];
    return [...policy, paint('bold', `Can be inspected: ${flowsWord(inspected)}`), ...lines];
  }
}

/** The app; or the two that divide the field. */
function breakingName(record: FlowRecord): string {
  const { app, candidates } = record.pinsight;
  if (app !== undefined) return harmless(app);
  const names = (candidates ?? []).slice(0, 2).map((one) => harmless(one.app));
  return names.length === 0 ? '(unnamed)' : names.join(' or ');
}

function why(record: FlowRecord): string {
  const { reason } = record.pinsight;
  const evidence = reason === 'pinned_app' ? leadingEvidence(record.pinsight) : undefined;
  return evidence === undefined
    ? `${serverWords(record)}: ${REASON_WORDS[reason]}`
    : evidenceWords(evidence, leader(record.pinsight));
}

function programs(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || byName(a, b));
  if (sorted.length === 0) return '';
  const named = sorted.slice(0, NAMED_PROGRAMS).map(([name, flows]) => `${name} ${flows}`);
  return `: ${named.join(', ')}${sorted.length > NAMED_PROGRAMS ? ', …' : ''}`;
}

function bounded(groups: ReadonlyMap<string, unknown>, name: string): string {
  return groups.size < MAX_GROUPS || groups.has(name) ? name : BEYOND;
}

function flowsWord(flows: number): string {
  return flows === 1 ? '1 flow' : `${flows} flows`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
