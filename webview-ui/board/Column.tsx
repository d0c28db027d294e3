import type { Signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { IconButton } from '../shared/Icon.tsx';
import { takesNewCards } from './boardActs.ts';
import { CardList } from './CardList.tsx';
import { NewCard } from './NewCard.tsx';
import { usePage } from './page.ts';
import { useDerived } from './useDerived.ts';

interface ColumnProps {
  readonly index: number;
  readonly rowHeight: number;
  /** How far it is scrolled; followed both ways. */
  readonly scrollTop: Signal<number>;
}

export function Column({ index, rowHeight, scrollTop }: ColumnProps) {
  const { view, acts } = usePage();
  const column = view.columnAt(index).value;
  const isNew = useDerived(() => view.mode.value.kind === 'new' && view.mode.value.column === index, [index]);
  if (!column) return null;
  const { spec, total, cards, all } = column;
  const heading = `column-${index}`;
  const readOnly = view.facts.value.readOnly !== null;
  return (
    <section class="column" aria-labelledby={heading} data-column={index}>
      <header class="column-head">
        <h2 id={heading}>{spec.name}</h2>
        <ColumnCount total={total} shown={cards.length === all.length ? undefined : cards.length} limit={spec.limit} />
        <span class="space" />
        {takesNewCards(spec.drop) ? (
          <IconButton icon="add" label={l10n.t('New Card in {0}', spec.name)} disabled={readOnly} onClick={() => acts.openNewCard(index)} />
        ) : null}
      </header>
      <CardList index={index} column={column} rowHeight={rowHeight} scrollTop={scrollTop} />
      {isNew ? <NewCard column={index} name={spec.name} /> : null}
    </section>
  );
}

interface CountProps {
  readonly total: number;
  /** Those that the filter lets through, when it hides some. */
  readonly shown: number | undefined;
  readonly limit: number | undefined;
}

function ColumnCount({ total, shown, limit }: CountProps) {
  const over = limit !== undefined && total > limit;
  const text = limit === undefined ? String(total) : `${total}/${limit}`;
  const full = limit === undefined ? l10n.t('{0} cards', total) : l10n.t('{0} cards, at most {1} wanted', total, limit);
  return (
    <span class={over ? 'count over' : 'count'} title={over ? l10n.t('{0}: over the limit', full) : full}>
      {over ? <span class="codicon codicon-warning" aria-hidden="true" /> : null}
      {shown === undefined ? text : l10n.t('{0} of {1}', shown, text)}
      {over ? <span class="unseen">{l10n.t('over the limit')}</span> : null}
    </span>
  );
}
