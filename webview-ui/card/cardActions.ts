import * as l10n from '@vscode/l10n';
import { statusIcons } from '../../src/core/model/statusNames.ts';
import type { CardCommand, CardRequest, CardView } from '../../src/protocol/cardPage.ts';

/** A button at the top of the page. The first one is the likely next step. */
export interface CardAction {
  readonly label: string;
  readonly icon: string;
  readonly request: CardRequest;
}

type Words = readonly [label: string, icon: string];

/** What can be done with the card now, the likely next step first. */
export function cardActions(view: CardView): CardAction[] {
  const next = nextSteps(view);
  return view.runs.length > 0 ? [...next, command('rota.showRun', [l10n.t('Show Run'), 'output'])] : next;
}

function nextSteps({ task, requests, notRun }: CardView): CardAction[] {
  const run = (label: string): CardAction => command('rota.runCard', [label, 'play']);
  const proposed = proposalOf(task);
  const accept = command('rota.acceptCard', [proposed ?? l10n.t('Accept'), 'check']);
  const stop = command('rota.stopRun', [l10n.t('Stop'), 'debug-stop']);
  const check = command('rota.runChecks', [l10n.t('Run Checks'), 'beaker']);
  const hasChecks = task.checks.some(({ state }) => state === 'accepted');
  switch (task.status) {
    case 'todo':
      return proposed !== undefined ? [accept, run(l10n.t('Run'))] : [run(l10n.t('Run'))];
    case 'queued':
      return [...(proposed !== undefined ? [accept] : []), run(l10n.t('Run Now')), command('rota.cancelCard', [l10n.t('Cancel'), 'close'])];
    case 'running':
      return [stop];
    case 'waiting':
      return [...requests.map(requestAction), stop];
    case 'review':
      return [
        ...(notRun.length > 0 ? [check, accept] : hasChecks ? [accept, check] : [accept]),
        command('rota.requestChanges', [l10n.t('Request Changes…'), 'request-changes']),
      ];
    case 'failed':
    case 'canceled':
    case 'done':
      return [run(l10n.t('Run Again'))];
  }
}

/** What of a card waits for a person's word before it can run, as the label of the button that gives it. */
function proposalOf({ status, accepted, approval, checks }: CardView['task']): string | undefined {
  if (status === 'review') return undefined;
  if (!accepted) return l10n.t('Accept Proposal');
  if (approval.required && approval.state !== 'approved') return l10n.t('Approve');
  return checks.some(({ state }) => state === 'proposed') ? l10n.t('Accept Checks') : undefined;
}

function requestAction({ id, kind }: CardView['requests'][number]): CardAction {
  if (kind === 'interrupted') return command('rota.continueRun', [l10n.t('Continue'), 'debug-continue']);
  return {
    label: kind === 'approval' ? l10n.t('Decide…') : l10n.t('Answer…'),
    icon: statusIcons.waiting,
    request: { type: 'request-open', request: id },
  };
}

function command(name: CardCommand, [label, icon]: Words): CardAction {
  return { label, icon, request: { type: 'card-command', command: name } };
}
