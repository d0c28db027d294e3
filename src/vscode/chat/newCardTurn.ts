import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { person } from '../session.ts';
import { draftOfPrompt } from './attachedText.ts';
import { badge } from './cardText.ts';
import type { ChatTurn } from './chatTurn.ts';
import { runFollowUp } from './endText.ts';
import { readReferences } from './readReferences.ts';
import { plainInline } from './safeMarkdown.ts';

/** `/new`: makes a card of the words, and the board if there is none. What was attached becomes its context. Can be undone as every new card. */
export async function newCardTurn({ parts, request, answer, chat, cards, followUps }: ChatTurn): Promise<void> {
  if (request.prompt.trim() === '')
    throw new UserError(
      'invalid',
      l10n.t('Say what should be done: /new Round prices half up. What you attach becomes the context of the card.'),
    );
  const { app, filter } = await parts.session.require();
  const attachments = await readReferences(request.references, filter);
  const [task] = await app.edits.apply([{ kind: 'create', draft: { ...draftOfPrompt(request.prompt, attachments), chat } }], {
    actor: person,
    door: 'chat',
  });
  if (!task) return;
  cards.add(task.id);
  answer.paragraph(l10n.t('Made {0} {1}', badge(task.number), plainInline(task.title)));
  if (attachments.refused.length > 0)
    answer.paragraph(
      l10n.t('Not taken along, because it is no text of this workspace: {0}', attachments.refused.map(plainInline).join(', ')),
    );
  answer.links({ title: l10n.t('Open Card'), command: 'rota.openCard', about: task.id });
  answer.button(l10n.t('Run'), 'rota.runCard', task.id);
  followUps.push(runFollowUp(task.number));
}
