import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import * as vscode from 'vscode';
import { ToolError } from '../../../src/core/base/errors.ts';
import type { WorkPath } from '../../../src/core/model/effect.ts';
import { decide } from '../../../src/core/rules/policy.ts';
import { createEditorServices } from '../../../src/vscode/editorServices.ts';
import { openEditorWorkArea } from '../../../src/vscode/workArea/editorWorkArea.ts';
import { ToolHarness } from '../toolHarness.ts';
import type { ToolAnswer, ToolCall } from './toolCalls.ts';

/** An extension for tests: runs Rota's tools in a real editor, as a run would, but for whoever knows its port. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ name, folder: uri.fsPath }));
  const portFile = process.env['ROTA_TOOL_HOST'];
  if (portFile === undefined || roots.length === 0) return;
  const workArea = await openEditorWorkArea({ roots, trash: join(roots[0]?.folder ?? '', '.rota/local/trash'), hidden: [] });
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
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await answerCall((await json(request)) as ToolCall, harness);
      response.end(JSON.stringify(answer));
    })();
  });
  context.subscriptions.push(editor, { dispose: () => server.close() });
  server.listen(0, '127.0.0.1', () => void writeFile(portFile, String((server.address() as AddressInfo).port)));
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
