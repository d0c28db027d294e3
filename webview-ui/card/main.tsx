import { signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { CardUpdate, type CardRequest } from '../../src/protocol/cardPage.ts';
import { openChannel } from '../shared/channel.ts';
import './card.css';

const channel = openChannel<CardRequest, typeof CardUpdate>(CardUpdate);
const update = signal<CardUpdate | undefined>(undefined);
channel.onUpdate((next) => {
  update.value = next;
  if (next.type === 'card') channel.keep({ task: next.task.id });
});

function Card() {
  const shown = update.value;
  if (!shown) return <p class="muted">{l10n.t('Loading…')}</p>;
  if (shown.type === 'card-gone') return <p role="alert">{shown.message}</p>;
  return (
    <main>
      <h1>
        #{shown.task.number} {shown.task.title}
      </h1>
    </main>
  );
}

const root = document.getElementById('root');
if (root) render(<Card />, root);
channel.send({ type: 'ready' });
