import { addTask } from './addTask.ts';
import { askUser } from './askUser.ts';
import { attachFile } from './attachFile.ts';
import { deleteFile } from './deleteFile.ts';
import { editFile } from './editFile.ts';
import { findReferences } from './findReferences.ts';
import { findSymbols } from './findSymbols.ts';
import { getEditorState } from './getEditorState.ts';
import { getProblems } from './getProblems.ts';
import { goToDefinition } from './goToDefinition.ts';
import { listFiles } from './listFiles.ts';
import { listTasks } from './listTasks.ts';
import { readCommandOutput } from './readCommandOutput.ts';
import { readFile } from './readFile.ts';
import { renameSymbol } from './renameSymbol.ts';
import { runCommand } from './runCommand.ts';
import { searchText } from './searchText.ts';
import type { Tool } from './tool.ts';
import { updateTask } from './updateTask.ts';
import { writeFile } from './writeFile.ts';

/** All built-in tools, in the order in which models are told of them. */
export const builtinTools: readonly Tool[] = [
  listFiles,
  searchText,
  readFile,
  editFile,
  writeFile,
  deleteFile,
  runCommand,
  readCommandOutput,
  getProblems,
  findSymbols,
  findReferences,
  goToDefinition,
  renameSymbol,
  getEditorState,
  askUser,
  addTask,
  updateTask,
  attachFile,
  listTasks,
];
