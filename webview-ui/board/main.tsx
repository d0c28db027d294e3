import { signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { BoardUpdate, type BoardRequest } from '../../src/protocol/boardPage.ts';
import { openChannel } from '../shared/channel.ts';
import './board.css';

const channel = openChannel<BoardRequest, typeof BoardUpdate>(BoardUpdate);
const update = signal<BoardUpdate | undefined>(undefined);
channel.onUpdate((next) => (update.value = next));

function Board() {
  const shown = update.value;
  if (!shown) return <p class="muted">{l10n.t('Loading…')}</p>;
  if (shown.type === 'board-unavailable') return <p role="alert">{shown.message}</p>;
  return (
    <main>
      {shown.board.columns.map((column) => (
        <section key={column.name}>
          <h2>{column.name}</h2>
          {shown.cards.filter((card) => column.statuses.includes(card.status)).map((card) => (
            <button key={card.id} type="button" onClick={() => channel.send({ type: 'card-open', task: card.id })}>
              #{card.number} {card.title}
            </button>
          ))}
        </section>
      ))}
    </main>
  );
}

const root = document.getElementById('root');
if (root) render(<Board />, root);
channel.send({ type: 'ready' });
