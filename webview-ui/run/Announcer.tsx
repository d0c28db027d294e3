import * as l10n from '@vscode/l10n';
import { runStatusNames } from '../../src/core/model/statusNames.ts';
import { head } from './runStore.ts';

/** Says what a person who does not see the page must know, and no more: how the run stands and what it waits for. */
export function Announcer() {
  const shown = head.value;
  const waiting = shown?.requests.find(({ answer }) => answer === null);
  return (
    <div class="unseen" role="status">
      {shown
        ? waiting
          ? l10n.t('Card {0} {1}', `#${shown.card.number}`, waiting.title)
          : l10n.t('Run of card {0}: {1}', `#${shown.card.number}`, runStatusNames()[shown.run.status])
        : ''}
    </div>
  );
}
