import * as z from 'zod';
import { TaskId } from '../../core/model/scalars.ts';
import { TaskStatus } from '../../core/model/taskStatus.ts';
import { chatCommandNames } from '../contributions.ts';

/** So many cards of a chat are compared with what they were at its last turn. */
const MOST_CARDS = 200;

/** A card as a chat last showed it. */
const KnownCard = z.object({
  task: TaskId,
  status: TaskStatus,
  /** What it asked for then. */
  asks: z.string().nullable(),
});
export type KnownCard = z.infer<typeof KnownCard>;

/** What a chat remembers from turn to turn. The editor keeps it with the answer; it is told no id of a chat. */
const ChatMemory = z.object({ chat: z.string().min(1).max(200), cards: z.array(KnownCard).max(MOST_CARDS) });
export type ChatMemory = z.infer<typeof ChatMemory>;

const FollowUp = z.object({ label: z.string().max(200), command: z.enum(chatCommandNames), prompt: z.string().max(200) });
export type FollowUp = z.infer<typeof FollowUp>;

const Metadata = z.object({ rota: z.object({ memory: ChatMemory, followUps: z.array(FollowUp).max(10) }) });
const AnsweredTurn = z.object({ result: z.object({ metadata: Metadata }) });
const Result = z.object({ metadata: Metadata });

/** What the answer of a turn carries. */
export function metadataOf({ chat, cards }: ChatMemory, followUps: readonly FollowUp[]): z.input<typeof Metadata> {
  return { rota: { memory: { chat, cards: cards.slice(-MOST_CARDS) }, followUps: followUps.slice(0, 10) } };
}

/** The memory of the chat that these turns belong to, from the last of them that has one; `undefined` in a chat that Rota did not answer in yet. */
export function findMemory(history: readonly unknown[]): ChatMemory | undefined {
  for (const turn of history.toReversed()) {
    const answered = AnsweredTurn.safeParse(turn);
    if (answered.success) return answered.data.result.metadata.rota.memory;
  }
  return undefined;
}

/** What an answer offers to ask next. */
export function followUpsOf(result: unknown): readonly FollowUp[] {
  const parsed = Result.safeParse(result);
  return parsed.success ? parsed.data.metadata.rota.followUps : [];
}
