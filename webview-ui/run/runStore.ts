import { batch, computed, signal } from '@preact/signals';
import type { RunEvent } from '../../src/core/model/runEvent.ts';
import type { RunHead, RunUpdate } from '../../src/protocol/runPage.ts';
import { foldLive, silence, withoutRecorded, type LiveState } from './liveState.ts';
import { emptyRun, foldEvents, type RunState } from './runState.ts';

/** What the page shows, folded from what the window tells it. */
export const head = signal<RunHead | undefined>(undefined);
export const state = signal<RunState>(emptyRun);
export const live = signal<LiveState>(silence);
/** Said when there is no run; `undefined` until the window has spoken. */
export const nothing = signal<string | null | undefined>(undefined);
/** What was asked to be shown; a new object each time. */
export const reveal = signal<{ readonly request: string | null } | undefined>(undefined);

/** True while the run goes on or waits: what is open may still end. */
export const isActive = computed(() => head.value?.run.status === 'running' || head.value?.run.status === 'waiting');

/** True for a run that waits although nothing is asked: only taking it up again goes on with it. */
export const isLeftWaiting = computed(() => {
  const shown = head.value;
  return shown?.run.status === 'waiting' && !shown.held && shown.requests.every(({ answer }) => answer !== null);
});

export function take(update: RunUpdate): void {
  batch(() => {
    switch (update.type) {
      case 'run-snapshot':
        head.value = update.head;
        state.value = foldEvents(emptyRun, update.events);
        live.value = foldLive(silence, update.live);
        return;
      case 'run-progress':
        // What was under way for another run when the person changed over is not for this one.
        if (update.run === head.value?.run.id) progress(update);
        return;
      case 'run-head':
        if (update.head.run.id === head.value?.run.id) head.value = update.head;
        return;
      case 'run-none':
        head.value = undefined;
        nothing.value = update.message;
        return;
      case 'run-reveal':
        reveal.value = { request: update.request };
    }
  });
}

function progress({ events, live: said }: { events: readonly RunEvent[]; live: Parameters<typeof foldLive>[1] }): void {
  if (events.length > 0) {
    state.value = foldEvents(state.value, events);
    live.value = withoutRecorded(
      live.value,
      events.map(({ body }) => (body.type === 'tool-end' ? { type: body.type, callId: body.callId } : { type: body.type })),
    );
  }
  if (said.length > 0) live.value = foldLive(live.value, said);
}
