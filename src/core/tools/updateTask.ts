import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import { taskLine } from './taskText.ts';
import { defineTool } from './tool.ts';

export const updateTask = defineTool({
  name: 'update_task',
  description:
    'Report on your own task, or correct one that you proposed: progress, a comment, the estimate, labels, the description. The status is not yours to set.',
  input: z.object({
    number: z.number().int().positive().describe('The number of the task: 12 for #12'),
    progress: z.number().int().min(0).max(100).optional().describe('Percent'),
    comment: z
      .string()
      .trim()
      .min(1)
      .max(20_000)
      .optional()
      .describe('What people should know besides your last message, which is kept as the result'),
    eta: z.string().min(1).max(200).optional().describe('When it will be finished, in words'),
    labels: z.array(z.string().min(1).max(100)).max(20).optional(),
    description: z.string().max(100_000).optional().describe('Replaces the description'),
  }),

  prepare({ number, comment, ...fields }, { tasks }) {
    const change = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const names = [...Object.keys(change), ...(comment === undefined ? [] : ['comment'])];
    if (names.length === 0) throw new ToolError('update_task: nothing to update. Give progress, comment, eta, labels or description.');
    return {
      summary: `Update task #${number}: ${names.join(', ')}`,
      effects: [{ kind: 'tasks', change: 'update' }],
      run: async () => `Updated ${taskLine(await tasks.update(number, change, comment))}`,
    };
  },
});
