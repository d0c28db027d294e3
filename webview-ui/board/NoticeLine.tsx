import * as l10n from '@vscode/l10n';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

/** Why something was refused, until it is closed or something else succeeds. Read out as it comes. */
export function NoticeLine() {
  const { view, acts } = usePage();
  const notice = view.notice.value;
  const close = (): void => {
    view.notice.value = undefined;
    acts.refocus();
  };
  return (
    <div role="status" class="notice-place">
      {notice === undefined ? null : (
        <div class="notice">
          <Icon name="error" />
          <span class="words">{notice}</span>
          <IconButton icon="close" label={l10n.t('Close')} onClick={close} />
        </div>
      )}
    </div>
  );
}
