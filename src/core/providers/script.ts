import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { messageOf, UserError } from '../base/errors.ts';
import { JsonValue } from '../base/json.ts';
import { StopReason } from '../model/runEvent.ts';
import { TokenUsage } from '../model/usage.ts';

export const ScriptReply = z.strictObject({
  text: z.string().optional(),
  reasoning: z.string().optional(),
  toolCalls: z.array(z.strictObject({ name: z.string().min(1), arguments: z.record(z.string(), JsonValue) })).optional(),
  /** Left out, it follows from whether there are tool calls. */
  stopReason: StopReason.exclude(['aborted', 'error']).optional(),
  /** Left out, it is estimated. */
  usage: TokenUsage.optional(),
  /** How long the reply takes, spread over its pieces. */
  delayMs: z.number().int().min(0).max(600_000).optional(),
});
export type ScriptReply = z.infer<typeof ScriptReply>;

/** Replies of a model, written down beforehand. */
export const Script = z.strictObject({
  version: z.literal(1),
  runs: z
    .array(
      z.strictObject({
        /** The run is meant whose first user message holds this text. The first fitting entry counts. */
        match: z.string(),
        replies: z.array(ScriptReply).min(1),
      }),
    )
    .min(1),
});
export type Script = z.infer<typeof Script>;

/** Reads a script; throws a `UserError` that names file, place and remedy. */
export function parseScript(file: string, text: string): Script {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError('damaged', l10n.t('The script {0} is not JSON: {1}. Correct the file.', file, messageOf(error)));
  }
  const parsed = Script.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || l10n.t('top level')}: ${message}`);
  throw new UserError('damaged', l10n.t('The script {0} cannot be used. {1}. Correct the file.', file, places.join('; ')));
}
