import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { ExecutionResult } from '../../core/actions/runActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { asSentence } from '../../core/base/sentence.ts';
import type { PersonRequest } from '../../core/model/request.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { Task, TaskRef } from '../../core/model/task.ts';
import { evidenceLines, failingOutput } from '../evidenceText.ts';
import { exitCodeOfWork, exitCodes } from '../exitCodes.ts';
import { grantFrom } from '../grants.ts';
import { openRequests } from '../openRequests.ts';
import { Progress } from '../progress.ts';
import { exampleAnswer } from '../requestAnswers.ts';
import type { Session } from '../session.ts';
import type { Styles } from '../styles.ts';
import { isInteractive } from '../terminal.ts';
import { nameTask, paintStatus, whyOf } from '../taskText.ts';
import { indent } from '../textLayout.ts';

export interface ExecuteOptions {
  readonly allow?: readonly string[];
  readonly requireDone?: boolean;
}

export async function execute(
  session: Session,
  cards: readonly TaskRef[],
  { allow = [], requireDone = false }: ExecuteOptions,
): Promise<void> {
  const host = await session.host({ run: true });
  const { app } = host;
  const grants = allow.map(grantFrom);
  await refuseWithoutAgent(session);
  const progress = session.json && !isInteractive(session.terminal) ? undefined : new Progress(session.terminal, (id) => app.tasks.get(id));
  // Runs of this command end with it.
  session.signal.addEventListener('abort', () => void app.runs.close(), { once: true });
  const subscription = progress && app.runs.onNews((news) => progress.onNews(news));
  host.surround(progress);
  try {
    const input = { grants, ...(cards.length === 0 ? {} : { tasks: cards }) };
    const result = await session.call('task.execute', ExecutionResult, input);
    await progress?.finish();
    const open = await openRequests(session);
    await session.show(result, (shown) => resultText(shown, session.styles, open));
    session.exitCode = exitCode(result, cards.length > 0, requireDone);
  } finally {
    await progress?.finish();
    subscription?.dispose();
  }
}

async function refuseWithoutAgent(session: Session): Promise<void> {
  const { items } = await session.call('agent.list', AgentPage, {});
  if (items.length > 0) return;
  throw new NoAgent();
}

/** Nobody is there to do anything: said with the way out, and with the exit code of "nothing could start". */
class NoAgent extends UserError {
  readonly exitCode = exitCodes.blocked;

  constructor() {
    super(
      'unavailable',
      l10n.t(
        'There is no agent yet: `rota agent add coder --provider ollama --model qwen3` adds one that uses Ollama on this machine (`rota agent add --help` shows the others).',
      ),
    );
  }
}

function resultText(
  { tasks, blocked }: z.output<typeof ExecutionResult>,
  styles: Styles,
  open: ReadonlyMap<TaskId, PersonRequest>,
): string {
  const stuck = new Set(blocked.map(({ task }) => task.id));
  const lines = tasks
    .filter((task) => !stuck.has(task.id))
    .map((task) => {
      const why = whyOf(task);
      const parts = [`${paintStatus(task.status, styles)}  ${nameTask(task)}`];
      if (why !== '') parts.push(indent(why, '    '));
      parts.push(...evidenceLines(task.checks, styles).map((line) => indent(line, '    ')));
      parts.push(
        ...task.checks
          .map((check) => failingOutput(check, 12))
          .filter((text) => text !== '')
          .map((text) => indent(text, '    ')),
      );
      parts.push(indent(wayOn(task, open.get(task.id)), '    '));
      return parts.filter((part) => part !== '').join('\n');
    });
  const waiting = blocked.map(
    ({ task, reasons }) =>
      `${styles.yellow(l10n.t('not started'))}  ${nameTask(task)}\n${reasons.map((reason) => indent(asSentence(reason), '    ')).join('\n')}`,
  );
  const all = [...lines, ...waiting];
  return all.length === 0
    ? l10n.t('The queue is empty: `rota task add "TITLE" --queue` puts a card there, `rota task move CARD queued` an old one.')
    : all.join('\n');
}

/** The commands that come next for a card, as they are typed. */
function wayOn({ number, status }: Task, request: PersonRequest | undefined): string {
  switch (status) {
    case 'waiting':
      return request
        ? l10n.t('look: rota inbox   answer: rota task answer {0} {1}   then: rota task execute {0}', number, exampleAnswer(request.body))
        : '';
    case 'review':
      return l10n.t('decide: rota task accept {0}   or: rota task request-changes {0} "NOTE"', number);
    case 'failed':
      return l10n.t('look: rota run show {0}   again: rota task execute {0}', number);
    default:
      return '';
  }
}

function exitCode({ tasks, blocked }: z.output<typeof ExecutionResult>, named: boolean, requireDone: boolean): number {
  const stuck = new Set(blocked.map(({ task }) => task.id));
  const ran = tasks.filter((task) => !stuck.has(task.id));
  return exitCodeOfWork(
    ran.map((task) => task.status),
    blocked.length > 0 && (named || ran.length === 0),
    requireDone,
  );
}
