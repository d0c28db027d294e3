import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { IconButton } from '../shared/Icon.tsx';
import { isFiltering, noFilter } from './filter.ts';
import { usePage } from './page.ts';

/** What concerns the board as a whole. */
export function Toolbar({ onHelp }: { readonly onHelp: () => void }) {
  const { view, acts } = usePage();
  const { readOnly, trusted, queueOn, undo, redo } = view.facts.value;
  const still = readOnly !== null;
  return (
    <div class="toolbar" role="toolbar" aria-label={l10n.t('Board')}>
      <button type="button" class="button" disabled={still} onClick={() => acts.openNewCard(view.place.peek().column)}>
        <span class="codicon codicon-add" aria-hidden="true" /> {l10n.t('New Card')}
      </button>
      <IconButton
        icon="run-all"
        label={l10n.t('Run Next Card')}
        disabled={still || !trusted}
        onClick={() => acts.boardCommand('rota.runNext')}
      />
      <button
        type="button"
        class="toggle"
        aria-pressed={queueOn}
        disabled={still || !trusted}
        onClick={() => acts.boardCommand(queueOn ? 'rota.stopQueue' : 'rota.startQueue')}
        title={
          queueOn
            ? l10n.t('Queued cards start by themselves. Press to stop.')
            : l10n.t('Let queued cards start by themselves, one after the other')
        }
      >
        <span class={`codicon codicon-${queueOn ? 'sync' : 'sync-ignored'}`} aria-hidden="true" />{' '}
        {queueOn ? l10n.t('Queue on') : l10n.t('Queue off')}
      </button>
      <span class="space" />
      <Search />
      <IconButton
        icon="discard"
        label={undo === null ? l10n.t('Undo') : l10n.t('Undo: {0}', undo)}
        disabled={undo === null || still}
        onClick={() => acts.boardCommand('rota.undoEdit')}
      />
      <IconButton
        icon="redo"
        label={redo === null ? l10n.t('Redo') : l10n.t('Redo: {0}', redo)}
        disabled={redo === null || still}
        onClick={() => acts.boardCommand('rota.redoEdit')}
      />
      <IconButton icon="keyboard" label={l10n.t('Keys of the board')} onClick={onHelp} />
    </div>
  );
}

function Search() {
  const { view, acts } = usePage();
  const filter = view.filter.value;
  const active = isFiltering(filter);
  const open = view.filterOpen.value;
  const field = useRef<HTMLInputElement>(null);
  const toCards = (): void => {
    // A card takes the keyboard from no field: leave it first.
    field.current?.blur();
    acts.refocus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && active) acts.setFilter(noFilter);
    else if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') toCards();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span class="search" role="search">
      <input
        ref={field}
        id="search"
        class="field"
        type="text"
        value={filter.text}
        placeholder={l10n.t('Search cards')}
        aria-label={l10n.t('Search cards')}
        maxLength={500}
        onInput={({ currentTarget }) => acts.setFilter({ ...filter, text: currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      {active ? <span class="matches">{view.matches.value}</span> : null}
      {active ? <IconButton icon="clear-all" label={l10n.t('Show all cards')} onClick={() => acts.setFilter(noFilter)} /> : null}
      <button
        type="button"
        class="icon-button"
        aria-label={l10n.t('Filters')}
        title={l10n.t('Filters')}
        aria-expanded={open}
        onClick={() => (view.filterOpen.value = !open)}
      >
        <span class={`codicon codicon-${active ? 'filter-filled' : 'filter'}`} aria-hidden="true" />
      </button>
    </span>
  );
}
