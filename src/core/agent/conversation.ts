import type { Effect } from '../model/effect.ts';
import type { ModelMessage } from '../model/modelMessage.ts';
import type { RunEventBody, ToolCall } from '../model/runEvent.ts';

/**
 * The conversation with the model as a fold over the run's log: the same events give the same messages, so an interrupted run
 * continues where its log ends. Drafts, approvals and checks are for people; what the model must know of them arrives as a prompt.
 */
export class Conversation {
  readonly #messages: ModelMessage[] = [];
  readonly #unanswered = new Map<string, ToolCall>();
  readonly #known = new Set<string>();
  readonly #started = new Map<string, readonly Effect[]>();

  get messages(): readonly ModelMessage[] {
    return this.#messages;
  }

  /** Calls of the last reply that have no result yet, in order. */
  get unanswered(): readonly ToolCall[] {
    return [...this.#unanswered.values()];
  }

  /** Whether the run had a call of this id. */
  knows(callId: string): boolean {
    return this.#known.has(callId);
  }

  /** What the call may have begun to do: the effects of its recorded intent. */
  startedEffects(callId: string): readonly Effect[] {
    return this.#started.get(callId) ?? [];
  }

  apply(body: RunEventBody): void {
    switch (body.type) {
      case 'prompt':
        this.#messages.push({ role: body.role, text: body.text, origin: body.origin });
        return;
      case 'text':
        if (body.draft) return;
        this.#messages.push({ role: 'assistant', text: body.text, toolCalls: body.toolCalls });
        for (const call of body.toolCalls) {
          this.#known.add(call.id);
          this.#unanswered.set(call.id, call);
        }
        return;
      case 'tool-start':
        this.#started.set(body.callId, body.effects);
        return;
      case 'tool-end':
        this.#unanswered.delete(body.callId);
        this.#messages.push({ role: 'tool', callId: body.callId, name: body.tool, text: body.text, failed: body.failed });
        return;
      case 'compaction':
        this.#drop(new Set(body.droppedCalls), body.message);
        return;
      default:
        return;
    }
  }

  #drop(calls: ReadonlySet<string>, note: string): void {
    for (const [index, message] of this.#messages.entries()) {
      if (message.role === 'tool' && calls.has(message.callId)) this.#messages[index] = { ...message, text: `(${note})` };
    }
  }
}
