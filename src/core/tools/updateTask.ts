import { z } from 'zod';
import { ToolError } from '../base/errors.ts';
import { defineTool } from './tool.ts';

/** Reports progress on the agent's own card. */
export const updateTask = defineTool({
  name: 'update_task',
  description: 'Report on your own task or one that you proposed: progress, estimated time, a comment, labels, description. Status and checks are not yours to change.',
  input: z.object({
    number: z.number().int().min(1).describe('The number of the task, e.g. 12'),
    progress: z.number().int().min(0).max(100).optional(),
    eta: z.string().max(200).optional().describe('When you expect to finish, in words'),
    comment: z.string().trim().min(1).max(20_000).optional(),
    labels: z.array(z.string().min(1).max(100)).max(20).optional(),
    description: z.string().max(50_000).optional(),
  }),
  prepare({ number, comment, ...fields }, { tasks }) {
    const change = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    if (comment === undefined && Object.keys(change).length === 0) throw new ToolError('update_task: name at least one of progress, eta, comment, labels, description.');
    return {
      summary: `Update task #${number}: ${[...Object.keys(change), ...(comment === undefined ? [] : ['comment'])].join(', ')}`,
      effects: [{ kind: 'tasks', change: 'update' }],
      run: async () => {
        const task = await tasks.update(number, change, comment);
        return `Task #${task.number} is updated.`;
      },
    };
  },
});
