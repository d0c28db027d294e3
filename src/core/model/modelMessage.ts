import type { Origin } from './actor.ts';
import type { ToolCall } from './runEvent.ts';

/** One message of the conversation with a model, in our own words; providers translate. */
export type ModelMessage =
  | { role: 'system' | 'user'; text: string; origin: Origin }
  | { role: 'assistant'; text: string; toolCalls: readonly ToolCall[] }
  | { role: 'tool'; callId: string; name: string; text: string; failed: boolean };
