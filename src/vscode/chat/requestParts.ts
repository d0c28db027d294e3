import * as l10n from '@vscode/l10n';
import type { RequestFact, RequestText } from '../../core/runs/requestText.ts';
import { proposalTarget } from '../commands/requestTarget.ts';
import type { InboxRow, RequestRow } from '../trees/inboxRows.ts';
import { badge } from './cardText.ts';
import type { ChatAnswer, CommandLink } from './chatAnswer.ts';
import { codeBlock, inlineCode, plainInline, plainLines } from './safeMarkdown.ts';

/** A longer change is not read in a chat: it is opened as a diff. */
const MOST_LINES = 30;
const MOST_CHARACTERS = 3000;
/** What stands further to the right in a block of code is out of sight. */
const MOST_COLUMNS = 80;

/** Shows what an agent waits for, whole, with the buttons that answer it: the commands of the inbox, under the same rules. */
export function showRequest(row: RequestRow, answer: ChatAnswer): void {
  const { text } = row;
  answer.paragraph(`${row.card ? badge(row.card.number) : l10n.t('A deleted card')} ${plainInline(headOf(row))}`);
  for (const { value } of text.facts.filter(({ kind }) => kind === 'command')) answer.paragraph(codeBlock(value));
  const others = text.facts.filter(({ kind }) => kind !== 'command').map(factText);
  if (others.length > 0) answer.paragraph(others.join('  \n'));
  if (row.kind !== 'approval') answer.paragraph(plainLines(text.detail));
  answer.list(text.choices.map(plainInline));
  if (text.hadInvisible) answer.paragraph(l10n.t('It held invisible characters; they are shown as codes.'));
  if (isShownWhole(text)) answer.paragraph(codeBlock(text.diff ?? '', 'diff'));
  addButtons(row, answer);
}

/** True when the chat shows the change itself. */
function isShownWhole({ diff }: RequestText): boolean {
  if (diff === null || diff.length > MOST_CHARACTERS) return false;
  const lines = diff.split('\n');
  return lines.length <= MOST_LINES && lines.every((line) => line.length <= MOST_COLUMNS);
}

function headOf({ kind, text }: RequestRow): string {
  switch (kind) {
    case 'question':
      return l10n.t('asks you:');
    case 'limit':
      return l10n.t('has reached a limit:');
    case 'interrupted':
      return l10n.t('was interrupted:');
    case 'approval':
      return text.title;
  }
}

function factText({ kind, name, value, note }: RequestFact): string {
  const said = kind === 'reason' ? `${plainInline(name)} ${plainInline(value)}` : `${plainInline(name)}: ${inlineCode(value)}`;
  return note === null ? said : `${said} ${plainInline(note)}`;
}

function addButtons({ kind, id, text }: RequestRow, answer: ChatAnswer): void {
  switch (kind) {
    case 'approval': {
      const links: CommandLink[] = [
        { title: text.diff === null ? l10n.t('Show') : l10n.t('Show Changes'), command: 'rota.openRequest', about: id },
      ];
      if (text.scopes.includes('run'))
        links.push({ title: l10n.t('Approve for This Run'), command: 'rota.approveRequestForRun', about: id });
      answer.links(...links);
      // A change that stands above the button was seen, as it is in a diff of the editor.
      answer.button(l10n.t('Approve'), 'rota.approveRequest', isShownWhole(text) ? proposalTarget(id) : id);
      answer.button(l10n.t('Reject'), 'rota.rejectRequest', id);
      return;
    }
    case 'interrupted':
      return answer.button(l10n.t('Continue…'), 'rota.answerRequest', id);
    case 'question':
    case 'limit':
      return answer.button(l10n.t('Answer…'), 'rota.answerRequest', id);
  }
}

/** True for what an agent asks; reviews, proposals and failures are rows of the inbox as well. */
export function isRequest(row: InboxRow): row is RequestRow {
  return 'request' in row;
}
