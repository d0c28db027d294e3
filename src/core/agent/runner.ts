import type { LoopEnding } from './loopPorts.ts';
import type { Prompt } from './prompt.ts';

/** How an agent works: our own loop today, an external command or an ACP agent later. Dispatcher and views know no more than this. */
export interface Runner {
  /** Works until it has finished, failed, was canceled or waits. May be called again with further prompts (failed checks). */
  work(prompts: readonly Prompt[]): Promise<LoopEnding>;
  /** Ends what still runs on behalf of the agent. */
  close(): Promise<void>;
}
