/**
 * What stands below the table: the apps that would break under inspection, with why; those that may break although the policy has
 * them inspected; what happens to the rest; and what could not be judged at all. Totals are kept per app and not per flow, and
 * their number is bounded; what is beyond the bound is counted together.
 */
import { harmless } from '../bytes/text.js';
import type { FlowRecord } from '../verdict/record.js';
import { type Action, REASONS, type Reason } from '../verdict/verdict.js';
import { byName, cutEnd, padEnd, padStart, type painter, wrapped } from './columns.js';
import { appWords, evidenceWords, leader, leadingEvidence, mayBreak, REASON_WORDS, serverWords } from './words.js';

/** Apps told apart, and programs told apart within one reason. A default catalog holds some hundred. */
const MAX_GROUPS = 4096;
const BEYOND = '(others)';
/** Programs named after a reason. */
const NAMED_PROGRAMS = 3;
/** Columns for the name of an app: more on a wide terminal. */
const APP_WIDTH = { least: 12, most: 24, mostWhenWide: 40 } as const;
const WIDE = 120;
/** Columns of a count of flows, and of a reason: `hello_incomplete`. */
const COUNT_WIDTH = 5;
const REASON_WIDTH = 16;

/** Flows without a hello that can be read: nothing can be said about what is behind them. */
const UNJUDGED: ReadonlySet<Reason> = new Set(['no_hello', 'hello_incomplete', 'not_tls']);
/** What may be the matter with the capture. */
const HINTS: Partial<Record<Reason, string>> = { hello_incomplete: ' (cut by a snap length?)' };

type Paint = ReturnType<typeof painter>;

interface AppTotal {
  flows: number;
  /** Highest score. */
  score: number;
  /** Of its first flow; with the number of flows that is enough for a line. */
  readonly why: string;
}

interface ReasonTotal {
  flows: number;
  readonly programs: Map<string, number>;
}

/** Flows of one fate, by app. */
class AppTotals {
  flows = 0;
  readonly #apps = new Map<string, AppTotal>();

  add(record: FlowRecord): void {
    this.flows++;
    const score = record.pinsight.score ?? 1; // a learned pin needs no score
    const name = bounded(this.#apps, breakingName(record));
    const total = this.#apps.get(name);
    if (total === undefined) {
      this.#apps.set(name, { flows: 1, score, why: why(record) });
      return;
    }
    total.flows++;
    total.score = Math.max(total.score, score);
  }

  get title(): string {
    return this.#apps.size === 1 ? '1 app' : `${this.#apps.size} apps`;
  }

  /** A head, and one line an app: the most flows first. */
  lines(width: number, paint: Paint): string[] {
    const groups = [...this.#apps].sort(([a, x], [b, y]) => y.flows - x.flows || byName(a, b));
    const nameWidth = clamp(
      Math.max(...groups.map(([name]) => name.length)),
      APP_WIDTH.least,
      width < WIDE ? APP_WIDTH.most : APP_WIDTH.mostWhenWide,
    );
    const head = `  ${padEnd('APP', nameWidth)}  FLOWS  SCORE  WHY`;
    const lines = groups.map(([name, group]) => {
      const start = `${padStart(String(group.flows), COUNT_WIDTH)}  ${group.score.toFixed(3)}  `;
      const room = width - nameWidth - start.length - 4;
      return `  ${paint('yellow', padEnd(cutEnd(name, nameWidth), nameWidth))}  ${start}${cutEnd(group.why, room)}`;
    });
    return [paint('dim', head), ...lines];
  }
}

export class TableTotals {
  #flows = 0;
  #byPolicy = 0;
  /** Flows with a whole hello. */
  #judged = 0;
  readonly #breaking = new AppTotals();
  readonly #below = new AppTotals();
  readonly #never = new AppTotals();
  readonly #inspected = new Map<Reason, ReasonTotal>();
  readonly #unjudged = new Map<Reason, ReasonTotal>();
  #unjudgedAction: Action = 'inspect';

  add(record: FlowRecord): void {
    if (record.event_type !== 'flow') return; // live: the flow's own record will come
    this.#flows++;
    const { action, reason, score } = record.pinsight;
    if (UNJUDGED.has(reason)) {
      addByReason(this.#unjudged, record);
      this.#unjudgedAction = action; // the policy's default: the same for all
      return;
    }
    if (score !== undefined) this.#judged++;
    if (mayBreak(record.pinsight)) (reason === 'policy_never' ? this.#never : this.#below).add(record);
    else if (action === 'inspect') addByReason(this.#inspected, record);
    else if (reason === 'policy_always') this.#byPolicy++;
    else this.#breaking.add(record);
  }

  /** The lines below the table, each at most `width` columns. */
  text(width: number, paint: Paint): string {
    if (this.#flows === 0)
      return `${wrapped('No flow with a TLS, QUIC or DTLS hello (--all shows the others).', width)}\n`;
    const title = (text: string): string => paint('bold', wrapped(text, width));
    const apps = (totals: AppTotals, text: string): string[] =>
      totals.flows === 0 ? [] : [title(text), ...totals.lines(width, paint)];
    const sections = [
      apps(
        this.#breaking,
        `Would break under inspection (bypass): ${this.#breaking.title}, ${this.#breaking.flows} of ${flowsWord(this.#flows)}`,
      ),
      apps(
        this.#below,
        `May break, but below what this policy asks for: ${this.#below.title}, ${flowsWord(this.#below.flows)}`,
      ),
      apps(
        this.#never,
        `May break, but the policy always inspects it: ${this.#never.title}, ${flowsWord(this.#never.flows)}`,
      ),
      this.#nothingBreaks ? [title('No app here would break under inspection, as far as is known.')] : [],
      [
        ...(this.#byPolicy === 0 ? [] : [`Bypassed because the policy says so: ${flowsWord(this.#byPolicy)}`]),
        ...this.#reasonLines(`Can be inspected: ${flowsWord(flowsOf(this.#inspected))}`, this.#inspected, width, title),
      ],
      this.#reasonLines(this.#unjudgedTitle, this.#unjudged, width, title),
    ];
    return sections
      .filter((lines) => lines.length > 0)
      .map((lines) => `\n${lines.join('\n')}\n`)
      .join('');
  }

  get #nothingBreaks(): boolean {
    return this.#judged > 0 && this.#breaking.flows + this.#below.flows + this.#never.flows === 0;
  }

  get #unjudgedTitle(): string {
    const done = this.#unjudgedAction === 'inspect' ? 'inspected' : 'bypassed';
    return `Cannot be judged: ${flowsWord(flowsOf(this.#unjudged))}, ${done} by default`;
  }

  #reasonLines(
    text: string,
    totals: ReadonlyMap<Reason, ReasonTotal>,
    width: number,
    title: (text: string) => string,
  ): string[] {
    if (totals.size === 0) return [];
    const lines = REASONS.flatMap((reason) => {
      const group = totals.get(reason);
      if (group === undefined) return [];
      const count = padStart(String(group.flows), COUNT_WIDTH);
      const words = `${REASON_WORDS[reason]}${HINTS[reason] ?? ''}${programs(group.programs)}`;
      return [cutEnd(`  ${count}  ${padEnd(reason, REASON_WIDTH)}  ${words}`, width)];
    });
    return [title(text), ...lines];
  }
}

function addByReason(totals: Map<Reason, ReasonTotal>, record: FlowRecord): void {
  const { reason } = record.pinsight;
  let group = totals.get(reason);
  if (group === undefined) {
    group = { flows: 0, programs: new Map() };
    totals.set(reason, group);
  }
  group.flows++;
  if (leader(record.pinsight) === undefined) return;
  const program = bounded(group.programs, appWords(record.pinsight));
  group.programs.set(program, (group.programs.get(program) ?? 0) + 1);
}

function flowsOf(totals: ReadonlyMap<Reason, ReasonTotal>): number {
  let flows = 0;
  for (const group of totals.values()) flows += group.flows;
  return flows;
}

/** The app; or the two that divide the field. */
function breakingName(record: FlowRecord): string {
  const { app, candidates } = record.pinsight;
  if (app !== undefined) return harmless(app);
  const names = (candidates ?? []).slice(0, 2).map((one) => harmless(one.app));
  return names.length === 0 ? '(unnamed)' : names.join(' or ');
}

function why(record: FlowRecord): string {
  const { reason, action } = record.pinsight;
  const evidence = reason === 'pinned_app' || action === 'inspect' ? leadingEvidence(record.pinsight) : undefined;
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
