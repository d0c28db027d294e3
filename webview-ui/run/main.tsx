import { signal } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { RunUpdate, type RunRequest } from '../../src/protocol/runPage.ts';
import { openChannel } from '../shared/channel.ts';
import './run.css';

const channel = openChannel<RunRequest, typeof RunUpdate>(RunUpdate);
const update = signal<RunUpdate | undefined>(undefined);
channel.onUpdate((next) => (update.value = next));

function Run() {
  const shown = update.value;
  if (!shown) return <p class="muted">{l10n.t('Loading…')}</p>;
  if (shown.type === 'run-none') return <p class="muted">{l10n.t('No run yet. Run a card and watch it here.')}</p>;
  return (
    <ol>
      {shown.events.map((event) => (
        <li key={event.seq}>{event.body.type}</li>
      ))}
    </ol>
  );
}

const root = document.getElementById('root');
if (root) render(<Run />, root);
channel.send({ type: 'ready' });
