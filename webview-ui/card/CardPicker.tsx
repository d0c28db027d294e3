import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import { statusIcons } from '../../src/core/model/statusNames.ts';
import type { LinkedCard } from '../../src/protocol/cardPage.ts';
import { Icon } from '../shared/Icon.tsx';
import { useCard } from './cardContext.ts';
import { statusWord } from './words.ts';

interface CardPickerProps {
  readonly id: string;
  readonly label: string;
  readonly except: readonly TaskId[];
  readonly pick: (task: TaskId) => void;
}

/** Finds a card by number or words of its title; arrows and Enter choose. */
export function CardPicker({ id, label, except, pick }: CardPickerProps) {
  const { model } = useCard();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = model.found.value.filter((card) => !except.includes(card.id)).slice(0, 8);
  const search = (next: string): void => {
    setText(next);
    setOpen(true);
    setActive(0);
    model.search(next);
  };
  const choose = (card: LinkedCard | undefined): void => {
    if (!card) return;
    setText('');
    setOpen(false);
    pick(card.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'ArrowDown') open ? setActive(Math.min(active + 1, found.length - 1)) : search(text);
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Enter') choose(open ? found[active] : undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div class="picker">
      <input
        class="input"
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && found[active] ? `${id}-${active}` : undefined}
        autocomplete="off"
        placeholder={l10n.t('Add: number or words of a title')}
        value={text}
        onInput={(event) => search(event.currentTarget.value)}
        onFocus={() => search(text)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open}>
        {found.map((card, at) => (
          <FoundCard key={card.id} id={`${id}-${at}`} card={card} active={at === active} choose={() => choose(card)} />
        ))}
        {found.length === 0 ? <NothingFound /> : undefined}
      </ul>
    </div>
  );
}

interface FoundCardProps {
  readonly id: string;
  readonly card: LinkedCard;
  readonly active: boolean;
  readonly choose: () => void;
}

function FoundCard({ id, card, active, choose }: FoundCardProps) {
  return (
    <li id={id} role="option" aria-selected={active} onMouseDown={(event) => event.preventDefault()} onClick={choose}>
      <Icon name={statusIcons[card.status]} label={statusWord(card.status)} /> #{card.number} {showInvisible(card.title)}
    </li>
  );
}

function NothingFound() {
  return (
    <li class="muted" role="option" aria-disabled="true" aria-selected="false">
      {l10n.t('No other card fits')}
    </li>
  );
}
