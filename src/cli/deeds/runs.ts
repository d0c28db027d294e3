import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { RunDetails, RunEventPage, RunPage } from '../../core/actions/runActions.ts';
import { TaskDetails } from '../../core/actions/taskActions.ts';
import { UserError } from '../../core/base/errors.ts';
import type { Run, RunStatus } from '../../core/model/run.ts';
import type { RunEvent } from '../../core/model/runEvent.ts';
import type { RunId } from '../../core/model/scalars.ts';
import type { TaskRef } from '../../core/model/task.ts';
import { totalTokens } from '../../core/model/usage.ts';
import { filterTexts } from '../../core/runs/textFilter.ts';
import { eventLine } from '../eventLines.ts';
import { exitCodes } from '../exitCodes.ts';
import { jsonText } from '../jsonText.ts';
import { taskRef } from '../optionValues.ts';
import type { Session } from '../session.ts';
import { timeOf } from '../taskText.ts';
import { amount, duration, table } from '../textLayout.ts';

const LOOK_EVERY = 300;
const PAGE = 1000;

export async function list(session: Session, task: TaskRef | undefined, limit: number): Promise<void> {
  await session.look();
  const page = await session.call('run.list', RunPage, { limit, ...(task === undefined ? {} : { task }) });
  const numbers = session.json ? new Map<string, number>() : await numbersOf(session, page.items);
  await session.show(page, ({ items }) =>
    table(items.map((run) => [`#${numbers.get(run.task) ?? '?'}`, run.status, run.agent, ...factsOf(run), run.id])),
  );
  if (page.items.length === 0) session.note(l10n.t('No runs yet. `rota task execute` starts some.'));
}

/** The numbers of the cards of some runs. A card may be deleted in between. */
async function numbersOf(session: Session, runs: readonly Run[]): Promise<Map<string, number>> {
  const ids = [...new Set(runs.map(({ task }) => task))];
  const found = await Promise.allSettled(ids.map((task) => session.call('task.get', TaskDetails, { task })));
  return new Map(found.flatMap((each) => (each.status === 'fulfilled' ? [[each.value.task.id, each.value.task.number]] : [])));
}

export async function show(session: Session, ref: string): Promise<void> {
  await session.look();
  const details = await session.call('run.get', RunDetails, { run: await runIdOf(session, ref) });
  if (session.json) return session.show(details, () => '');
  const { run, files } = details;
  const touched = files.map(({ access, path, before, after }) => [
    access === 'read' ? l10n.t('read') : before === null ? l10n.t('created') : after === null ? l10n.t('deleted') : l10n.t('changed'),
    path,
  ]);
  await session.show({ touched, error: run.error }, (shown) =>
    [[run.id, run.status, run.agent, ...factsOf(run)].join('  '), shown.error ?? '', table(shown.touched)]
      .filter((part) => part !== '')
      .join('\n'),
  );
  for (const event of await readAll(session, run.id, 0)) await printEvent(session, event);
}

export async function follow(session: Session, ref: string): Promise<void> {
  const id = await runIdOf(session, ref);
  const { outputGone } = session.terminal;
  let seen = 0;
  // Whoever followed is gone: nothing else is done here.
  while (outputGone?.aborted !== true) {
    // Asked before the log is read: what was written before the end is then never missed.
    const { run } = await session.call('run.get', RunDetails, { run: id });
    for (const event of await readAll(session, id, seen)) {
      seen = event.seq;
      await printEvent(session, event);
    }
    if (run.status !== 'running') {
      session.exitCode = exitCodeOfRun(run.status);
      return;
    }
    await wait(LOOK_EVERY, undefined, { signal: session.signal });
  }
}

async function readAll(session: Session, run: RunId, after: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (let from = after; ; ) {
    const { items } = await session.call('run.events', RunEventPage, { run, after: from, limit: PAGE });
    events.push(...items);
    from = items.at(-1)?.seq ?? from;
    if (items.length < PAGE) return events;
  }
}

async function printEvent(session: Session, event: RunEvent): Promise<void> {
  if (session.json) return session.print(jsonText(event, 0));
  const line = eventLine(filterTexts(event, session.filter), session.styles);
  if (line !== undefined) session.print(`${session.styles.dim(timeOf(event.at).slice(11))} ${line.replaceAll('\n', `\n${' '.repeat(9)}`)}`);
}

function factsOf(run: Run): string[] {
  const spent = run.endedAt === null ? '' : duration(run.endedAt - run.startedAt);
  const simulated = run.simulated ? l10n.t('SIMULATED') : '';
  return [
    timeOf(run.startedAt),
    spent,
    run.steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', run.steps),
    l10n.t('{0} tokens', amount(totalTokens(run.usage))),
    simulated,
  ].filter((part) => part !== '');
}

async function runIdOf(session: Session, ref: string): Promise<RunId> {
  if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(ref)) return ref as RunId;
  if (!/^#?[1-9]\d{0,8}$/.test(ref))
    throw new UserError(
      'invalid',
      l10n.t('"{0}" names no run: give its id, or the number of a card for its latest run. `rota run list` shows the runs.', ref),
    );
  const { task } = await session.call('task.get', TaskDetails, { task: taskRef(ref) });
  const [latest] = (await session.call('run.list', RunPage, { task: task.id, limit: 1 })).items;
  if (!latest) throw new UserError('not-found', l10n.t('Card #{0} has had no run yet. `rota task execute {0}` starts one.', task.number));
  return latest.id;
}

function exitCodeOfRun(status: RunStatus): number {
  if (status === 'succeeded') return exitCodes.done;
  return status === 'waiting' || status === 'interrupted' ? exitCodes.waiting : exitCodes.failed;
}
