import type { JsonValue } from '../../../src/core/base/json.ts';
import type { Editor } from '../editor/editor.ts';

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

/** The tools of Rota that run inside of a window. */
export class EditorTools {
  readonly #editor: () => Editor;

  constructor(editor: () => Editor) {
    this.#editor = editor;
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
    return (await this.#editor().ask({ act: 'tool', call: { ...call } })) as ToolAnswer;
  }
}
