import { MalformedCall, messageOf, ToolError } from '../base/errors.ts';
import { deepestJson, isDeeperThan, parseJsonValue } from '../base/json.ts';
import type { Effect } from '../model/effect.ts';
import type { RunEventBody, ToolCall } from '../model/runEvent.ts';
import type { PreparedCall, Tool } from '../tools/tool.ts';
import { Parked, type LoopPorts } from './loopPorts.ts';

/** More calls in one reply are answered with a refusal: a model that floods is not working. */
const MAX_CALLS = 32;
/** The longest result a model is given, in characters. */
const MAX_RESULT = 60_000;

const UNKNOWN_OUTCOME =
  'The run was interrupted during this call; whether it took effect is not known. Look at the present state before you repeat it.';
const FLOOD = `Too many calls in one reply: only the first ${MAX_CALLS} were answered. Make fewer at a time.`;
const CANCELED = 'Canceled by the person before it ran.';

/**
 * Answers every call of a reply in order. Each gets exactly one result, whatever happens; only `Parked` and bugs escape.
 * Tells how many calls the model got wrong: bad JSON, unknown tool, wrong input.
 */
export async function answerCalls(calls: readonly ToolCall[], ports: LoopPorts): Promise<number> {
  let malformed = 0;
  for (const [index, call] of calls.entries()) {
    const answer = index < MAX_CALLS ? await answerCall(call, ports) : end(call, { text: FLOOD, failed: true, duration: 0 }, ports);
    if (answer.malformed) malformed++;
  }
  return malformed;
}

interface Answer {
  readonly text: string;
  readonly failed: boolean;
  readonly duration: number;
  readonly malformed?: boolean;
}

async function answerCall(call: ToolCall, ports: LoopPorts): Promise<Answer> {
  if (ports.signal.aborted) return end(call, { text: CANCELED, failed: true, duration: 0 }, ports);
  const began = ports.clock.monotonic();
  try {
    if (ports.conversation.startedEffects(call.id).some(isSideEffect)) throw new ToolError(UNKNOWN_OUTCOME);
    const prepared = await prepare(call, ports);
    await approve(call, prepared, ports);
    const text = await perform(call, prepared, ports);
    return end(call, { text, failed: false, duration: ports.clock.monotonic() - began }, ports);
  } catch (error) {
    if (error instanceof Parked) throw error;
    if (ports.signal.aborted) return end(call, { text: CANCELED, failed: true, duration: 0 }, ports);
    if (!(error instanceof ToolError)) {
      end(call, { text: `Internal error: ${messageOf(error)}`, failed: true, duration: 0 }, ports);
      throw error;
    }
    return end(
      call,
      { text: error.message, failed: true, duration: ports.clock.monotonic() - began, malformed: error instanceof MalformedCall },
      ports,
    );
  }
}

async function prepare(call: ToolCall, ports: LoopPorts): Promise<PreparedCall> {
  const tool = findTool(call.name, ports);
  const input = parseJsonValue(call.arguments.trim() === '' ? '{}' : call.arguments);
  if (input === undefined)
    throw new MalformedCall(`${call.name}: the arguments are not valid JSON. Send one JSON object that fits the schema.`);
  if (isDeeperThan(input, deepestJson))
    throw new MalformedCall(
      `${call.name}: the arguments are nested deeper than ${deepestJson} levels. Send a flat JSON object that fits the schema.`,
    );
  return tool.prepare(input, ports.toolContext(call.id));
}

function findTool(name: string, { tools, offers }: Pick<LoopPorts, 'tools' | 'offers'>): Tool {
  const tool = tools.get(name);
  if (tool) return tool;
  throw new MalformedCall(
    `There is no tool "${name}". Tools: ${[...tools].flatMap(([each, known]) => (offers(known) ? [each] : [])).join(', ')}.`,
  );
}

async function approve(call: ToolCall, prepared: PreparedCall, ports: LoopPorts): Promise<void> {
  const decision = ports.decide(prepared.effects);
  if (decision.verdict === 'allow') return;
  const answer = await ports.ask({
    kind: 'approval',
    callId: call.id,
    tool: call.name,
    summary: prepared.summary,
    effects: [...prepared.effects],
    reason: decision.reason,
    scopes: [...decision.scopes],
    diff: prepared.diff ?? null,
  });
  if (answer.kind === 'approve') {
    if (answer.scope === 'run' && decision.scopes.includes('run')) ports.grant(prepared.effects);
    return;
  }
  const note = answer.kind === 'reject' && answer.note !== null ? ` They said: ${answer.note}.` : '';
  throw new ToolError(`The person refused this call.${note} Do not try the same again; find another way or say what blocks you.`);
}

async function perform(call: ToolCall, prepared: PreparedCall, ports: LoopPorts): Promise<string> {
  const { summary, effects } = prepared;
  const input = parseJsonValue(call.arguments) ?? null;
  const intent: RunEventBody = { type: 'tool-start', callId: call.id, tool: call.name, summary, input, effects: [...effects] };
  if (effects.some(isSideEffect)) await ports.recordDurably(intent);
  else ports.record(intent);
  const text = await prepared.run();
  return text.length <= MAX_RESULT ? text : `${text.slice(0, MAX_RESULT)}\n(${text.length - MAX_RESULT} more characters left out)`;
}

/** Reading can be repeated; anything else must be recorded before it happens and is never repeated by itself. */
function isSideEffect(effect: Effect): boolean {
  return effect.kind === 'write' || effect.kind === 'command' || (effect.kind === 'tasks' && effect.change !== 'read');
}

function end(call: ToolCall, answer: Answer, ports: LoopPorts): Answer {
  const { text, failed, duration } = answer;
  ports.record({ type: 'tool-end', callId: call.id, tool: call.name, text, failed, duration: Math.round(duration) });
  return answer;
}
