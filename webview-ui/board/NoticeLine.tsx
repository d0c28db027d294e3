import * as l10n from '@vscode/l10n';
import { useEffect } from 'preact/hooks';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

/** How long (ms) the way back from a deletion is offered here; the toolbar keeps it. */
const SHOWN = 10_000;

/** One line about what just happened: a refusal until it is closed, a deletion for a while. Read out as it comes. */
export function NoticeLine() {
  const { view, acts } = usePage();
  const notice = view.notice.value;
  const close = (): void => {
    view.notice.value = undefined;
    acts.refocus();
  };
  useEffect(() => {
    if (notice?.kind !== 'deleted') return undefined;
    const timer = setTimeout(() => (view.notice.value = undefined), SHOWN);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" class="notice-place">
      {notice ? (
        <div class={`notice ${notice.kind}`}>
          <Icon name={notice.kind === 'refusal' ? 'error' : 'trash'} />
          <span class="words">{notice.text}</span>
          {notice.kind === 'deleted' ? (
            <button type="button" class="link" onClick={() => { acts.boardCommand('rota.undoEdit'); close(); }}>{l10n.t('Undo')}</button>
          ) : null}
          <IconButton icon="close" label={l10n.t('Close')} onClick={close} />
        </div>
      ) : null}
    </div>
  );
}
