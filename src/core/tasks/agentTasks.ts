import { decodeText } from '../base/decodeText.ts';
import { ToolError, UserError } from '../base/errors.ts';
import type { Ids } from '../base/ids.ts';
import { countMasked } from '../base/maskedText.ts';
import type { Actor } from '../model/actor.ts';
import type { Board } from '../model/board.ts';
import type { Task } from '../model/task.ts';
import { TaskStatus } from '../model/taskStatus.ts';
import type { TaskStore, WriteContext } from '../store/taskStore.ts';
import type { TaskTools } from '../tools/tool.ts';

interface AgentTaskPorts {
  readonly store: TaskStore;
  readonly ids: Ids;
  /** Hides keys in a text. */
  readonly filter: (text: string) => string;
  /** The columns whose limits hold for what is proposed, too. */
  board(): Board;
}

/** A card is for people to read: what grows beyond this is a mistake. */
const MAX_ARTIFACTS = 100;

/** What an agent may do with cards, in its own name: propose, read, and report on its own. */
export function agentTasks({ store, ids, filter, board }: AgentTaskPorts, own: Task, actor: Actor, context: () => WriteContext): TaskTools {
  return {
    attach: (file) =>
      mended(async () => {
        if ((await store.listArtifacts(own.id)).length >= MAX_ARTIFACTS)
          throw new ToolError(`The task has ${MAX_ARTIFACTS} artifacts already; no more can be attached.`);
        const { name, mediaType } = file;
        const bytes = withoutKeys(file.bytes, filter);
        const hash = await store.putBlob(bytes);
        return store.addArtifact(
          { id: ids.next(), task: own.id, run: own.lease?.run ?? null, name, mediaType, size: bytes.length, hash },
          context(),
        );
      }),
    async list({ status, text, limit }) {
      const wanted = status === undefined ? undefined : TaskStatus.safeParse(status);
      if (wanted && !wanted.success) throw new ToolError(`There is no status "${status}". Statuses: ${TaskStatus.options.join(', ')}.`);
      const query = { limit, ...(wanted ? { status: [wanted.data] } : {}), ...(text === undefined ? {} : { text }) };
      return (await store.listTasks(query)).items;
    },
    add: (draft) => mended(() => store.createTask({ ...draft, parent: draft.parent ?? own.id }, 'tool', { ...context(), board: board() })),
    update: (number, change, comment) =>
      mended(async () => {
        const task = await store.findTask(number);
        if (!task) throw new ToolError(`There is no task #${number}.`);
        const proposed = task.source.actor.kind === actor.kind && task.source.actor.name === actor.name;
        if (task.id !== own.id && !proposed)
          throw new ToolError(`Task #${number} is not yours: you may update your own (#${own.number}) and those you added.`);
        const changed = Object.keys(change).length === 0 ? task : await store.changeTask(task.id, change, context());
        if (comment !== undefined) await store.addComment(task.id, comment, context());
        return changed;
      }),
  };
}

/** What is attached is read by others: a text has its keys masked, and bytes that hold one as it is are not taken. */
function withoutKeys(bytes: Uint8Array, filter: (text: string) => string): Uint8Array {
  const decoded = decodeText(bytes);
  const text = 'text' in decoded ? decoded.text : new TextDecoder('latin1').decode(bytes);
  const filtered = filter(text);
  if (countMasked(filtered) <= countMasked(text)) return bytes;
  if ('text' in decoded) return new TextEncoder().encode(filtered);
  throw new ToolError('The file holds something that looks like a key, so it is not attached. Attach one without it.');
}

/** A refusal of the store is something the model can mend. */
async function mended<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UserError ? new ToolError(error.message, { cause: error }) : error;
  }
}
