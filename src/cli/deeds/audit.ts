import { AuditPage } from '../../core/actions/taskActions.ts';
import type { TaskRef } from '../../core/model/task.ts';
import type { Session } from '../session.ts';
import { timeOf } from '../taskText.ts';
import { oneLine, table } from '../textLayout.ts';

export async function audit(session: Session, task: TaskRef | undefined, limit: number): Promise<void> {
  await session.look();
  const page = await session.call('audit.list', AuditPage, { limit, ...(task === undefined ? {} : { task }) });
  await session.show(page, ({ items }) =>
    table(
      items.map(({ at, actor, action, entity, outcome, detail }) => [timeOf(at), actor.name, action, entity, outcome, oneLine(detail)]),
    ),
  );
}
