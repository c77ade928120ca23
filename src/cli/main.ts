#!/usr/bin/env node
/** The program: exit statuses are those of FLOW-RECORD.md, "Commands". An interrupt ends it quietly, for a shell with status 130. */
import { run } from './program.js';
import { errorIsTerminal, takesEscapes, writeError } from './terminal.js';

/** Erases a progress line that may stand there. */
const CLEAR_LINE = '\r\u001b[K';

// The program dies of the signal itself, as a shell wants it (it then reports 128 + 2 and ends its own loop). `process.exit` would
// wait for a read of standard input that is under way in another thread, for as long as no octet comes.
process.once('SIGINT', () => {
  if (errorIsTerminal() && takesEscapes()) writeError(CLEAR_LINE);
  process.kill(process.pid, 'SIGINT');
});

// Everything written was written synchronously: nothing is lost, and threads that are still idle need not be waited for.
process.exit(await run(process.argv.slice(2)));
