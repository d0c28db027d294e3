import * as l10n from '@vscode/l10n';
import { unlessAborted } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import { explainEditorError, silentEditorModel } from './editorFailures.ts';
import { toEditorMessages, type CallPart, type EditorMessage, type TextPart } from './editorMessages.ts';
import type { ModelReply, ModelRequest, Provider, ProviderEvent, ToolDeclaration } from './provider.ts';
import { ProviderError } from './providerError.ts';
import { ReplyDraft } from './replyDraft.ts';
import { SilenceWatch } from './silenceWatch.ts';

/** A language model that lives in the editor, as the host hands it over. */
export interface EditorModel {
  /** For people: `copilot gpt-x`. */
  readonly title: string;
  /** Tokens it can read, if known. */
  readonly contextTokens: number | undefined;
  /**
   * Asks the model. Its parts come as it says them, and their normal end is the end of the reply. Whatever the editor throws, before or
   * in the middle, arrives as an `EditorModelError`. Aborting the signal cancels the request in the editor.
   */
  ask(
    messages: readonly EditorMessage[],
    tools: readonly ToolDeclaration[],
    signal: AbortSignal,
  ): Promise<AsyncIterable<TextPart | CallPart>>;
}

export interface EditorModelPorts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly limits?: { readonly first?: number; readonly idle?: number };
}

/** The editor tells nothing while a model thinks, writes the arguments of a call, or while a person is asked for consent: only a dead one is silent for so long. */
const patience = { first: 600_000, idle: 600_000, tail: 600_000, lineBytes: Infinity, replyBytes: Infinity };

/** A provider that asks a model of the editor. */
export function createEditorProvider(model: EditorModel, ports: EditorModelPorts): Provider {
  return {
    title: l10n.t('{0} in VS Code', model.title),
    simulated: false,
    contextTokens: model.contextTokens,
    stream: (request, signal) => streamFromEditor(model, ports, request, signal),
  };
}

async function* streamFromEditor(
  model: EditorModel,
  ports: EditorModelPorts,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const draft = new ReplyDraft(request, () => `call-${ports.ids.next()}`);
  const end = new AbortController();
  const stop = (): void => end.abort();
  const limits = { ...patience, ...ports.limits };
  const watch = new SilenceWatch(ports.clock, limits, (phase) => end.abort(silentEditorModel(model.title, limits[phase])));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  let reply: ModelReply;
  try {
    end.signal.throwIfAborted();
    const parts = (await unlessAborted(model.ask(toEditorMessages(request.messages), request.tools, end.signal), end.signal))[
      Symbol.asyncIterator
    ]();
    for (
      let part = await unlessAborted(parts.next(), end.signal);
      part.done !== true;
      part = await unlessAborted(parts.next(), end.signal)
    ) {
      watch.pause();
      add(part.value, draft);
      if (draft.newText !== '') yield { type: 'text-delta', text: draft.newText };
      watch.resume();
    }
    draft.finish = 'stop';
    reply = draft.closeAsSent();
  } catch (error) {
    reply = signal.aborted
      ? draft.close('aborted')
      : draft.close('error', error instanceof ProviderError ? error.failure : explainEditorError(model.title, error));
  } finally {
    // Also when the consumer stops reading: nobody pays for a reply that nobody reads.
    watch.dispose();
    signal.removeEventListener('abort', stop);
    if (draft.finish === undefined) end.abort();
  }
  yield { type: 'finish', reply };
}

function add(part: TextPart | CallPart, draft: ReplyDraft): void {
  draft.begin();
  if (part.type === 'text') draft.addText(part.text);
  else draft.calls.push({ index: draft.calls.length, id: part.id, name: part.name, arguments: JSON.stringify(part.input) });
}
