import * as l10n from '@vscode/l10n';
import type { Edit } from '../../core/model/edit.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { WindowParts } from '../windowParts.ts';
import { namesOf } from './cardChoices.ts';
import { cardsOf, pickCard } from './chooseCards.ts';

/** Lets cards wait for another one. */
export async function chooseDependencies(parts: WindowParts, ids: readonly TaskId[]): Promise<Edit[] | undefined> {
  const { store } = await parts.session.require();
  const other = await pickCard(parts, l10n.t('{0} waits for', namesOf(cardsOf(parts, ids))), ({ id }) => !ids.includes(id));
  if (!other) return undefined;
  const tasks = await Promise.all(ids.map((id) => store.findTask(id)));
  return tasks.flatMap((task): Edit[] => {
    if (!task || task.dependsOn.includes(other.id)) return [];
    return [{ kind: 'change', task: task.id, change: { dependsOn: [...task.dependsOn, other.id] }, expectedRevision: task.revision }];
  });
}
