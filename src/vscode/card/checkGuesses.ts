import * as vscode from 'vscode';
import type { CheckSpec } from '../../core/model/check.ts';
import { guessChecks } from '../../core/rules/checkGuess.ts';

/** A package.json larger than this is not one that a person wrote. */
const LARGEST = 1_000_000;

/** Checks that the package.json of a folder suggests. A folder without one suggests none. */
export async function readCheckGuesses(folder: vscode.Uri): Promise<CheckSpec[]> {
  const file = vscode.Uri.joinPath(folder, 'package.json');
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > LARGEST) return [];
    const [bytes, entries] = await Promise.all([vscode.workspace.fs.readFile(file), vscode.workspace.fs.readDirectory(folder)]);
    return guessChecks(
      new TextDecoder().decode(bytes),
      entries.map(([name]) => name),
    );
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}
