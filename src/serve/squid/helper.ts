/**
 * `pinsight squid-helper`: Squid asks on standard input which connections to splice, we ask the verdict service and answer on
 * standard output (docs/integrations/squid.md). OK means bypass, ERR inspect. Squid hands over no hello, only its SNI: where the
 * service has an attached interface it is asked by 5-tuple first. Every line with a channel id is answered, within the time-out;
 * without an answer of the service it is the operator's choice, by default inspect.
 */
import type { Readable, Writable } from 'node:stream';
import type { ClientFlow, ClientVerdict, VerdictClient } from '../node-client.js';
import { answerLine, MAX_LINE_OCTETS, parseLine, type SquidQuestion } from './line.js';

export interface HelperOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly client: Pick<VerdictClient, 'byHello' | 'byFlow'>;
  /** Milliseconds to wait for the attached interface to have seen the hello; 0: asked by SNI alone. */
  readonly waitMs: number;
  /** What is done where there is no answer. */
  readonly onFailure: 'inspect' | 'bypass';
  /** Told of lines that ask nothing, of each cause once. */
  readonly warn: (cause: string) => void;
}

/** Questions without an answer; Squid itself sends no more than `concurrency=` says. One more is answered at once, as by a failure. */
export const MAX_OUTSTANDING = 4096;
/** Answers that Squid does not read: it is stuck, and no more is read of it. */
const MAX_UNREAD_OCTETS = 1024 * 1024;
/** The kernel has a connection, and often its hello, before Squid accepts it: by no more than this, us, unless Squid is far behind. */
const ACCEPT_US = 1_000_000;
const LINE_FEED = 0x0a;
/** Octets kept of a line that is too long: its channel id is in them. */
const KEPT_OCTETS = 32;

export class SquidHelper {
  readonly counters = { questions: 0, wrong: 0, unanswered: 0, bypassed: 0 };
  readonly #options: HelperOptions;
  readonly #warned = new Set<string>();
  #outstanding = 0;
  #line = Buffer.alloc(0);
  #isTooLong = false;
  #answers = '';
  #isScheduled = false;
  #idle = (): void => {};

  constructor(options: HelperOptions) {
    this.#options = options;
  }

  /** Until Squid closes its end, and what it has asked by then is answered. */
  async run(): Promise<void> {
    const { input, output } = this.#options;
    const gone = new Promise<'gone'>((resolve) => {
      output.once('error', () => resolve('gone'));
      output.once('close', () => resolve('gone'));
    });
    const asked = this.#readAll(input, output);
    if ((await Promise.race([asked, gone])) === 'gone') {
      input.destroy();
      return;
    }
    if (this.#outstanding > 0) {
      const answered = new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
      await Promise.race([answered, gone]);
    }
    this.#flush();
    if (output.writableLength > 0) await Promise.race([drained(output), gone]);
  }

  async #readAll(input: Readable, output: Writable): Promise<void> {
    try {
      for await (const chunk of input) {
        this.#take(chunk as Buffer);
        // Not in a race with `gone`, which would keep something of every such wait for as long as Squid lives.
        if (output.writableLength > MAX_UNREAD_OCTETS) await drained(output);
      }
    } catch {
      // It was closed under us: there is nobody left to answer.
    }
  }

  #take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const end = chunk.indexOf(LINE_FEED, at);
      const piece = chunk.subarray(at, end < 0 ? chunk.length : end);
      if (!this.#isTooLong) {
        const line = this.#line.length === 0 ? piece : Buffer.concat([this.#line, piece]);
        this.#isTooLong = line.length > MAX_LINE_OCTETS;
        this.#line = Buffer.from(this.#isTooLong ? line.subarray(0, KEPT_OCTETS) : line);
      }
      if (end < 0) return;
      this.#answerLine(this.#line.toString('latin1'), this.#isTooLong);
      this.#line = Buffer.alloc(0);
      this.#isTooLong = false;
      at = end + 1;
    }
  }

  #answerLine(line: string, isTooLong: boolean): void {
    const question = parseLine(line);
    if (isTooLong || 'wrong' in question) {
      this.#refuse(question.channel, 'wrong' in question && !isTooLong ? question.wrong : 'a line is too long');
      return;
    }
    this.counters.questions++;
    if (this.#outstanding >= MAX_OUTSTANDING) {
      this.#answer(question, this.#failure('too many questions have no answer yet'));
      return;
    }
    this.#outstanding++;
    this.#ask(question)
      .catch((error: unknown) => this.#failure(error instanceof Error ? error.message : 'the service was not asked'))
      .then((verdict) => {
        this.#outstanding--;
        this.#answer(question, verdict);
        if (this.#outstanding === 0) this.#idle();
      });
  }

  async #ask({ ends, sni, acceptedUs }: SquidQuestion): Promise<ClientVerdict> {
    const { client, waitMs } = this.#options;
    const flow: ClientFlow = {
      src_ip: ends.clientIp,
      src_port: ends.clientPort,
      dest_ip: ends.serverIp,
      dest_port: ends.serverPort,
    };
    if (waitMs > 0) {
      const seen = await client.byFlow(flow, waitMs, acceptedUs === undefined ? undefined : acceptedUs - ACCEPT_US);
      // Where the interface has not seen it, the name is what there is.
      if (!seen.answered || seen.reason !== 'no_hello') return seen;
    }
    return client.byHello(flow, { fields: sni === undefined ? {} : { sni } });
  }

  #failure(cause: string): ClientVerdict {
    return { answered: false, action: this.#options.onFailure, cause };
  }

  #answer({ channel }: SquidQuestion, verdict: ClientVerdict): void {
    const isBypass = verdict.action === 'bypass';
    if (isBypass) this.counters.bypassed++;
    if (!verdict.answered) this.counters.unanswered++;
    const reason = verdict.answered ? verdict.reason : 'no_answer';
    const app = verdict.answered && isBypass ? (verdict.app ?? undefined) : undefined;
    this.#write(
      answerLine(channel, isBypass, {
        clt_conn_tag: `pinsight:${verdict.action}`,
        pinsight_action: verdict.action,
        pinsight_reason: reason ?? undefined,
        pinsight_app: app,
      }),
    );
  }

  /** What cannot be read cannot be judged: inspected, whatever is done where the service does not answer. */
  #refuse(channel: string | undefined, wrong: string): void {
    this.counters.wrong++;
    if (!this.#warned.has(wrong)) {
      this.#warned.add(wrong);
      this.#options.warn(wrong);
    }
    if (channel === undefined) return;
    this.#write(answerLine(channel, false, { pinsight_action: 'inspect', pinsight_reason: 'bad_request' }));
  }

  /** Answers of one turn of the event loop go out together. */
  #write(line: string): void {
    this.#answers += line;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isScheduled = false;
    const answers = this.#answers;
    this.#answers = '';
    if (answers !== '' && this.#options.output.writable) this.#options.output.write(answers);
  }
}

function drained(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    output.write('', () => resolve());
  });
}
