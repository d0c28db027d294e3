import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { Markdown } from '../shared/Markdown.tsx';
import { Reasoning } from './LogItem.tsx';
import { settledLength } from './liveState.ts';
import { live } from './runStore.ts';

/** The part that still grows is drawn this often (ms): nobody reads faster. */
const DRAWN_EVERY = 100;

/** What the model says right now. */
export function LiveMessage() {
  const { text, reasoning } = live.value;
  return (
    <>
      {reasoning !== '' && <Reasoning text={reasoning} goesOn={text === ''} />}
      {text !== '' && (
        <section class="message live" aria-busy="true">
          <h2 class="unseen">{l10n.t('Being written')}</h2>
          <GrowingText text={text} />
        </section>
      )}
    </>
  );
}

export function Working() {
  return (
    <p class="line muted working">
      <Icon name="loading" spin /> {l10n.t('Working…')}
    </p>
  );
}

/** Markdown that grows at its end: finished blocks are drawn once, only the last one anew. */
function GrowingText({ text }: { readonly text: string }) {
  const shown = useThrottled(text);
  const blocks = useRef<{ ends: number[]; of: string }>({ ends: [], of: '' });
  if (!shown.startsWith(blocks.current.of)) blocks.current = { ends: [], of: '' };
  const { ends } = blocks.current;
  const start = ends.at(-1) ?? 0;
  const settled = settledLength(shown, start);
  if (settled > start) ends.push(settled);
  blocks.current.of = shown;
  return (
    <>
      {ends.map((end, at) => (
        <Markdown key={end} text={shown.slice(ends[at - 1] ?? 0, end)} />
      ))}
      <Markdown text={shown.slice(ends.at(-1) ?? 0)} />
    </>
  );
}

/** The latest value, at most so often. */
function useThrottled(value: string): string {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    const timer = setInterval(() => setShown(latest.current), DRAWN_EVERY);
    return () => clearInterval(timer);
  }, []);
  return shown;
}
