import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** All keys of the board. Closed by Escape or its button; the keyboard goes back to where it was. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="key-help" aria-labelledby="key-help-title" onClose={onClose}>
      <h2 id="key-help-title">{l10n.t('Keys of the board')}</h2>
      <dl>
        {keys().map(([key, meaning]) => (
          <div key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={() => dialog.current?.close()}>{l10n.t('Close')}</button>
    </dialog>
  );
}

function keys(): readonly (readonly [key: string, meaning: string])[] {
  return [
    [l10n.t('Arrows'), l10n.t('To another card or column')],
    [l10n.t('Home, End, Page Up, Page Down'), l10n.t('Through a column')],
    [l10n.t('Digits'), l10n.t('To the card with this number')],
    [l10n.t('Letters'), l10n.t('To the card whose title begins so; the first one with Shift where it is a key of this list')],
    ['Enter', l10n.t('Open the card')],
    ['N', l10n.t('New card in this column')],
    ['F2', l10n.t('Change the title in place')],
    [l10n.t('Delete'), l10n.t('Delete')],
    ['R', l10n.t('Run')],
    ['S', l10n.t('Stop')],
    [l10n.t('Alt + Arrows'), l10n.t('Move the card')],
    ['M', l10n.t('Pick up; arrows choose the place, Enter drops, Escape cancels')],
    [l10n.t('Space'), l10n.t('Select or leave out')],
    [l10n.t('Shift + Arrows'), l10n.t('Select several')],
    ['Ctrl+A', l10n.t('Select the column, again: the board')],
    ['Shift+F10', l10n.t('Menu of the card')],
    ['/', l10n.t('Search')],
    ['Ctrl+Z, Ctrl+Shift+Z', l10n.t('Undo, redo')],
    ['?', l10n.t('This list')],
  ];
}
