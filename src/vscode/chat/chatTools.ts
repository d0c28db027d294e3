import * as z from 'zod';
import { TaskDetails, TaskPage } from '../../core/actions/taskActions.ts';
import type { ActionTable } from '../../core/actions/actionTable.ts';
import { ToolError } from '../../core/base/errors.ts';
import { systemFailure } from '../../node/systemErrors.ts';
import type { Actor } from '../../core/model/actor.ts';
import { checkTitle } from '../../core/model/check.ts';
import { Comment, Task } from '../../core/model/task.ts';
import { TaskStatus } from '../../core/model/taskStatus.ts';
import { addTask } from '../../core/tools/addTask.ts';
import { listTasks } from '../../core/tools/listTasks.ts';
import { taskLine } from '../../core/tools/taskText.ts';
import { defineTool, type TaskTools, type Tool } from '../../core/tools/tool.ts';
import { updateTask } from '../../core/tools/updateTask.ts';

/** Characters of a description, a result or a comment that a model reads. */
const MOST_READ = 4000;
const MOST_COMMENTS = 20;

/** Calls actions of the table in the name of the chat's model: what is for people to decide is refused there. */
export interface ChatCall {
  <S extends z.ZodType>(action: string, output: S, input: unknown): Promise<z.output<S>>;
}

/** A model in a chat is an agent as any other: it proposes, and a person accepts. */
export function chatCall(actions: ActionTable, actor: Actor, signal: AbortSignal): ChatCall {
  return async (action, output, input) => {
    try {
      return output.parse(await actions.call(action, input, { actor, door: 'chat', signal }));
    } catch (error) {
      // A refusal is something that the model can mend, or tell.
      const told = systemFailure(error);
      throw told ? new ToolError(told.message, { cause: error }) : error;
    }
  };
}

interface ChatTaskPorts {
  readonly call: ChatCall;
  readonly actor: Actor;
  readonly chat: string;
  onAdded(task: Task): void;
}

/** What the task tools of agents do in a chat: cards that they add belong to it, and only those may be changed. */
export function chatTasks({ call, actor, chat, onAdded }: ChatTaskPorts): TaskTools {
  return {
    async list({ status, text, limit }) {
      const wanted = TaskStatus.optional().parse(status);
      return (await call('task.list', TaskPage, { limit, ...(wanted && { status: [wanted] }), ...(text !== undefined && { text }) })).items;
    },
    async add(draft) {
      const task = await call('task.create', Task, { ...draft, chat });
      onAdded(task);
      return task;
    },
    async update(number, change, comment) {
      const { task } = await call('task.get', TaskDetails, { task: number });
      const { kind, name } = task.source.actor;
      if (kind !== actor.kind || name !== actor.name || task.accepted)
        throw new ToolError(
          `Task #${number} is not yours to change: you may change tasks that you proposed until a person accepts them. Use comment_task, or tell the person.`,
        );
      const changed = Object.keys(change).length === 0 ? task : await call('task.change', Task, { task: number, change });
      if (comment !== undefined) await call('task.comment', Comment, { task: number, text: comment });
      return changed;
    },
    attach: () => Promise.reject(new ToolError('Files cannot be attached from a chat.')),
  };
}

/** The tools of a chat's model, in the order in which it is told of them. */
export function chatTools(call: ChatCall): readonly Tool[] {
  return [listTasks, showTask(call), addTask, updateTask, commentTask(call)];
}

function showTask(call: ChatCall): Tool {
  return defineTool({
    name: 'show_task',
    description: 'Read one task with its description, checks, result and comments.',
    input: z.object({ number: z.number().int().positive().describe('The number of the task: 12 for #12') }),
    prepare: ({ number }) => ({
      summary: `Read task #${number}`,
      effects: [{ kind: 'tasks', change: 'read' }],
      run: async () => describeTask(await call('task.get', TaskDetails, { task: number })),
    }),
  });
}

function commentTask(call: ChatCall): Tool {
  return defineTool({
    name: 'comment_task',
    description: 'Write a comment below a task, in your own name. It is a note for people; it instructs no agent.',
    input: z.object({ number: z.number().int().positive(), text: z.string().trim().min(1).max(20_000) }),
    prepare: ({ number, text }) => ({
      summary: `Comment on task #${number}`,
      effects: [{ kind: 'tasks', change: 'update' }],
      async run() {
        await call('task.comment', Comment, { task: number, text });
        return `Commented on task #${number}.`;
      },
    }),
  });
}

function describeTask({ task, comments }: z.output<typeof TaskDetails>): string {
  const parts = [
    taskLine(task),
    `Agent: ${task.agent ?? 'any'}; attempts: ${task.attempts}; accepted: ${task.accepted ? 'yes' : 'no, it waits for a person'}`,
  ];
  if (task.description !== '') parts.push(`Description:\n${shortened(task.description)}`);
  for (const { spec, latest } of task.checks)
    parts.push(`Check ${checkTitle(spec)}: ${latest === null ? 'not measured' : latest.passed ? 'green' : 'red'}`);
  if (task.result !== null) parts.push(`Result:\n${shortened(task.result)}`);
  if (task.error !== null) parts.push(`Error: ${shortened(task.error)}`);
  for (const { by, text } of comments.slice(-MOST_COMMENTS)) parts.push(`Comment by ${by.name}: ${shortened(text)}`);
  return parts.join('\n');
}

function shortened(text: string): string {
  return text.length > MOST_READ ? `${text.slice(0, MOST_READ)}…` : text;
}
