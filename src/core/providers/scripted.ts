import * as l10n from '@vscode/l10n';
import { sleep, type Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import { failure } from './failures.ts';
import type { ModelReply, ModelRequest, Provider, ProviderEvent } from './provider.ts';
import { ReplyDraft } from './replyDraft.ts';
import { parseScript, type Script, type ScriptReply } from './script.ts';

const PIECE = 16;

export interface ScriptedPorts {
  readonly clock: Clock;
  /** The text of a script file. */
  readScript(file: string): Promise<string>;
}

/**
 * Replays replies from a file. It keeps no state: the number of assistant messages in the request says which reply is
 * next, so a run that is resumed goes on where it was.
 */
export function createScripted(file: string, ports: ScriptedPorts): Provider {
  let script: Script | undefined;
  const load = async (): Promise<Script> => (script ??= parseScript(file, await ports.readScript(file)));
  return {
    title: `scripted ${file}`,
    simulated: false,
    contextTokens: undefined,
    stream: (request, signal) => streamScript({ file, load, clock: ports.clock }, request, signal),
  };
}

interface Source {
  readonly file: string;
  readonly clock: Clock;
  load(): Promise<Script>;
}

async function* streamScript(source: Source, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
  const step = request.messages.filter(({ role }) => role === 'assistant').length;
  const draft = new ReplyDraft(request, () => `call-${step}-again`);
  let reply: ModelReply;
  try {
    const scripted = pickReply(await source.load(), source.file, request, step);
    if (typeof scripted === 'string') {
      reply = noReply(draft, scripted);
    } else {
      for await (const event of play(scripted, draft, source.clock, signal)) yield event;
      reply = close(scripted, draft, step);
    }
  } catch (error) {
    reply = noReply(draft, messageOf(error));
  }
  yield { type: 'finish', reply: signal.aborted ? draft.close('aborted') : reply };
}

/** The reply that is due, or a sentence that says why there is none. */
function pickReply(script: Script, file: string, request: ModelRequest, step: number): ScriptReply | string {
  const first = request.messages.find(({ role }) => role === 'user')?.text ?? '';
  const run = script.runs.find(({ match }) => first.includes(match));
  if (!run) {
    const known = script.runs.map(({ match }) => `"${match}"`).join(', ');
    return l10n.t('The script {0} has no run for this task; it knows tasks with {1}. Add one to the file.', file, known);
  }
  return (
    run.replies[step] ??
    l10n.t(
      'The script {0} has {1} replies for "{2}", and they are used up. Add another to the file.',
      file,
      String(run.replies.length),
      run.match,
    )
  );
}

async function* play(scripted: ScriptReply, draft: ReplyDraft, clock: Clock, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
  const pieces = [
    ...cut(scripted.reasoning).map((text) => ({ type: 'reasoning-delta' as const, text })),
    ...cut(scripted.text).map((text) => ({ type: 'text-delta' as const, text })),
  ];
  const pause = (scripted.delayMs ?? 0) / Math.max(1, pieces.length);
  draft.begin();
  if (pieces.length === 0 && pause > 0) await sleep(clock, pause, signal);
  for (const piece of pieces) {
    if (pause > 0) await sleep(clock, pause, signal);
    if (signal.aborted) return;
    if (piece.type === 'text-delta') draft.addText(piece.text);
    else draft.addReasoning(piece.text);
    yield piece;
  }
}

function close(scripted: ScriptReply, draft: ReplyDraft, step: number): ModelReply {
  for (const [index, { name, arguments: input }] of (scripted.toolCalls ?? []).entries()) {
    draft.calls.push({ index, id: `call-${step}-${index}`, name, arguments: JSON.stringify(input) });
  }
  draft.finish = 'stop';
  const { stopReason, usage } = scripted;
  const reply = stopReason === undefined ? draft.closeAsSent() : draft.close(stopReason);
  return usage ? { ...reply, usage, usageEstimated: false } : reply;
}

function noReply(draft: ReplyDraft, sentence: string): ModelReply {
  return draft.close('error', failure('not-configured', false, [sentence]));
}

/** Text in small pieces, whole characters each. */
function cut(text: string | undefined): string[] {
  const characters = [...(text ?? '')];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += PIECE) pieces.push(characters.slice(at, at + PIECE).join(''));
  return pieces;
}
