import { z } from 'zod';
import { defineTool } from './tool.ts';

const MAX_TASKS = 50;

/** What is on the board. */
export const listTasks = defineTool({
  name: 'list_tasks',
  description: `List tasks of the board, at most ${MAX_TASKS}: number, status, priority, title.`,
  input: z.object({
    status: z.string().max(50).optional().describe('todo, queued, running, waiting, review, done, failed or canceled'),
    text: z.string().max(500).optional().describe('Words that must occur in title, description or labels'),
  }),
  prepare({ status, text }, { tasks }) {
    return {
      summary: 'List tasks',
      effects: [{ kind: 'tasks', change: 'read' }],
      run: async () => {
        const found = await tasks.list({ limit: MAX_TASKS, ...(status === undefined ? {} : { status }), ...(text === undefined ? {} : { text }) });
        return found.length === 0 ? 'No task.' : found.map((task) => `#${task.number} ${task.status} ${task.priority} ${task.title}`).join('\n');
      },
    };
  },
});
