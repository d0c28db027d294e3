import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '../../../src/core/base/json.ts';
import { eventually } from '../editor/eventually.ts';

/** What a test asks of the tools in the editor. */
export interface ToolCall {
  readonly tool: string;
  readonly input: JsonValue;
  /** False: only prepare, so that effects and diff are known and nothing happens. */
  readonly act: boolean;
}

export interface ToolAnswer {
  /** What the model would read. */
  readonly text?: string;
  readonly refusal?: string;
  readonly diff?: string;
  /** Why a person would be asked in mode Edit; empty when nobody would be. */
  readonly asks?: string;
}

/** The tools that run inside of an editor that was started with this environment and the extension of the tool host. */
export class EditorTools {
  readonly environment: Readonly<Record<string, string>>;
  readonly #portFile = join(tmpdir(), `rota-tool-host-${process.pid}-${Math.random().toString(36).slice(2)}`);

  constructor() {
    this.environment = { ROTA_TOOL_HOST: this.#portFile };
  }

  /** What the model reads; a refusal fails the test. */
  async run(tool: string, input: JsonValue): Promise<string> {
    const answer = await this.#call({ tool, input, act: true });
    if (answer.text === undefined) throw new Error(`${tool} was refused: ${answer.refusal}`);
    return answer.text;
  }

  async refusal(tool: string, input: JsonValue): Promise<string> {
    const answer = await this.#call({ tool, input, act: true });
    if (answer.refusal === undefined) throw new Error(`${tool} was not refused: ${answer.text}`);
    return answer.refusal;
  }

  prepare(tool: string, input: JsonValue): Promise<ToolAnswer> {
    return this.#call({ tool, input, act: false });
  }

  async #call(call: ToolCall): Promise<ToolAnswer> {
    const port = await eventually(() => readFile(this.#portFile, 'utf8'));
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(call) });
    return (await response.json()) as ToolAnswer;
  }
}
