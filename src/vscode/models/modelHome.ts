import * as vscode from 'vscode';
import { ModelChoice } from '../../core/model/agent.ts';
import type { TaskStore } from '../../core/store/taskStore.ts';
import { openKeys } from '../../node/nodeKeys.ts';
import { EditorKeys } from '../editorKeys.ts';
import { windowUserData } from '../windowData.ts';
import type { WindowParts } from '../windowParts.ts';

const LAST_MODEL = 'rota.lastModel';

/** What choosing a model rests on. An open board is one; there is one without a board too. */
export interface ModelHome {
  readonly keys: EditorKeys;
  readonly store: Pick<TaskStore, 'listAgents'>;
  /** Offered where no agent uses it yet. */
  readonly lastChosen?: ModelChoice;
}

/** The home of this window. Makes no board. */
export async function modelHome({ context, session: { board } }: Pick<WindowParts, 'context' | 'session'>): Promise<ModelHome> {
  const lastChosen = lastModel(context);
  const keys = board?.keys ?? (await keysWithoutBoard(context));
  return { keys, store: board?.store ?? { listAgents: async () => [] }, ...(lastChosen ? { lastChosen } : {}) };
}

/** The model that was chosen last in this editor, in whichever folder. */
export function lastModel({ globalState }: Pick<vscode.ExtensionContext, 'globalState'>): ModelChoice | undefined {
  return ModelChoice.safeParse(globalState.get(LAST_MODEL)).data;
}

export async function rememberModel({ globalState }: Pick<vscode.ExtensionContext, 'globalState'>, model: ModelChoice): Promise<void> {
  await globalState.update(LAST_MODEL, model);
  // Where no board is open nothing else tells the walkthrough.
  await vscode.commands.executeCommand('setContext', 'rota.hasModel', true);
}

function keysWithoutBoard(context: vscode.ExtensionContext): Promise<EditorKeys> {
  const dataFolder = windowUserData();
  return EditorKeys.open(context, openKeys(process.env, dataFolder));
}
