import type { ToolCall } from '../model/runEvent.ts';
import type { ModelReply, ProviderFailure, ToolDeclaration } from '../providers/provider.ts';
import { estimateMessage, estimateRequest } from '../providers/estimate.ts';
import { compact } from './contextWindow.ts';
import { LoopDetector } from './loopDetector.ts';
import { Parked, type LoopEnding, type LoopPorts } from './loopPorts.ts';
import { requestReply } from './reply.ts';
import { answerCalls } from './toolCalls.ts';

/** Replies in a row with nothing but broken calls, or cut at the length limit, before the run gives up. */
const MAX_USELESS_REPLIES = 3;

/**
 * Works until the model replies without tool calls: limits, reply, calls, and again. Every failure the model can mend goes back to it;
 * every other ends in an ending, never in an exception (bugs excepted).
 */
export async function runAgentLoop(ports: LoopPorts): Promise<LoopEnding> {
  const detector = new LoopDetector();
  try {
    const leftOver = ports.conversation.unanswered;
    if (leftOver.length > 0) await answerCalls(leftOver, ports);
    for (let useless = 0; ; ) {
      const stopped = await withinLimits(ports);
      if (stopped) return stopped;
      const turn = await takeTurn(ports);
      if (turn.ending) return turn.ending;
      useless = turn.useless ? useless + 1 : 0;
      if (useless >= MAX_USELESS_REPLIES)
        return failed(`The model's last ${MAX_USELESS_REPLIES} replies held nothing that could be run. A stronger model may manage.`);
      const looping = await watchForLoops(detector, turn.calls, ports);
      if (looping) return looping;
    }
  } catch (error) {
    if (error instanceof Parked) return { kind: 'parked', reason: error.message };
    if (ports.signal.aborted) return { kind: 'canceled' };
    throw error;
  }
}

interface Turn {
  readonly ending?: LoopEnding;
  readonly useless: boolean;
  readonly calls: readonly ToolCall[];
}

const failed = (message: string, transient = false): LoopEnding => ({ kind: 'failed', message, transient });

/** Another attempt minutes later may work. A server that is not there has to be started by somebody first. */
function mayPass({ kind, retryable }: Pick<ProviderFailure, 'kind' | 'retryable'>): boolean {
  return retryable && kind !== 'unreachable';
}

async function takeTurn(ports: LoopPorts): Promise<Turn> {
  const outcome = await replyWithinContext(ports);
  if (outcome.kind === 'canceled') return { ending: { kind: 'canceled' }, useless: false, calls: [] };
  if (outcome.kind === 'failed') return { ending: failed(outcome.failure.message, mayPass(outcome.failure)), useless: false, calls: [] };
  const { reply } = outcome;
  if (reply.stopReason === 'content-filter')
    return {
      ending: failed("The model's server withheld the reply (content filter). Change the task's wording or the model."),
      useless: false,
      calls: [],
    };
  if (reply.stopReason === 'length') return cutAtLength(ports);
  if (reply.toolCalls.length === 0) return endOrNudge(reply, ports);
  const malformed = await answerCalls(reply.toolCalls, ports);
  if (ports.signal.aborted) return { ending: { kind: 'canceled' }, useless: false, calls: [] };
  return { useless: malformed === reply.toolCalls.length, calls: reply.toolCalls };
}

/** An empty reply is no answer: models that lose the thread send one. */
function endOrNudge(reply: ModelReply, ports: LoopPorts): Turn {
  if (reply.text.trim() !== '') return { ending: { kind: 'finished', text: reply.text }, useless: false, calls: [] };
  nudge(ports, 'Your reply was empty. Go on with the task, or say in a sentence what you did.');
  return { useless: true, calls: [] };
}

function cutAtLength(ports: LoopPorts): Turn {
  nudge(ports, 'Your reply was cut at the length limit and nothing of it was run. Go on in smaller steps.');
  return { useless: true, calls: [] };
}

function nudge(ports: LoopPorts, text: string): void {
  ports.record({ type: 'prompt', role: 'user', origin: 'rota', text });
}

/** Sends what fits. If the server still finds it too long, leaves more out and tries once more. */
async function replyWithinContext(ports: LoopPorts): ReturnType<typeof requestReply> {
  const tools: ToolDeclaration[] = [...ports.tools.values()].filter((tool) => ports.offers(tool)).map((tool) => tool.declaration);
  const window = ports.provider.contextTokens;
  if (window !== undefined) shrink(ports, window - estimateRequest({ messages: [], tools }));
  const outcome = await requestReply({ messages: ports.conversation.messages, tools }, ports);
  if (outcome.kind !== 'failed' || outcome.failure.kind !== 'context-too-long') return outcome;
  if (!shrink(ports, estimateRequest({ messages: ports.conversation.messages, tools: [] }) / 2)) return outcome;
  return requestReply({ messages: ports.conversation.messages, tools }, ports);
}

function shrink(ports: LoopPorts, limit: number): boolean {
  const compaction = compact(ports.conversation.messages, limit, estimateMessage);
  if (!compaction) return false;
  ports.record({ type: 'compaction', message: compaction.message, droppedCalls: [...compaction.droppedCalls] });
  return true;
}

async function withinLimits(ports: LoopPorts): Promise<LoopEnding | undefined> {
  for (const { limit, message } of ports.limits.warnings()) ports.record({ type: 'budget-warning', limit, message });
  for (let reached = ports.limits.reached(); reached; reached = ports.limits.reached()) {
    const answer = await ports.ask({ kind: 'limit', limit: reached.limit, message: reached.message });
    if (answer.kind !== 'continue') return failed(`${reached.message} Stopped by a person.`);
    ports.limits.extend(reached.limit);
  }
  return undefined;
}

async function watchForLoops(detector: LoopDetector, calls: readonly ToolCall[], ports: LoopPorts): Promise<LoopEnding | undefined> {
  let hint: string | undefined;
  for (const call of calls) {
    const finding = detector.observe(call);
    if (finding.kind === 'hint') hint = finding.message;
    if (finding.kind !== 'stop') continue;
    const answer = await ports.ask({ kind: 'limit', limit: 'loop', message: finding.message });
    if (answer.kind !== 'continue') return failed(`${finding.message} Stopped by a person.`);
    detector.reset();
    return undefined;
  }
  if (hint !== undefined) nudge(ports, hint);
  return undefined;
}
