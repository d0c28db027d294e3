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

let opened: Promise<ToolHarness> | undefined;

/** Runs Rota's tools in a real editor, as a run would, but for whoever asks through the door of the window. */
export async function callTool(call: JsonValue): Promise<JsonValue> {
  const harness = await (opened ??= openHarness());
  return { ...(await answerCall(call as unknown as ToolCall, harness)) };
}

async function openHarness(): Promise<ToolHarness> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ name, folder: uri.fsPath }));
  const workArea = await openEditorWorkArea({ roots, trash: join(roots[0]?.folder ?? '', '.rota/local/trash'), hidden: [] });
  const editor = createEditorServices({ workArea, roots });
  const touched: WorkPath[] = [];
  return new ToolHarness(workArea, {
    editor,
    touched: () => touched,
    change: (change) => {
      touched.push(change.at);
      return workArea.apply(change);
    },
  });
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
