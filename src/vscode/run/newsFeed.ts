import type { Disposable } from '../../core/base/disposable.ts';
import type { Event } from '../../core/base/event.ts';
import type { LiveEvent, RunEvent } from '../../core/model/runEvent.ts';
import type { RunId } from '../../core/model/scalars.ts';
import type { RunNews } from '../../core/runs/runPorts.ts';
import type { LiveText } from '../../protocol/runPage.ts';

/** News are gathered this long (ms): at most fifty messages a second, whatever the model sends. */
const GATHER = 20;
/** Of what is said but not recorded yet, so much is kept for a page that comes late. */
const MOST_KEPT = 200_000;

/** What happened in a run since the last time: events, then what was said and is in none of them. */
export interface GatheredNews {
  readonly run: RunId;
  readonly events: readonly RunEvent[];
  readonly live: readonly LiveText[];
}

/** Gathers the news of one run at a time for a page, and remembers for each run what is said and not recorded yet. */
export class NewsFeed implements Disposable {
  readonly #deliver: (news: GatheredNews) => void;
  readonly #subscription: Disposable;
  readonly #unrecorded = new Map<RunId, LiveText[]>();
  #followed: RunId | undefined;
  #events: RunEvent[] = [];
  #live: LiveText[] = [];
  #timer: NodeJS.Timeout | undefined;
  #held = false;

  constructor(news: Event<RunNews>, deliver: (news: GatheredNews) => void) {
    this.#deliver = deliver;
    this.#subscription = news((each) => this.#take(each));
  }

  /** Gathers this run's news from now on, and delivers them once `release` is called. Answers what was said in it since its last recorded event. */
  follow(run: RunId | undefined): readonly LiveText[] {
    this.#drop();
    this.#followed = run;
    this.#held = true;
    return run === undefined ? [] : [...(this.#unrecorded.get(run) ?? [])];
  }

  /** The page has its snapshot: what happened since can follow. */
  release(): void {
    this.#held = false;
    this.#flush();
  }

  dispose(): void {
    this.#drop();
    this.#subscription.dispose();
  }

  #take(news: RunNews): void {
    const { run } = news;
    const isFollowed = run === this.#followed;
    if (news.kind === 'recorded') {
      this.#unrecorded.set(run, keptAfter(this.#unrecorded.get(run) ?? [], news.event));
      if (news.event.body.type === 'run-end') this.#unrecorded.delete(run);
      if (isFollowed) {
        this.#events.push(news.event);
        this.#live = keptAfter(this.#live, news.event);
      }
    } else {
      const said = saidOf(news.event);
      this.#unrecorded.set(run, joined(this.#unrecorded.get(run) ?? [], said));
      if (isFollowed) this.#live = joined(this.#live, said);
    }
    if (isFollowed && !this.#held) this.#timer ??= setTimeout(() => this.#flush(), GATHER);
  }

  #flush(): void {
    if (this.#held) return;
    const [run, events, live] = [this.#followed, this.#events, this.#live];
    this.#drop();
    if (run !== undefined && events.length + live.length > 0) this.#deliver({ run, events, live });
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#events = [];
    this.#live = [];
  }
}

function saidOf(event: LiveEvent): LiveText {
  switch (event.type) {
    case 'text-delta':
      return { kind: 'text', text: event.text };
    case 'reasoning-delta':
      return { kind: 'reasoning', text: event.text };
    case 'tool-output':
      return { kind: 'output', callId: event.callId, text: event.text };
  }
}

/** Neighbours of one kind become one. */
function joined(parts: readonly LiveText[], next: LiveText): LiveText[] {
  const last = parts.at(-1);
  const isSame = last?.kind === next.kind && (last.kind !== 'output' || (next.kind === 'output' && last.callId === next.callId));
  if (!last || !isSame) return [...parts, next];
  const text = last.text + next.text;
  // Trimmed seldom: cutting a growing text at every word would copy it every time.
  return [...parts.slice(0, -1), { ...last, text: text.length > 2 * MOST_KEPT ? text.slice(-MOST_KEPT) : text }];
}

function keptAfter(parts: readonly LiveText[], { body }: RunEvent): LiveText[] {
  if (body.type === 'text') return parts.filter(({ kind }) => kind === 'output');
  if (body.type === 'reasoning') return parts.filter(({ kind }) => kind !== 'reasoning');
  return body.type === 'tool-end' ? parts.filter((part) => part.kind !== 'output' || part.callId !== body.callId) : [...parts];
}
