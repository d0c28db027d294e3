import * as l10n from '@vscode/l10n';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import { Icon } from '../shared/Icon.tsx';
import { checkMark, costMark, dueMark, statusMark, titleOf, waitMark, type CardContext, type Mark } from './cardWords.ts';

const SHOWN_LABELS = 3;

/** What a card shows: title, why it waits or its labels, and one line of marks. */
export function CardFace({ card, context }: { readonly card: BoardCard; readonly context: CardContext }) {
  const waits = waitMark(card, context);
  const status = statusMark(card, context.running);
  return (
    <>
      <div class="title" dir="auto">
        <span class="number">#{card.number}</span>{' '}
        <span class="words" data-open="">
          {titleOf(card)}
        </span>
      </div>
      <div class="second">
        {waits ? <MarkText mark={waits} kind="fill" /> : null}
        <Labels labels={card.labels} few={waits !== undefined} />
      </div>
      <div class="marks">
        <span class={`status ${card.status}`} title={status.word}>
          <Icon name={status.icon} spin={status.spin} />
        </span>
        {card.agent === null ? (
          <span class="muted nobody">{l10n.t('No agent')}</span>
        ) : (
          <span class="agent" title={l10n.t('Agent {0}', card.agent)}>
            {card.agent}
          </span>
        )}
        <span class="space" />
        <MarkText mark={waits} kind="short" />
        <MarkText mark={checkMark(card)} />
        <MarkText mark={costMark(card)} />
        <MarkText mark={dueMark(card, context)} />
        <span class={`priority ${card.priority}`} title={l10n.t('Priority {0}', card.priority)}>
          {card.priority}
        </span>
      </div>
    </>
  );
}

function MarkText({ mark, kind = '' }: { readonly mark: Mark | undefined; readonly kind?: 'fill' | 'short' | '' }) {
  if (!mark) return null;
  return (
    <span class={`mark ${mark.tone ?? ''} ${kind}`} title={mark.full}>
      {mark.icon === '' ? null : <Icon name={mark.icon} />}
      <span class="words">{mark.text}</span>
    </span>
  );
}

function Labels({ labels, few }: { readonly labels: readonly string[]; readonly few: boolean }) {
  if (labels.length === 0) return null;
  const shown = labels.slice(0, few ? 1 : SHOWN_LABELS);
  return (
    <span class="labels" title={labels.map(showInvisible).join(', ')}>
      {shown.map((label) => (
        <span key={label} class="label" dir="auto">
          {showInvisible(label)}
        </span>
      ))}
      {labels.length > shown.length ? <span class="muted">+{labels.length - shown.length}</span> : null}
    </span>
  );
}
