import * as z from 'zod';
import { MalformedCall } from '../base/errors.ts';
import type { JsonValue } from '../base/json.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Effect, WorkPath } from '../model/effect.ts';
import type { TaskDraft, Task, TaskChange } from '../model/task.ts';
import type { ToolDeclaration } from '../providers/provider.ts';
import type { EditorServices } from './editorServices.ts';
import type { ProcessRunner, RunningProcess } from './processRunner.ts';
import type { FileChange, WorkArea } from './workArea.ts';

/** What tools may do with cards. Proposals of an agent are unaccepted; it may never touch checks, budget, mode or approval. */
export interface TaskTools {
  list(filter: { status?: string; text?: string; limit: number }): Promise<Task[]>;
  /** Adds a card in the agent's name, not accepted. */
  add(draft: TaskDraft): Promise<Task>;
  /** Changes the run's own card or one that this agent proposed. */
  update(
    number: number,
    change: Pick<TaskChange, 'description' | 'progress' | 'eta' | 'labels'>,
    comment: string | undefined,
  ): Promise<Task>;
  /** Hangs a file below the run's own card. */
  attach(file: AttachedFile): Promise<Artifact>;
}

export interface AttachedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What one run remembers between its tool calls. */
export interface RunMemory {
  /** Hash of each file when the agent last read or wrote it, by `root:path`. An edit of another content is refused. */
  readonly readHashes: Map<string, string>;
  /** Background processes by the id the model was told. */
  readonly processes: Map<string, RunningProcess>;
}

/** All that a tool may touch. */
export interface ToolContext {
  readonly workArea: WorkArea;
  readonly processes: ProcessRunner;
  readonly tasks: TaskTools;
  /** Absent where no editor is. */
  readonly editor?: EditorServices | undefined;
  readonly memory: RunMemory;
  readonly signal: AbortSignal;
  /** Environment tag of the run's processes. */
  readonly tag: string;
  /** Keeps the old bytes durably, applies the change and records it. The only way a tool writes. */
  change(change: FileChange): Promise<{ hash: string | null }>;
  /** Files that the run has written so far, in order. */
  touched(): readonly WorkPath[];
  /** Asks the person and waits. Throws `ToolError` when nobody answers. */
  ask(question: string, choices: readonly string[]): Promise<string>;
  /** Shown live, not stored. */
  output(text: string): void;
}

/** A call whose input is understood and whose effects are known, but of which nothing has happened yet. */
export interface PreparedCall {
  /** One sentence for the person who approves: canonical paths, the full command. */
  readonly summary: string;
  readonly effects: readonly Effect[];
  /** Unified diff of an edit, for the approval. */
  readonly diff?: string;
  /** Does it. The text is what the model reads. Throws `ToolError` for what the model can mend. */
  run(): Promise<string>;
}

/** Something an agent may do. */
export interface Tool {
  readonly declaration: ToolDeclaration;
  /** Works in an editor only. Elsewhere models are not told of it, and one that calls it all the same is told why not. */
  readonly needsEditor?: boolean;
  /** Parses the model's arguments; throws `ToolError` that names what is wrong with them. */
  prepare(input: JsonValue, context: ToolContext): Promise<PreparedCall>;
}

export interface ToolSpec<S extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly input: S;
  readonly needsEditor?: boolean;
  prepare(input: z.output<S>, context: ToolContext): Promise<PreparedCall> | PreparedCall;
}

/** Makes a tool of its description, input schema and behaviour. */
export function defineTool<S extends z.ZodObject>(spec: ToolSpec<S>): Tool {
  return {
    needsEditor: spec.needsEditor ?? false,
    declaration: {
      name: spec.name,
      description: spec.description,
      // `io: input`, or defaulted fields are shown to the model as required.
      parameters: z.toJSONSchema(spec.input, { io: 'input' }) as ToolDeclaration['parameters'],
    },
    async prepare(input, context) {
      const parsed = spec.input.safeParse(input);
      if (!parsed.success) throw new MalformedCall(`${spec.name}: ${z.prettifyError(parsed.error)}`);
      return spec.prepare(parsed.data, context);
    },
  };
}

/** The key of a file in the run's memory. */
export function fileKey(at: WorkPath): string {
  return `${at.root}:${at.path}`;
}
