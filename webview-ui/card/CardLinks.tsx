import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import type { TaskId } from '../../src/core/model/scalars.ts';
import { statusIcons } from '../../src/core/model/statusNames.ts';
import type { TaskChange } from '../../src/core/model/task.ts';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { useCard } from './cardContext.ts';
import { CardPicker } from './CardPicker.tsx';
import { Trouble } from './Trouble.tsx';
import { statusWord } from './words.ts';

/** The cards that this one waits for, that wait for it, that it belongs to, or has to do with. */
export function CardLinks() {
  const { model, view } = useCard();
  const { dependsOn, relations, parent } = view.task;
  const save = (change: TaskChange): void => model.save('links', change);
  const related = relations.filter(({ kind }) => kind === 'relates').map(({ task }) => task);
  const blocked = relations.filter(({ kind }) => kind === 'blocks').map(({ task }) => task);
  const relate = (kind: 'blocks' | 'relates') => (task: TaskId) => save({ relations: [...relations, { kind, task }] });
  const unrelate = (kind: 'blocks' | 'relates') => (task: TaskId) =>
    save({ relations: relations.filter((each) => each.kind !== kind || each.task !== task) });
  return (
    <div class="links">
      <LinkGroup
        name="depends"
        title={l10n.t('Waits for')}
        cards={dependsOn}
        add={(task) => save({ dependsOn: [...dependsOn, task] })}
        remove={(task) => save({ dependsOn: dependsOn.filter((each) => each !== task) })}
      />
      {view.dependents.length === 0 ? undefined : (
        <LinkGroup name="dependents" title={l10n.t('Wait for this card')} cards={view.dependents} />
      )}
      <LinkGroup
        name="parent"
        title={l10n.t('Part of')}
        cards={parent === null ? [] : [parent]}
        single
        add={(task) => save({ parent: task })}
        remove={() => save({ parent: null })}
      />
      {view.subtasks.length === 0 ? undefined : <LinkGroup name="subtasks" title={l10n.t('Parts')} cards={view.subtasks} />}
      <LinkGroup name="relates" title={l10n.t('Related')} cards={related} add={relate('relates')} remove={unrelate('relates')} />
      <LinkGroup
        name="blocks"
        title={l10n.t('Blocks (a note; does not order work)')}
        cards={blocked}
        add={relate('blocks')}
        remove={unrelate('blocks')}
      />
      <Trouble section="links" />
    </div>
  );
}

interface LinkGroupProps {
  readonly name: string;
  readonly title: string;
  readonly cards: readonly TaskId[];
  readonly single?: boolean;
  readonly add?: (task: TaskId) => void;
  readonly remove?: (task: TaskId) => void;
}

function LinkGroup({ name, title, cards, single = false, add, remove }: LinkGroupProps) {
  const { view } = useCard();
  const writable = view.readOnly === null;
  return (
    <div class="link-group">
      <h3 id={`links-${name}`}>{title}</h3>
      {cards.length === 0 ? undefined : (
        <ul aria-labelledby={`links-${name}`}>
          {cards.map((id) => (
            <li key={id}>
              <LinkedCardButton id={id}>
                {remove && writable
                  ? (label) => <IconButton icon="close" label={l10n.t('Remove {0}', label)} onClick={() => remove(id)} />
                  : undefined}
              </LinkedCardButton>
            </li>
          ))}
        </ul>
      )}
      {add && writable && !(single && cards.length > 0) ? (
        <CardPicker id={`pick-${name}`} label={l10n.t('Add to "{0}"', title)} except={cards} pick={add} />
      ) : undefined}
    </div>
  );
}

function LinkedCardButton({
  id,
  children,
}: {
  readonly id: TaskId;
  readonly children: ((label: string) => ComponentChildren) | undefined;
}) {
  const { model, view } = useCard();
  const card = view.linked.find((each) => each.id === id);
  const label = card ? `#${card.number} ${showInvisible(card.title)}` : l10n.t('a card that is not on the board');
  return (
    <>
      {card ? <Icon name={statusIcons[card.status]} label={statusWord(card.status)} /> : undefined}
      <button
        type="button"
        class="text-link cut"
        title={label}
        disabled={!card}
        onClick={() => model.send({ type: 'card-open', task: id })}
      >
        {label}
      </button>
      {children?.(label)}
    </>
  );
}
