import { openNodeWorkArea } from '../../src/node/nodeWorkArea.ts';
import { ToolError } from '../../src/core/base/errors.ts';
import type { JsonValue } from '../../src/core/base/json.ts';
import type { ProcessRunner } from '../../src/core/tools/processRunner.ts';
import { builtinTools } from '../../src/core/tools/catalog.ts';
import type { PreparedCall, TaskTools, ToolContext } from '../../src/core/tools/tool.ts';
import type { WorkArea } from '../../src/core/tools/workArea.ts';

const absent = (what: string) => (): never => {
  throw new Error(`this test has no ${what}`);
};
const noProcesses: ProcessRunner = { start: absent('processes'), sweep: absent('processes') };
const noTasks: TaskTools = { list: absent('tasks'), add: absent('tasks'), update: absent('tasks'), attach: absent('tasks') };

/** The tools at work on one work area, as the loop would use them but without policy or approval. */
export class ToolHarness {
  readonly context: ToolContext;
  /** What was shown live. */
  readonly shown: string[] = [];

  constructor(workArea: WorkArea, parts: Partial<ToolContext> = {}) {
    this.context = {
      workArea,
      processes: noProcesses,
      tasks: noTasks,
      memory: { readHashes: new Map(), processes: new Map() },
      signal: new AbortController().signal,
      tag: 'test',
      change: (change) => workArea.apply(change),
      touched: () => [],
      ask: absent('person'),
      output: (text) => this.shown.push(text),
      ...parts,
    };
  }

  /** On real files. */
  static async onDisk(root: string, trash: string, parts: Partial<ToolContext> = {}): Promise<ToolHarness> {
    return new ToolHarness(await openNodeWorkArea({ roots: [{ name: 'workspace', folder: root }], trash }), parts);
  }

  async prepare(name: string, input: JsonValue): Promise<PreparedCall> {
    const tool = builtinTools.find((each) => each.declaration.name === name);
    if (!tool) throw new Error(`there is no tool ${name}`);
    return tool.prepare(input, this.context);
  }

  async run(name: string, input: JsonValue): Promise<string> {
    return (await this.prepare(name, input)).run();
  }

  /** The message of the refusal; fails when the call succeeds. */
  async refusal(name: string, input: JsonValue): Promise<string> {
    const text = await this.run(name, input).catch((error: unknown) => {
      if (error instanceof ToolError) return error;
      throw error;
    });
    if (text instanceof ToolError) return text.message;
    throw new Error(`${name} was not refused: ${text}`);
  }
}
