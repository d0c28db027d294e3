import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { GrantScope } from '../../core/model/effect.ts';
import type { RequestAnswer } from '../../core/model/request.ts';
import type { CommandHandlers, requestCommandIds } from '../contributions.ts';
import { showInformation } from '../messages.ts';
import { plainLabel } from '../plainText.ts';
import { themeIcon } from '../trees/themeIcon.ts';
import { inboxFaceOf, type InboxRow, type RequestRow } from '../trees/inboxRows.ts';
import { answerRequest } from '../runs/answerRequest.ts';
import type { WindowParts } from '../windowParts.ts';
import { chooseAnswer } from './chooseAnswer.ts';
import { confirmApproval } from './confirmApproval.ts';
import { CLICK } from './openCard.ts';
import { hasTarget, isProposal, requestTargets } from './requestTarget.ts';

/** Commands that answer what waits for a person. */
export function requestCommands(parts: WindowParts): CommandHandlers<(typeof requestCommandIds)[number]> {
  let last: string | undefined;
  const next = async (): Promise<void> => {
    const { rows } = parts.waiting;
    const at = rows.findIndex(({ id }) => id === last);
    const row = rows[(at + 1) % rows.length];
    last = row?.id;
    if (row) await open(parts, row, false);
    else void showInformation(l10n.t('Nothing waits for you.'));
  };
  return {
    'rota.openRequest': async (...args) => {
      const [row] = await chooseRows(parts, args, { question: l10n.t('Open what?'), fits: () => true });
      if (row) await open(parts, row, args[1] === CLICK);
    },
    'rota.nextRequest': next,
    'rota.approveRequest': (...args) => approve(parts, args, 'once'),
    'rota.approveRequestForRun': (...args) => approve(parts, args, 'run'),
    'rota.rejectRequest': (...args) => reject(parts, args),
    'rota.answerRequest': (...args) => answer(parts, args),
  };
}

async function open({ navigation, waiting }: WindowParts, row: InboxRow, keepFocus: boolean): Promise<void> {
  if (isRequest(row)) return navigation.openRequest(row.id);
  await navigation.openCard(row.task, { keepFocus });
  await waiting.markSeen(row.task);
}

/** Each approval is a consent of its own, given for what was shown: where a row does not say all, it is shown whole and asked. */
async function approve(parts: WindowParts, args: readonly unknown[], scope: GrantScope): Promise<void> {
  const fits = (row: InboxRow): boolean => row.kind === 'approval' && (scope === 'once' || row.text.scopes.includes('run'));
  const rows = (await chooseRows(parts, args, { question: l10n.t('Approve what?'), fits, isConsent: true })).filter(isRequest);
  const inFront = parts.navigation.requestInFront();
  const diffSeen = hasTarget(args) ? isProposal(args[0]) : rows.every(({ id }) => id === inFront);
  if (rows.length === 0 || !(await confirmApproval(rows, scope, diffSeen))) return;
  for (const row of rows) await send(parts, row.id, { kind: 'approve', scope });
}

async function reject(parts: WindowParts, args: readonly unknown[]): Promise<void> {
  const rows = await chooseRows(parts, args, { question: l10n.t('Reject what?'), fits: ({ kind }) => kind === 'approval' });
  if (rows.length === 0) return;
  const note = await vscode.window.showInputBox({
    title: rows.length === 1 ? l10n.t('Reject') : l10n.t('Reject {0} items', rows.length),
    prompt: l10n.t('What should the agent do instead? It reads this. Leave it empty to say only no.'),
  });
  if (note === undefined) return;
  for (const row of rows) await send(parts, row.id, { kind: 'reject', note: note.trim() === '' ? null : note });
}

/** An interrupted run is gone on with by its own command, which may start agents. */
async function answer(parts: WindowParts, args: readonly unknown[]): Promise<void> {
  const [row] = await chooseRows(parts, args, {
    question: l10n.t('Answer what?'),
    fits: ({ kind }) => kind === 'question' || kind === 'limit' || kind === 'interrupted',
  });
  if (!row || !isRequest(row)) return;
  if (row.kind === 'interrupted') {
    await vscode.commands.executeCommand('rota.continueRun', row.task);
    return;
  }
  const chosen = await chooseAnswer(row);
  if (chosen) await send(parts, row.id, chosen);
}

async function send({ session }: WindowParts, request: string, answer: RequestAnswer): Promise<void> {
  await answerRequest(session, request, answer);
}

interface Choice {
  readonly question: string;
  fits(row: InboxRow): boolean;
  readonly isConsent?: boolean;
}

/**
 * The rows a command was called for and fits; without any, that of the diff in front, else what is picked from a list. The only one that fits is not
 * picked, unless it is a consent: nobody has seen for what. (A row that is pressed while its tree is drawn anew reaches a command as nothing.)
 */
async function chooseRows(
  parts: WindowParts,
  args: readonly unknown[],
  { question, fits, isConsent = false }: Choice,
): Promise<InboxRow[]> {
  await parts.feed.settle();
  const { rows } = parts.waiting;
  const named = requestTargets(hasTarget(args) ? args : [parts.navigation.requestInFront()], rows).filter(fits);
  if (named.length > 0) return named;
  if (hasTarget(args)) throw new UserError('not-found', l10n.t('This no longer waits for you.'));
  const items = rows.filter(fits).map((row) => {
    const { label, description, icon } = inboxFaceOf(row, Date.now(), vscode.env.language);
    return { label: plainLabel(label), description: plainLabel(description), iconPath: themeIcon(icon), row };
  });
  const [only, another] = items;
  if (!only) throw new UserError('not-found', l10n.t('Nothing waits for that.'));
  if (!another && !isConsent) return [only.row];
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: question, matchOnDescription: true });
  return chosen ? [chosen.row] : [];
}

function isRequest(row: InboxRow): row is RequestRow {
  return 'request' in row;
}
