import * as l10n from '@vscode/l10n';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import type { CardCommand } from '../../src/protocol/boardPage.ts';
import { IconButton } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

interface CardAction {
  readonly icon: string;
  readonly label: string;
  readonly command: CardCommand;
}

/** What can be done with a card at once, by its status. */
function actionsOf(card: BoardCard, running: boolean): CardAction[] {
  const run: CardAction = { icon: 'play', label: l10n.t('Run'), command: 'rota.runCard' };
  const stop: CardAction = { icon: 'debug-stop', label: l10n.t('Stop'), command: 'rota.stopRun' };
  const accept: CardAction = { icon: 'check', label: l10n.t('Accept'), command: 'rota.acceptCard' };
  switch (card.status) {
    case 'todo':
    case 'queued':
      return card.accepted && !card.approvalPending ? [run] : [accept];
    case 'running':
      return running ? [stop] : [];
    case 'waiting':
      return [stop];
    case 'review':
      return [accept, { icon: 'request-changes', label: l10n.t('Request Changes'), command: 'rota.requestChanges' }];
    case 'done':
    case 'failed':
    case 'canceled':
      return [];
  }
}

/** Buttons on the card that has the focus or the pointer. */
export function CardActions({ card, running }: { readonly card: BoardCard; readonly running: boolean }) {
  const { acts, view } = usePage();
  const still = view.facts.value.readOnly !== null;
  const shown = card.run === null ? [] : [{ icon: 'output', label: l10n.t('Show Run'), command: 'rota.showRun' } as const];
  return (
    <span class="actions">
      {[...(still ? [] : actionsOf(card, running)), ...shown].map(({ icon, label, command }) => (
        <IconButton
          key={command}
          icon={icon}
          label={l10n.t('{0} #{1}', label, card.number)}
          onClick={() => acts.command(command, [card.id])}
        />
      ))}
    </span>
  );
}
