import type { Agent } from '../../core/model/agent.ts';
import type { Run } from '../../core/model/run.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { Limits } from '../../core/agent/limits.ts';
import type { RunChoice, RunHead } from '../../protocol/runPage.ts';
import type { TaskStore } from '../../core/store/taskStore.ts';
import type { OpenBoard } from '../openBoard.ts';
import { requestCard } from '../requestCard.ts';

/** Runs of a card, and runs that go on elsewhere, that are offered to choose from. */
const MOST_CHOICES = 50;

/** What stands above a run's log now; `undefined` when its card is gone. */
export async function readHead(
  run: Run,
  { store, filter }: Pick<OpenBoard, 'filter'> & { readonly store: TaskStore },
): Promise<RunHead | undefined> {
  const [task, agent, requests, attempts, going] = await Promise.all([
    store.findTask(run.task),
    store.findAgent(run.agent),
    store.listRequests({ run: run.id }),
    store.listRuns({ task: run.task, limit: MOST_CHOICES }),
    store.listRuns({ status: ['running', 'waiting'], limit: MOST_CHOICES }),
  ]);
  if (!task) return undefined;
  const others = going.items.filter((other) => other.task !== run.task);
  const names = new Map<TaskId, { number: number; title: string }>([[task.id, task]]);
  for (const other of others) {
    const card = names.has(other.task) ? undefined : await store.findTask(other.task);
    if (card) names.set(card.id, card);
  }
  const choiceOf = (each: Run): RunChoice[] => {
    const card = names.get(each.task);
    return card
      ? [
          {
            run: each.id,
            task: each.task,
            number: card.number,
            title: filter(card.title),
            attempt: each.attempt,
            agent: each.agent,
            status: each.status,
            startedAt: each.startedAt,
          },
        ]
      : [];
  };
  return {
    run,
    card: { id: task.id, number: task.number, title: filter(task.title), status: task.status },
    model: modelName(agent),
    limits: Limits.stated(task.budget, agent?.budget ?? {}),
    prices: agent?.prices ?? null,
    held: task.lease?.run === run.id,
    requests: requests.map((request) => requestCard(request, filter)),
    attempts: attempts.items.flatMap(choiceOf),
    others: others.flatMap(choiceOf),
  };
}

function modelName(agent: Agent | undefined): string {
  if (!agent) return '';
  return 'model' in agent.model ? agent.model.model : agent.model.provider;
}
