import * as l10n from '@vscode/l10n';
import { Icon } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

/** Stands where the board would, and leads on. */
export function AbsentBoard({ reason, message }: { readonly reason: 'no-folder' | 'failed'; readonly message: string }) {
  const { view, acts } = usePage();
  return (
    <main class="absent">
      <Icon name={reason === 'failed' ? 'error' : 'layout'} />
      <p role="status">{message}</p>
      {reason === 'no-folder' ? (
        <button type="button" class="button" onClick={() => acts.boardCommand('workbench.action.files.openFolder')}>
          {l10n.t('Open Folder')}
        </button>
      ) : null}
      {reason === 'failed' ? (
        <button type="button" class="button" onClick={() => acts.boardCommand('rota.showLog')}>
          {l10n.t('Show Log')}
        </button>
      ) : null}
      {view.facts.value.trusted ? null : <p class="muted">{l10n.t('This workspace is in Restricted Mode.')}</p>}
    </main>
  );
}
