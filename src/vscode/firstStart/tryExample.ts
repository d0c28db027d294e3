import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { parseJson } from '../../core/base/json.ts';
import type { AgentDraft } from '../../core/model/agent.ts';
import { makeExampleWorkspace } from '../../node/exampleWorkspace.ts';
import { openUserData } from '../../node/userData.ts';
import { showInformation, showWarning } from '../messages.ts';
import { freeName } from '../models/agentNames.ts';
import { lastModel } from '../models/modelHome.ts';
import { askChoice, type Choice } from '../models/quickSteps.ts';
import { fileRoots } from '../fileRoots.ts';
import { person } from '../session.ts';
import type { WindowParts } from '../windowParts.ts';
import { exampleCards } from './exampleCards.ts';
import { showWalkthrough } from './walkthrough.ts';

const NAME = 'rota-example';

/** The example whose window is about to open, and is to be shown around in. */
const Greeting = z.strictObject({ folder: z.string() });

/** Makes a workspace that is safe to change and opens it in a window of its own, with a card that waits to be run. */
export async function tryExample(parts: WindowParts): Promise<void> {
  const home = parts.context.globalStorageUri.fsPath;
  const folder = await chooseFolder(home);
  if (folder === undefined) return;
  if (!existsSync(folder)) await makeExample(parts, folder);
  await writeFile(greetingFile(home), JSON.stringify({ folder }));
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow: true });
}

/** Leads on where an example was just opened: the board with the first card, behind it the steps. Once for each time that it is asked for. */
export async function greetInExample({ context, session, navigation }: WindowParts): Promise<void> {
  const [root] = fileRoots();
  const file = greetingFile(context.globalStorageUri.fsPath);
  const greeting = existsSync(file) ? parseJson(Greeting, await readFile(file, 'utf8')) : undefined;
  if (!root || !greeting || vscode.Uri.file(greeting.folder).toString() !== vscode.Uri.file(root.folder).toString()) return;
  await rm(file, { force: true });
  await showWalkthrough('run');
  const first = await session.board?.store.findTask(1);
  await navigation.openBoard(first?.id);
  if (first?.status !== 'todo') return;
  const run = l10n.t('Run Card #1');
  const chosen = await showInformation(
    l10n.t('This copy is yours to change. Card #1 waits: its check is red, and an agent can mend that.'),
    run,
  );
  if (chosen === run) await vscode.commands.executeCommand('rota.runCard', first.id);
}

async function makeExample({ context, session }: WindowParts, folder: string): Promise<void> {
  const dataFolder = openUserData(process.env, [folder]);
  const source = join(context.extensionUri.fsPath, 'dist', 'example');
  const model = (await session.board?.store.listAgents())?.find(({ offline }) => !offline)?.model ?? lastModel(context);
  const agent: { agent: AgentDraft } | object = model ? { agent: { name: freeName(model, []), model } } : {};
  await makeExampleWorkspace({
    source,
    folder,
    dataFolder,
    cards: exampleCards(),
    ...agent,
    author: person,
    notify: (message) => void showWarning(message),
  });
}

/** A new folder, or one of those made before. */
async function chooseFolder(home: string): Promise<string | undefined> {
  await mkdir(home, { recursive: true });
  const made = readdirSync(home).filter((name) => name.startsWith(NAME));
  const fresh = join(home, freeFolder(made));
  const [last] = made.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  if (last === undefined) return fresh;
  const choices: Choice<string | 'elsewhere'>[] = [
    {
      label: l10n.t('Open the Example Again'),
      description: l10n.t('as you left it'),
      iconPath: new vscode.ThemeIcon('folder-opened'),
      value: join(home, last),
    },
    { label: l10n.t('Begin Anew'), description: l10n.t('another copy'), iconPath: new vscode.ThemeIcon('new-folder'), value: fresh },
    { label: l10n.t('Copy to a Folder of Yours…'), iconPath: new vscode.ThemeIcon('folder'), value: 'elsewhere' },
  ];
  const answer = await askChoice({ title: l10n.t('Try It on an Example'), placeholder: l10n.t('There is an example already') }, choices);
  if (typeof answer !== 'object') return undefined;
  return answer.value === 'elsewhere' ? chooseElsewhere() : answer.value;
}

async function chooseElsewhere(): Promise<string | undefined> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: l10n.t('Copy the Example to'),
      openLabel: l10n.t('Copy Here'),
    })) ?? [];
  return parent?.scheme === 'file' ? join(parent.fsPath, freeFolder(readdirSync(parent.fsPath))) : undefined;
}

function freeFolder(taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? NAME : `${NAME}-${count}`;
    if (!taken.includes(name)) return name;
  }
}

function greetingFile(home: string): string {
  return join(home, 'greeting.json');
}
