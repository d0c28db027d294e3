import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { Task } from '../../core/model/task.ts';
import { createNodeIds } from '../../node/nodeIds.ts';
import { nodeClock } from '../../node/nodeClock.ts';
import { providerOfChat } from '../models/editorModels.ts';
import type { OpenBoard } from '../openBoard.ts';
import { contextForModel } from './attachedText.ts';
import { runChatLoop } from './chatLoop.ts';
import { openingOf } from './chatPrompt.ts';
import type { ChatTurn } from './chatTurn.ts';
import { readReferences } from './readReferences.ts';
import { isTrusted } from './runTurns.ts';

/** Characters of attached text that the model reads. */
const MOST_ATTACHED = 60_000;
/** Proposals that are offered below the answer; all of them are in the inbox. */
const MOST_OFFERED = 5;

/** Words without a command: answered by the model that was chosen in the chat, with the tools of cards. */
export async function plainTurn(turn: ChatTurn, board: OpenBoard): Promise<void> {
  const { request, answer, cards, history, chat, signal } = turn;
  if (!isTrusted(turn)) return;
  const { app, filter, workArea, processes } = board;
  const added: Task[] = [];
  const ids = createNodeIds();
  const context = contextForModel(await readReferences(request.references, filter), MOST_ATTACHED);
  const ending = await runChatLoop(
    {
      provider: providerOfChat(request.model, { clock: nodeClock, ids }),
      model: request.model.name,
      actions: app.actions,
      clock: nodeClock,
      filter,
      workArea,
      processes,
      ids,
      chat,
      signal,
      write: (markdown) => answer.write(markdown),
      progress: (text) => answer.progress(text),
      onAdded: (task) => {
        cards.add(task.id);
        added.push(task);
      },
    },
    openingOf(history, request.prompt, context),
  );
  if (ending.kind === 'failed') throw new UserError('unavailable', ending.message);
  answer.links(
    ...added
      .slice(0, MOST_OFFERED)
      .map(({ id, number }) => ({ title: l10n.t('Look at #{0} and Accept…', number), command: 'rota.acceptCard' as const, about: id })),
  );
}
