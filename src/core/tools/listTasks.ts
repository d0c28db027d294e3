import * as z from 'zod';
import { TaskStatus } from '../model/taskStatus.ts';
import { taskLine } from './taskText.ts';
import { defineTool } from './tool.ts';

const MAX_TASKS = 100;

export const listTasks = defineTool({
  name: 'list_tasks',
  description: 'List tasks of the board with number, title, status and priority.',
  input: z.object({
    status: TaskStatus.optional(),
    text: z.string().min(1).max(500).optional().describe('Only tasks that contain all these words'),
    limit: z.number().int().min(1).max(MAX_TASKS).default(30),
  }),

  prepare({ status, text, limit }, { tasks }) {
    return {
      summary: 'List tasks',
      effects: [{ kind: 'tasks', change: 'read' }],
      async run() {
        const found = await tasks.list({ limit, ...(status === undefined ? {} : { status }), ...(text === undefined ? {} : { text }) });
        if (found.length === 0) return 'No task matches.';
        const more = found.length === limit ? `\n(perhaps more; narrow by status or text, or raise limit up to ${MAX_TASKS})` : '';
        return found.map(taskLine).join('\n') + more;
      },
    };
  },
});
