import * as l10n from '@vscode/l10n';
import { memo } from 'preact/compat';
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { LiveMessage, Working } from './LiveMessage.tsx';
import { LogItem } from './LogItem.tsx';
import { RequestSlot, SendRequest } from './RequestSlot.tsx';
import { head, isActive, isLeftWaiting, live, reveal, state } from './runStore.ts';
import type { RunItem } from './runState.ts';

/** Entries that are drawn together. A list of thousands is then a list of dozens. */
const GROUP = 40;
/** More of a log is drawn when it is asked for. */
const MOST_ITEMS = 2_000;
/** As near to the end (px) as counts for being there. */
const NEAR = 24;

/** The log of a run. It follows its end until the person scrolls up. */
export function RunLog() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { following, follow } = useFollowing(scroller, content);
  const [most, setMost] = useState(MOST_ITEMS);
  const { items } = state.value;
  const hidden = Math.max(0, items.length - most);
  useReveal(scroller);
  return (
    <div class="run-log">
      {/* Announcements are made apart: a log that reads every word aloud cannot be listened to. */}
      <div ref={scroller} class="scroller" role="log" aria-live="off" aria-label={l10n.t('Log of the run')} tabIndex={0}>
        <div ref={content} class="content">
          {hidden > 0 && (
            <button type="button" class="text-link earlier" onClick={() => setMost(most + MOST_ITEMS)}>
              {l10n.t('Show {0} earlier entries', Math.min(hidden, MOST_ITEMS))}
            </button>
          )}
          {groupsOf(items, hidden).map((group) => (
            <Group key={group[0]?.key} items={group} />
          ))}
          <LiveMessage />
          <OpenRequests items={items} />
          {isLeftWaiting.value && <LeftWaiting />}
          {head.value?.run.status === 'running' && live.value.text === '' && live.value.reasoning === '' && !isBusy(items) && <Working />}
        </div>
      </div>
      {!following && (
        <button type="button" class="jump" onClick={follow}>
          <Icon name="arrow-down" /> {l10n.t('Jump to Latest')}
        </button>
      )}
    </div>
  );
}

/** Requests that no event of the log tells of, such as how to go on after an interruption. */
function OpenRequests({ items }: { readonly items: readonly RunItem[] }) {
  const told = new Set(items.flatMap((item) => (item.kind === 'request' ? [item.request] : [])));
  return (
    <>
      {head.value?.requests
        .filter(({ id }) => !told.has(id))
        .map(({ id }) => (
          <RequestSlot key={id} request={id} />
        ))}
    </>
  );
}

/** A run whose request was answered, or is gone, while no window carried it. */
function LeftWaiting() {
  const send = useContext(SendRequest);
  const task = head.value?.card.id;
  if (task === undefined) return null;
  return (
    <section class="request open" aria-label={l10n.t('The run waits to be continued')}>
      <p class="detail">{l10n.t('Nothing is asked any more, and nobody goes on with this run.')}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => send({ type: 'run-continue', task })}>
          {l10n.t('Continue')}
        </button>
        <button type="button" class="button secondary" onClick={() => send({ type: 'run-stop', task })}>
          {l10n.t('Stop')}
        </button>
      </div>
    </section>
  );
}

function isBusy(items: readonly RunItem[]): boolean {
  const last = items.at(-1);
  return (
    !isActive.value ||
    (last?.kind === 'tool' && last.state === 'running') ||
    (last?.kind === 'check' && last.result === null) ||
    last?.kind === 'end'
  );
}

/** Groups begin at fixed places, so that an added entry changes only the last one. */
function groupsOf(items: readonly RunItem[], from: number): RunItem[][] {
  const groups: RunItem[][] = [];
  for (let at = from - (from % GROUP); at < items.length; at += GROUP) groups.push(items.slice(at, at + GROUP));
  return groups;
}

const Group = memo(
  function Group({ items }: { readonly items: readonly RunItem[] }) {
    return (
      <div class="group">
        {items.map((item) => (
          <LogItem key={item.key} item={item} />
        ))}
      </div>
    );
  },
  (before, after) => before.items.length === after.items.length && before.items.every((item, at) => item === after.items[at]),
);

type Box = { readonly current: HTMLElement | null };

/**
 * Keeps the end in sight while the content grows, unless the person scrolled up or points at a question. Only moving up is the person's: content
 * that grew since the last frame puts the end out of sight as well.
 */
function useFollowing(scroller: Box, content: Box): { following: boolean; follow(): void } {
  const [following, setFollowing] = useState(true);
  const follows = useRef(true);
  const lastTop = useRef(0);
  const set = (value: boolean): void => {
    follows.current = value;
    setFollowing(value);
  };
  const toEnd = (): void => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    lastTop.current = box.scrollTop;
  };
  useLayoutEffect(() => {
    const [box, inner] = [scroller.current, content.current];
    if (!box || !inner) return undefined;
    const grown = new ResizeObserver(() => {
      if (!follows.current) return set(isAtEnd(box));
      const isPointedAt = box.querySelector('.request.open:hover') !== null;
      if (!isPointedAt) toEnd();
      setFollowing(!isPointedAt || isAtEnd(box));
    });
    grown.observe(inner);
    grown.observe(box);
    const scrolled = (): void => {
      const movedUp = box.scrollTop < lastTop.current;
      lastTop.current = box.scrollTop;
      if (isAtEnd(box)) set(true);
      else if (movedUp) set(false);
    };
    box.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      grown.disconnect();
      box.removeEventListener('scroll', scrolled);
    };
  }, []);
  useEffect(() => {
    set(true);
    toEnd();
  }, [head.value?.run.id]);
  return {
    following,
    follow: () => {
      set(true);
      toEnd();
      scroller.current?.focus();
    },
  };
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR;
}

/** Brings what the person asked for into sight, with the keyboard. */
function useReveal(scroller: Box): void {
  const asked = reveal.value;
  useEffect(() => {
    if (!asked) return;
    const found =
      asked.request === null
        ? undefined
        : [...(scroller.current?.querySelectorAll<HTMLElement>('[data-request]') ?? [])].find(
            (each) => each.dataset['request'] === asked.request,
          );
    found?.scrollIntoView({ block: 'nearest' });
    (found ?? scroller.current)?.focus({ preventScroll: found !== undefined });
  }, [asked]);
}
