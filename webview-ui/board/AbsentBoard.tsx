import * as l10n from '@vscode/l10n';
import type { BoardCommand, BoardUpdate } from '../../src/protocol/boardPage.ts';
import { Icon } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

type Reason = Extract<BoardUpdate, { type: 'board-absent' }>['reason'];

/** Stands where the board would, and leads on. */
export function AbsentBoard({ reason, message }: { readonly reason: Reason; readonly message: string }) {
  const { view, acts } = usePage();
  return (
    <main class="absent">
      <Icon name={reason === 'no-folder' ? 'layout' : 'error'} />
      <p role="status">{message}</p>
      <div class="ways-out">
        {waysOut(reason).map(({ command, label }, index) => (
          <button
            key={command}
            type="button"
            class={index === 0 ? 'button' : 'button secondary'}
            onClick={() => acts.boardCommand(command)}
          >
            {label}
          </button>
        ))}
      </div>
      {view.facts.value.trusted ? null : <p class="muted">{l10n.t('This workspace is in Restricted Mode.')}</p>}
    </main>
  );
}

interface WayOut {
  readonly command: BoardCommand;
  readonly label: string;
}

/** The first is what most people want. */
function waysOut(reason: Reason): WayOut[] {
  if (reason === 'no-folder') return [{ command: 'workbench.action.files.openFolder', label: l10n.t('Open Folder') }];
  const again: WayOut = { command: 'rota.initialize', label: l10n.t('Try Again') };
  const restore: WayOut = { command: 'rota.restoreBackup', label: l10n.t('Restore from a Backup...') };
  const log: WayOut = { command: 'rota.showLog', label: l10n.t('Show Log') };
  if (reason === 'gone') return [restore, again, log];
  if (reason === 'failed') return [again, restore, log];
  return [{ command: 'rota.adoptBoard', label: l10n.t('Use the Board Found Here') }, again, restore, log];
}
