import * as l10n from '@vscode/l10n';

/** A key of a view and what it does, for people. */
export type KeyMeaning = readonly [key: string, meaning: string];

/** All keys of the board: the page lists them, and so does the help of the view. */
export function boardKeys(): readonly KeyMeaning[] {
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
