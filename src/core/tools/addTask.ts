import { z } from 'zod';
import { Priority } from '../model/taskStatus.ts';
import { defineTool } from './tool.ts';

/** Proposes a new card. */
export const addTask = defineTool({
  name: 'add_task',
  description: 'Propose a new task on the board, for work that should not be part of this one. A person must accept it before anyone starts it.',
  input: z.object({
    title: z.string().trim().min(1).max(500),
    description: z.string().max(50_000).default(''),
    priority: Priority.default('P2'),
    labels: z.array(z.string().min(1).max(100)).max(20).default([]),
    check: z.string().min(1).max(4000).optional().describe('A command that should pass when it is done; only a proposal'),
  }),
  prepare({ title, description, priority, labels, check }, { tasks }) {
    return {
      summary: `Propose the task "${title}"`,
      effects: [{ kind: 'tasks', change: 'propose' }],
      run: async () => {
        const checks = check === undefined ? [] : [{ kind: 'command' as const, command: check, timeLimit: 300 }];
        const task = await tasks.add({ title, description, priority, labels, checks });
        return `Proposed as task #${task.number}. It waits for a person's acceptance.`;
      },
    };
  },
});
