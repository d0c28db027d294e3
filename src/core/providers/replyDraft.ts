import type { StopReason, ToolCall } from '../model/runEvent.ts';
import { noUsage } from '../model/usage.ts';
import type { ModelReply, ModelRequest, ProviderFailure } from './provider.ts';
import { disjointUsage, estimatedUsage, type ServerCounts } from './usageOfReply.ts';

/** A reply while it comes in. */
export class ReplyDraft {
  text = '';
  reasoning = '';
  /** What the latest event added. */
  newText = '';
  newReasoning = '';
  /** Set by the server's finish reason, by nothing else. */
  finish: 'stop' | 'length' | 'content-filter' | undefined;
  counts: ServerCounts | undefined;
  readonly calls: DraftCall[] = [];
  /** True once the server sent any event: it worked, and that costs. */
  begun = false;

  readonly #request: ModelRequest;
  readonly #makeId: () => string;

  constructor(request: ModelRequest, makeId: () => string) {
    this.#request = request;
    this.#makeId = makeId;
  }

  /** A new event begins. */
  begin(): void {
    this.begun = true;
    this.newText = '';
    this.newReasoning = '';
  }

  addText(text: string): void {
    this.newText += text;
    this.text += text;
  }

  addReasoning(text: string): void {
    this.newReasoning += text;
    this.reasoning += text;
  }

  /** The reply as it ends for `reason`. Tool calls leave only with a whole reply. */
  close(reason: StopReason, failure?: ProviderFailure): ModelReply {
    const whole = reason === 'stop' || reason === 'tool-calls';
    const base = {
      text: this.text,
      reasoning: this.reasoning,
      toolCalls: whole ? this.#toolCalls() : [],
      stopReason: reason,
      ...this.#usage(),
    };
    return failure ? { ...base, failure } : base;
  }

  /** The reply as the server finished it, or as cut when it did not. Calls make it `tool-calls` whatever the server said. */
  closeAsSent(): ModelReply {
    if (this.finish === undefined) return this.close('cut');
    return this.close(this.finish === 'stop' && this.calls.length > 0 ? 'tool-calls' : this.finish);
  }

  #usage(): Pick<ModelReply, 'usage' | 'usageEstimated'> {
    const callLength = this.calls.reduce((length, call) => length + call.name.length + call.arguments.length, 0);
    const length = { visible: this.text.length + callLength, reasoning: this.reasoning.length };
    if (this.counts) return { usage: disjointUsage(this.counts, length), usageEstimated: false };
    if (!this.begun) return { usage: noUsage, usageEstimated: false };
    return { usage: estimatedUsage(this.#request, length), usageEstimated: true };
  }

  /** Ids are unique in the conversation: some servers send none, or the same ones in every reply. */
  #toolCalls(): ToolCall[] {
    const taken = new Set<string>();
    return this.calls.map(({ id, name, arguments: text }) => {
      const own = id === '' || taken.has(id) || this.#occurs(id) ? this.#makeId() : id;
      taken.add(own);
      return { id: own, name, arguments: text };
    });
  }

  #occurs(id: string): boolean {
    return this.#request.messages.some((message) => message.role === 'assistant' && message.toolCalls.some((call) => call.id === id));
  }
}

/** A tool call while its pieces come in. */
export interface DraftCall {
  /** Its place in the protocol, by which later pieces name it. */
  readonly index: number;
  id: string;
  name: string;
  arguments: string;
}
