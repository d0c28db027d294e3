import * as z from 'zod';
import { Priority } from '../model/taskStatus.ts';
import { taskLine } from './taskText.ts';
import { defineTool } from './tool.ts';

export const addTask = defineTool({
  name: 'add_task',
  description:
    'Propose a new task on the board: for work that you noticed and that is not part of yours. A person must accept it before an agent does it.',
  input: z.object({
    title: z.string().trim().min(1).max(500),
    description: z.string().max(20_000).default('').describe('What is to be done and why, in Markdown'),
    priority: Priority.default('P2').describe('P0 is the most urgent'),
    labels: z.array(z.string().min(1).max(100)).max(20).default([]),
    checkCommands: z
      .array(z.string().min(1).max(4000))
      .max(5)
      .default([])
      .describe('Commands that would succeed once it is done; proposals too'),
  }),

  prepare({ checkCommands, ...draft }, { tasks }) {
    return {
      summary: `Propose the task "${draft.title}"`,
      effects: [{ kind: 'tasks', change: 'propose' }],
      async run() {
        const checks = checkCommands.map((command) => ({ kind: 'command' as const, command, timeLimit: 300 }));
        const task = await tasks.add({ ...draft, ...(checks.length > 0 ? { checks } : {}) });
        return `Proposed ${taskLine(task)}. A person must accept it before an agent works on it.`;
      },
    };
  },
});
