import { addTask } from './addTask.ts';
import { askUser } from './askUser.ts';
import { deleteFile } from './deleteFile.ts';
import { listFiles } from './listFiles.ts';
import { listTasks } from './listTasks.ts';
import { readCommandOutput } from './readCommandOutput.ts';
import { readFile } from './readFile.ts';
import { runCommand } from './runCommand.ts';
import { searchText } from './searchText.ts';
import type { Tool } from './tool.ts';
import { updateTask } from './updateTask.ts';
import { writeFile } from './writeFile.ts';

/** The tools that every host offers, in the order in which a model is told of them. */
export const builtinTools: readonly Tool[] = [
  listFiles,
  searchText,
  readFile,
  writeFile,
  deleteFile,
  runCommand,
  readCommandOutput,
  askUser,
  addTask,
  updateTask,
  listTasks,
];
