import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { Icon } from '../shared/Icon.tsx';
import { usePage } from './page.ts';

/** What a person must know about the board before working with it. */
export function Banners() {
  const { view, acts } = usePage();
  const { readOnly, displaced, trusted, problem } = view.facts.value;
  return (
    <>
      {trusted ? null : (
        <Banner
          icon="shield"
          text={l10n.t('Restricted Mode: cards can be written and moved, but no agent runs until you trust this workspace.')}
        >
          <button type="button" class="link" onClick={() => acts.boardCommand('workbench.trust.manage')}>
            {l10n.t('Manage Trust')}
          </button>
        </Banner>
      )}
      {readOnly === null ? null : (
        <Banner icon="lock" text={l10n.t('The board cannot be changed here: {0}.', readOnly)}>
          {displaced ? (
            <button type="button" class="link" onClick={() => acts.boardCommand('rota.putBack')}>
              {l10n.t('Put the Board Back')}
            </button>
          ) : null}
        </Banner>
      )}
      {problem === null ? null : (
        <Banner icon="warning" text={problem}>
          <button type="button" class="link" onClick={() => acts.openBoardFile()}>
            {l10n.t('Open board.json')}
          </button>
        </Banner>
      )}
    </>
  );
}

function Banner({ icon, text, children }: { readonly icon: string; readonly text: string; readonly children?: ComponentChildren }) {
  return (
    <div class="banner" role="status">
      <Icon name={icon} /> <span class="words">{text}</span> {children}
    </div>
  );
}
