import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ToolError } from '../../../src/core/base/errors.ts';
import type { JsonValue } from '../../../src/core/base/json.ts';
import type { WorkPath } from '../../../src/core/model/effect.ts';
import { decide } from '../../../src/core/rules/policy.ts';
import { createEditorServices } from '../../../src/vscode/editorServices.ts';
import { openEditorWorkArea } from '../../../src/vscode/workArea/editorWorkArea.ts';
import { ToolHarness } from '../toolHarness.ts';
import type { ToolAnswer, ToolCall } from './toolCalls.ts';

interface Run {
  readonly name: string;
  readonly harness: ToolHarness;
  dispose(): void;
}

let current: Promise<Run> | undefined;

/** Runs Rota's tools in a real editor, as a run would, but for whoever asks through the door of the window. */
export async function callTool(input: JsonValue): Promise<JsonValue> {
  const call = input as unknown as ToolCall;
  const { harness } = await (current = inRun(call.run, current));
  return { ...(await answerCall(call, harness)) };
}

/** The run that goes on, or a new one in its place. */
async function inRun(name: string, last: Promise<Run> | undefined): Promise<Run> {
  const known = await last?.catch(() => undefined);
  if (known?.name === name) return known;
  known?.dispose();
  return openRun(name);
}

async function openRun(name: string): Promise<Run> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ name: title, uri }) => ({ name: title, folder: uri.fsPath }));
  const store = join(roots[0]?.folder ?? '', '.rota/local');
  await mkdir(store, { recursive: true }); // as an open board has it: the trash makes no folder of a board
  const workArea = await openEditorWorkArea({ roots, trash: join(store, 'trash'), hidden: [] });
  const editor = createEditorServices({ workArea, roots });
  const touched: WorkPath[] = [];
  const harness = new ToolHarness(workArea, {
    editor,
    touched: () => touched,
    change: (change) => {
      touched.push(change.at);
      return workArea.apply(change);
    },
  });
  return { name, harness, dispose: () => editor.dispose() };
}

async function answerCall({ tool, input, act }: ToolCall, harness: ToolHarness): Promise<ToolAnswer> {
  try {
    const prepared = await harness.prepare(tool, input);
    const decision = decide(prepared.effects, { mode: 'edit', grants: [] });
    return { asks: decision.verdict === 'ask' ? decision.reason : '', diff: prepared.diff ?? '', text: act ? await prepared.run() : '' };
  } catch (error) {
    if (error instanceof ToolError) return { refusal: error.message };
    return { refusal: `bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}
