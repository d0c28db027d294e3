import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import { CardUpdate, type CardRequest } from '../../src/protocol/cardPage.ts';
import { openChannel } from '../shared/channel.ts';
import { onHelpKey } from '../shared/helpKey.ts';
import { FollowLink } from '../shared/links.ts';
import { Activity } from './Activity.tsx';
import { CardContext } from './cardContext.ts';
import { cardFields } from './cardFields.ts';
import { CardHeader } from './CardHeader.tsx';
import { CardModel } from './cardModel.ts';
import { Checks } from './Checks.tsx';
import { Description } from './Description.tsx';
import { Properties } from './Properties.tsx';
import './card.css';

const channel = openChannel<CardRequest, typeof CardUpdate>(CardUpdate);
const model = new CardModel(cardFields(), channel);
channel.onUpdate((update) => model.receive(update));
onHelpKey(() => model.send({ type: 'help-open', view: 'card' }));

/** Keys that change or move within a text; with Control or Alt any other may be the editor's, and close the tab before the field is left. */
const textKeys = new Set([
  'a',
  'c',
  'v',
  'x',
  'z',
  'y',
  'Enter',
  'Backspace',
  'Delete',
  'Home',
  'End',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Control',
  'Alt',
  'Meta',
]);

document.addEventListener(
  'keydown',
  (event) => {
    const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
    if (isCommand && !textKeys.has(event.key.length === 1 ? event.key.toLowerCase() : event.key)) model.submitAll();
  },
  true,
);

/** Undo and redo outside of a text are about the card. */
document.addEventListener('keydown', (event) => {
  const inText = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const key = event.key.toLowerCase();
  if (inText || !(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
  event.preventDefault();
  event.stopPropagation();
  model.send({ type: 'card-command', command: key === 'y' || event.shiftKey ? 'rota.redoEdit' : 'rota.undoEdit' });
});

function CardPage() {
  const view = model.view.value;
  const gone = model.gone.value;
  if (gone !== undefined)
    return (
      <p class="gone" role="alert">
        {gone}
      </p>
    );
  if (!view) return <p class="muted gone">{l10n.t('Loading…')}</p>;
  return (
    <FollowLink.Provider value={(request) => model.send(request)}>
      <CardContext.Provider value={{ model, view }}>
        <main class="card">
          <CardHeader />
          <div class="columns">
            <Description />
            <Properties />
            <div class="story">
              <Checks />
              <Activity />
            </div>
          </div>
        </main>
        <div class="unseen" role="status" aria-live="polite">
          {model.said.value}
        </div>
      </CardContext.Provider>
    </FollowLink.Provider>
  );
}

const root = document.getElementById('root');
if (root) render(<CardPage />, root);
channel.send({ type: 'ready' });
