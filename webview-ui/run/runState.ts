import type { Actor } from '../../src/core/model/actor.ts';
import type { CheckResult } from '../../src/core/model/check.ts';
import type { RequestAnswer, RequestBody } from '../../src/core/model/request.ts';
import type { RunStatus } from '../../src/core/model/run.ts';
import type { RunEvent, RunEventBody, StopReason } from '../../src/core/model/runEvent.ts';
import { addUsage, noUsage, type TokenUsage } from '../../src/core/model/usage.ts';

type Of<T extends RunEventBody['type']> = Extract<RunEventBody, { type: T }>;

/** A tool call: one line that opens. `waiting` and `running` end with the run at the latest. */
export interface ToolItem {
  readonly kind: 'tool';
  readonly key: string;
  readonly callId: string;
  readonly tool: string;
  readonly summary: string;
  /** As the model wrote them. */
  readonly arguments: string;
  readonly effects: Of<'tool-start'>['effects'];
  readonly state: 'running' | 'done' | 'failed' | 'cut';
  readonly output: string | null;
  readonly duration: number | null;
  readonly changes: readonly Of<'change'>[];
}

/** What the log shows, in order. */
export type RunItem =
  | {
      readonly kind: 'start';
      readonly key: string;
      readonly agent: string;
      readonly model: string;
      readonly attempt: number;
      readonly simulated: boolean;
      readonly at: number;
    }
  | { readonly kind: 'prompt'; readonly key: string; readonly from: Of<'prompt'>['origin'] | 'system'; readonly text: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly step: number;
      readonly text: string;
      readonly draft: boolean;
      readonly stopReason: StopReason;
    }
  | { readonly kind: 'reasoning'; readonly key: string; readonly text: string }
  | ToolItem
  | {
      readonly kind: 'request';
      readonly key: string;
      readonly request: string;
      readonly body: RequestBody;
      readonly answer: RequestAnswer | null;
      readonly by: Actor | null;
    }
  | { readonly kind: 'change'; readonly key: string; readonly change: Of<'change'> }
  | {
      readonly kind: 'check';
      readonly key: string;
      readonly check: string;
      readonly title: string;
      readonly phase: 'baseline' | 'final';
      readonly result: CheckResult | null;
    }
  | {
      readonly kind: 'note';
      readonly key: string;
      readonly level: 'info' | 'warning' | 'error';
      readonly icon: string;
      readonly text: string;
    }
  | { readonly kind: 'end'; readonly key: string; readonly status: RunStatus; readonly text: string };

/** What a log says so far. */
export interface RunState {
  readonly items: readonly RunItem[];
  readonly seq: number;
  /** Replies of the model, and what they used. */
  readonly steps: number;
  readonly usage: TokenUsage;
  /** Some of the usage is Rota's estimate: the model did not say. */
  readonly estimated: boolean;
  readonly model: string | null;
  readonly files: number;
  readonly ended: boolean;
  /** Arguments of calls that have not begun, by call. */
  readonly asked: ReadonlyMap<string, string>;
}

export const emptyRun: RunState = {
  items: [],
  seq: 0,
  steps: 0,
  usage: noUsage,
  estimated: false,
  model: null,
  files: 0,
  ended: false,
  asked: new Map(),
};

/** The state after some more events: a pure fold. Events that were folded before change nothing; items that did not change stay the same objects. */
export function foldEvents(state: RunState, events: readonly RunEvent[]): RunState {
  const fresh = events.filter(({ seq }) => seq > state.seq);
  if (fresh.length === 0) return state;
  const fold = new Fold(state);
  for (const event of fresh) fold.add(event);
  return fold.state();
}

/** One batch: copies the list of items once. */
class Fold {
  readonly #items: RunItem[];
  readonly #calls: Map<string, string>;
  readonly #touched: Set<string>;
  #facts: Omit<RunState, 'items' | 'files' | 'asked'>;

  constructor({ items, files: _files, asked, ...facts }: RunState) {
    this.#items = [...items];
    this.#calls = new Map(asked);
    this.#facts = facts;
    this.#touched = new Set(
      items.flatMap((item) => (item.kind === 'tool' ? item.changes.map(placeOf) : item.kind === 'change' ? [placeOf(item.change)] : [])),
    );
  }

  state(): RunState {
    return { ...this.#facts, items: this.#items, files: this.#touched.size, asked: this.#calls };
  }

  add({ seq, at, body }: RunEvent): void {
    this.#facts = { ...this.#facts, seq };
    const key = String(seq);
    switch (body.type) {
      case 'run-start':
        this.#facts = { ...this.#facts, model: body.model, ended: false };
        return this.#push({
          kind: 'start',
          key,
          agent: body.agent,
          model: body.model,
          attempt: body.attempt,
          simulated: body.simulated,
          at,
        });
      case 'prompt':
        return this.#push({ kind: 'prompt', key, from: body.role === 'system' ? 'system' : body.origin, text: body.text });
      case 'text':
        return this.#reply(key, body);
      case 'reasoning':
        return this.#push({ kind: 'reasoning', key, text: body.text });
      case 'tool-start':
      case 'tool-end':
      case 'change':
        return this.#tool(key, body);
      case 'approval-request':
      case 'question':
        return this.#request({ kind: 'request', key, request: body.request, body: body.body, answer: null, by: null });
      case 'approval-response':
      case 'answer':
        return this.#answer(body);
      case 'check-start':
        return this.#push({ kind: 'check', key, check: body.check, title: body.title, phase: body.phase, result: null });
      case 'check-end':
        return this.#check(key, body);
      case 'run-end':
        return this.#end(key, body);
      case 'budget-warning':
      case 'compaction':
      case 'retry':
      case 'status':
      case 'error':
        return this.#push({ kind: 'note', key, ...noteOf(body) });
    }
  }

  #push(item: RunItem): void {
    this.#items.push(item);
  }

  #reply(key: string, body: Of<'text'>): void {
    const { steps, usage, estimated } = this.#facts;
    const step = steps + 1;
    if (!body.draft)
      this.#facts = { ...this.#facts, steps: step, usage: addUsage(usage, body.usage), estimated: estimated || body.estimated === true };
    for (const call of body.toolCalls) this.#calls.set(call.id, call.arguments);
    if (body.text !== '' || body.draft || body.toolCalls.length === 0) {
      this.#push({ kind: 'message', key, step, text: body.text, draft: body.draft, stopReason: body.stopReason });
    }
  }

  #tool(key: string, body: Of<'tool-start'> | Of<'tool-end'> | Of<'change'>): void {
    if (body.type === 'tool-start') {
      const { callId, tool, summary, effects } = body;
      if (effects.some(({ kind }) => kind === 'question') && this.#isShownAsQuestion(callId)) return;
      this.#calls.delete(callId);
      this.#push({
        kind: 'tool',
        key,
        callId,
        tool,
        summary,
        arguments: JSON.stringify(body.input, null, 2),
        effects,
        state: 'running',
        output: null,
        duration: null,
        changes: [],
      });
    } else if (body.type === 'tool-end') {
      const { callId, tool, text: output, duration } = body;
      const state = body.failed ? 'failed' : 'done';
      const known = this.#replace(
        'tool',
        (item) => item.callId === callId && item.state === 'running',
        (item) => ({ ...item, state, output, duration }),
      );
      // A call that was refused or could not be understood never started.
      const isSaid = !known && !body.failed && this.#isShownAsQuestion(callId);
      if (!known && !isSaid)
        this.#push({
          kind: 'tool',
          key,
          callId,
          tool,
          summary: tool,
          arguments: this.#calls.get(callId) ?? '',
          effects: [],
          state,
          output,
          duration,
          changes: [],
        });
      this.#calls.delete(callId);
    } else {
      this.#touched.add(placeOf(body));
      const writes = (item: ToolItem): boolean =>
        item.state === 'running' && item.effects.some((effect) => effect.kind === 'write' && placeOf(effect.at) === placeOf(body));
      const known = this.#replace('tool', writes, (item) => ({ ...item, changes: [...item.changes, body] }));
      if (!known) this.#push({ kind: 'change', key, change: body });
    }
  }

  /** A question is shown once: in the place of the call that asks it. */
  #request(item: Extract<RunItem, { kind: 'request' }>): void {
    const { body } = item;
    const asks = (each: RunItem): boolean =>
      body.kind === 'question' && each.kind === 'tool' && each.callId === body.callId && each.state === 'running';
    const at = this.#items.findLastIndex(asks);
    if (at >= 0) this.#items[at] = item;
    else this.#push(item);
  }

  #isShownAsQuestion(callId: string): boolean {
    return this.#items.some((item) => item.kind === 'request' && item.body.kind === 'question' && item.body.callId === callId);
  }

  #answer({ request, answer, by }: Of<'approval-response'> | Of<'answer'>): void {
    this.#replace(
      'request',
      (item) => item.request === request,
      (item) => ({ ...item, answer, by }),
    );
  }

  #check(key: string, { check, title, phase, result }: Of<'check-end'>): void {
    const known = this.#replace(
      'check',
      (item) => item.check === check && item.phase === phase && item.result === null,
      (item) => ({ ...item, result }),
    );
    if (!known) this.#push({ kind: 'check', key, check, title, phase, result });
  }

  /** What the run left open never ended: it may or may not have happened. */
  #end(key: string, { status, message, usage, steps }: Of<'run-end'>): void {
    for (const [at, item] of this.#items.entries())
      if (item.kind === 'tool' && item.state === 'running') this.#items[at] = { ...item, state: 'cut' };
    this.#facts = { ...this.#facts, usage, steps, ended: true };
    this.#push({ kind: 'end', key, status, text: message });
  }

  /** Changes the latest item of a kind that fits; answers whether there was one. */
  #replace<K extends RunItem['kind']>(
    kind: K,
    fits: (item: Extract<RunItem, { kind: K }>) => boolean,
    change: (item: Extract<RunItem, { kind: K }>) => RunItem,
  ): boolean {
    const is = (item: RunItem): item is Extract<RunItem, { kind: K }> => item.kind === kind;
    for (let at = this.#items.length - 1; at >= 0; at--) {
      const item = this.#items[at];
      if (!item || !is(item) || !fits(item)) continue;
      this.#items[at] = change(item);
      return true;
    }
    return false;
  }
}

function noteOf(body: Of<'budget-warning' | 'compaction' | 'retry' | 'status' | 'error'>): {
  level: 'info' | 'warning' | 'error';
  icon: string;
  text: string;
} {
  switch (body.type) {
    case 'error':
      return { level: 'error', icon: 'error', text: body.message };
    case 'budget-warning':
      return { level: 'warning', icon: 'warning', text: body.message };
    case 'retry':
      return { level: 'warning', icon: 'refresh', text: body.message };
    case 'compaction':
      return { level: 'info', icon: 'fold', text: body.message };
    case 'status':
      return { level: 'info', icon: 'info', text: body.message };
  }
}

function placeOf({ root, path }: { readonly root: string; readonly path: string }): string {
  return `${root}\n${path}`;
}
