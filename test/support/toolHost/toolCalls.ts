import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../../../src/core/base/json.ts';
import type { Editor } from '../editor/editor.ts';

/** What a test asks of the tools in the editor. */
export interface ToolCall {
  /** Calls with the same name belong to one run: they remember what was read and what was touched. */
  readonly run: string;
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

/** The tools of Rota inside of a window, as one run has them: each test makes its own. */
export class EditorTools {
  readonly #editor: Editor;
  readonly #run = randomUUID();

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** What the model reads; a refusal fails the test. */
  async run(tool: string, input: JsonValue): Promise<string> {
    const answer = await this.#call(tool, input, true);
    if (answer.text === undefined) throw new Error(`${tool} was refused: ${answer.refusal}`);
    return answer.text;
  }

  async refusal(tool: string, input: JsonValue): Promise<string> {
    const answer = await this.#call(tool, input, true);
    if (answer.refusal === undefined) throw new Error(`${tool} was not refused: ${answer.text}`);
    return answer.refusal;
  }

  prepare(tool: string, input: JsonValue): Promise<ToolAnswer> {
    return this.#call(tool, input, false);
  }

  async #call(tool: string, input: JsonValue, act: boolean): Promise<ToolAnswer> {
    const call: ToolCall = { run: this.#run, tool, input, act };
    return (await this.#editor.ask({ act: 'tool', call: { ...call } })) as ToolAnswer;
  }
}
