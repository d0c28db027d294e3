import { inspect } from 'node:util';
import * as l10n from '@vscode/l10n';
import { CommanderError } from 'commander';
import { messageOf, UserError } from '../core/base/errors.ts';
import { systemFailure } from '../node/systemErrors.ts';
import { withDashHint } from './dashHint.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import type { OpenHost, OpenLook } from './host.ts';
import { watchInterrupts } from './interrupts.ts';
import { jsonText } from './jsonText.ts';
import { createProgram } from './program.ts';
import { Session } from './session.ts';
import { stylesFor } from './styles.ts';
import type { Terminal } from './terminal.ts';

/** Carries out one command line and answers its exit code. Nothing it opened is left open. */
export async function runCli(args: readonly string[], terminal: Terminal, open: OpenHost, look?: OpenLook): Promise<number> {
  const interrupts = watchInterrupts();
  const session = new Session(terminal, open, interrupts.signal, look);
  // Known before the line is parsed, so that a wrong line is answered as JSON too.
  session.options = args.includes('--json') ? { json: true } : {};
  let code: number;
  try {
    await createProgram(session).parseAsync(args, { from: 'user' });
    code = session.exitCode;
  } catch (error) {
    code = interrupts.signal.aborted ? exitCodes.interrupted : report(error, session);
  }
  try {
    await session.close();
  } catch (error) {
    code = report(error, session);
  } finally {
    interrupts.dispose();
  }
  return interrupts.signal.aborted ? exitCodes.interrupted : code;
}

/** Says what went wrong, once, where the caller looks, and answers the exit code that means it. */
function report(thrown: unknown, session: Session): number {
  if (thrown instanceof CommanderError) return reportUsage(thrown, session);
  const error = systemFailure(thrown) ?? thrown;
  const debug = session.terminal.env['ROTA_DEBUG'] === '1';
  if (error instanceof UserError) {
    tell(session, error.code, error.message);
    if (debug && error !== thrown) session.terminal.stderr.write(`${session.filter(inspect(thrown))}\n`);
    return 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : exitCodeOf(error.code);
  }
  tell(session, 'internal', l10n.t('internal error: {0}{1}', messageOf(error), debug ? '' : ` ${l10n.t('(ROTA_DEBUG=1 shows more)')}`));
  if (debug) session.terminal.stderr.write(`${session.filter(inspect(error))}\n`);
  return exitCodes.internal;
}

/** Help that was asked for is no error; commander has already printed it, and everything else unless a program reads. */
function reportUsage(error: CommanderError, session: Session): number {
  if (error.exitCode === 0) return exitCodes.done;
  if (session.json) tell(session, 'invalid', withDashHint(error.message).replace(/^error: (command-argument )?/, ''));
  return exitCodes.usage;
}

function tell(session: Session, code: string, message: string): void {
  if (session.json) return session.print(jsonText({ error: { code, message } }));
  const styles = stylesFor(session.terminal.stderr, session.terminal.env);
  session.terminal.stderr.write(`${styles.red(l10n.t('rota:'))} ${session.filter(message)}\n`);
}
