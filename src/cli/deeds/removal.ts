import * as l10n from '@vscode/l10n';
import { ReadArtifact } from '../../core/actions/artifactActions.ts';
import { ClearedTasks, DeletedAnswer, DeletedTaskPage } from '../../core/actions/removalActions.ts';
import { TaskDetails } from '../../core/actions/taskActions.ts';
import { UserError } from '../../core/base/errors.ts';
import { Task, type TaskRef } from '../../core/model/task.ts';
import { freedText } from '../../core/rules/freedText.ts';
import { pair } from '../optionValues.ts';
import type { Session } from '../session.ts';
import { nameTask, paintStatus, timeOf } from '../taskText.ts';
import { oneLine, table } from '../textLayout.ts';

export interface ClearOptions {
  readonly status?: readonly string[];
  readonly before?: number;
  readonly meta?: string;
  readonly project?: string;
  readonly dryRun?: boolean;
}

export async function remove(session: Session, ref: TaskRef): Promise<void> {
  const { filter } = await session.host();
  const { task } = await session.call('task.get', TaskDetails, { task: ref });
  const gone = await session.call('task.delete', DeletedAnswer, { task: task.id });
  await session.show(gone, () => l10n.t('Deleted {0}. `rota task restore {1}` brings it back.', filter(nameTask(task)), task.number));
  const { freed = [] } = gone;
  if (freed.length > 0) session.note(freedText(freed));
}

export async function restore(session: Session, ref: TaskRef): Promise<void> {
  const restored = await session.call('task.restore', Task, { task: ref });
  await session.show(restored, (task) => l10n.t('{0} is {1}.', nameTask(task), paintStatus(task.status, session.styles)));
}

export async function deleted(session: Session): Promise<void> {
  const page = await session.call('task.deleted', DeletedTaskPage, {});
  await session.show(page, ({ items }) => table(items.map((task) => [`#${task.number}`, timeOf(task.deletedAt), oneLine(task.title)])));
  if (page.items.length === 0) session.note(l10n.t('No deleted card is kept.'));
}

export async function clear(session: Session, { status, before, meta, project, dryRun }: ClearOptions): Promise<void> {
  const [key, value] = meta === undefined ? [] : pair(meta);
  const filter = { status, project, changedBefore: before, metadata: key === undefined ? undefined : { key, value }, dryRun };
  const input = Object.fromEntries(Object.entries(filter).filter(([, given]) => given !== undefined));
  const answer = await session.call('task.clear', ClearedTasks, input);
  await session.show(answer, ({ cleared }) =>
    table(cleared.map((task) => [`#${task.number}`, paintStatus(task.status, session.styles), oneLine(task.title)])),
  );
  for (const task of answer.kept) session.note(l10n.t('#{0} stays: {1}', task.number, task.reason));
  if (answer.cleared.length === 0) session.note(l10n.t('No ended card matches.'));
  else if (answer.dryRun) session.note(l10n.t('{0} would be deleted.', answer.cleared.length));
  else session.note(l10n.t('{0} deleted. `rota task restore NUMBER` brings one back.', answer.cleared.length));
}

export async function artifact(session: Session, ref: TaskRef, name: string): Promise<void> {
  const read = await session.call('task.artifact', ReadArtifact, { task: ref, artifact: name });
  const { stdout } = session.terminal;
  if (session.json) return session.show(read, () => '');
  if (stdout.isTTY)
    throw new UserError(
      'invalid',
      l10n.t('This would write {0} bytes of a file to the terminal. Send them on: rota task artifact CARD NAME > FILE', read.artifact.size),
    );
  stdout.write(Buffer.from(read.base64, 'base64'));
}
