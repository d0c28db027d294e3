import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { render } from 'preact';
import { RunId } from '../../src/core/model/scalars.ts';
import { RunUpdate, type RunRequest } from '../../src/protocol/runPage.ts';
import { openChannel } from '../shared/channel.ts';
import { onHelpKey } from '../shared/helpKey.ts';
import { FollowLink } from '../shared/links.ts';
import { Announcer } from './Announcer.tsx';
import { SendRequest } from './RequestSlot.tsx';
import { RunHeader } from './RunHeader.tsx';
import { RunLog } from './RunLog.tsx';
import { head, nothing, state, take } from './runStore.ts';
import './run.css';

const channel = openChannel<RunRequest, typeof RunUpdate>(RunUpdate);

/** What the page keeps when it is hidden or reloaded. */
const Kept = z.object({ shown: RunId });

function Run() {
  const shown = head.value;
  return (
    <FollowLink.Provider value={channel.send}>
      <SendRequest.Provider value={channel.send}>
        <main>
          <Announcer />
          {shown ? (
            <>
              <RunHeader head={shown} state={state.value} send={channel.send} />
              <RunLog />
            </>
          ) : (
            nothing.value !== undefined && (
              <p class="muted nothing">{nothing.value ?? l10n.t('No run yet. Run a card and watch it here.')}</p>
            )
          )}
        </main>
      </SendRequest.Provider>
    </FollowLink.Provider>
  );
}

channel.onUpdate((update) => {
  take(update);
  if (update.type === 'run-snapshot') channel.keep({ shown: update.head.run.id });
});
onHelpKey(() => channel.send({ type: 'help-open', view: 'run' }));
const root = document.getElementById('root');
if (root) render(<Run />, root);
channel.send({ type: 'ready', shown: channel.restore(Kept)?.shown ?? null });
