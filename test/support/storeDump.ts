import type { TaskStore } from '../../src/core/store/taskStore.ts';

/** All that a store tells about itself, for comparison with what it tells after it was opened again. */
export async function dumpStore(store: TaskStore): Promise<unknown> {
  const { items: tasks } = await store.listTasks({ order: 'number', limit: 1000 });
  const { items: runs } = await store.listRuns({ limit: 1000 });
  return {
    tasks,
    runs,
    board: await store.readBoard(),
    agents: await store.listAgents(),
    requests: await store.listRequests({}),
    audit: await store.listAudit({ limit: 1000 }),
    changes: await store.changesSince(0),
    comments: await Promise.all(tasks.map((task) => store.listComments(task.id))),
    history: await Promise.all(tasks.map((task) => store.listTaskEvents(task.id))),
    artifacts: await Promise.all(tasks.map((task) => store.listArtifacts(task.id))),
    events: await Promise.all(runs.map((run) => store.readRunEvents(run.id, 0))),
    files: await Promise.all(runs.map((run) => store.listRunFiles(run.id))),
  };
}
