import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { toDotPath } from 'zod/v4/core';
import { Board, defaultBoard } from '../core/model/board.ts';
import { parseJsonText } from './jsonText.ts';
import { readBoundedText } from './boundedFile.ts';

const MAX_BYTES = 256 * 1024;

/** The board of a workspace, and what is wrong with its file, if anything: a broken file shows the default board and is never overwritten. */
export interface ReadBoard {
  readonly board: Board;
  readonly problem: string | undefined;
}

/** Reads `.rota/board.json`; absent means the default board. Never throws. */
export function readBoard(rotaFolder: string): ReadBoard {
  const path = join(rotaFolder, 'board.json');
  const broken = (what: string): ReadBoard => ({
    board: defaultBoard,
    problem: l10n.t('{0} is not usable, so the default board is shown: {1}. Mend or remove the file.', path, what),
  });
  const file = readBoundedText(path, MAX_BYTES, rotaFolder);
  if (file === undefined) return { board: defaultBoard, problem: undefined };
  if (file.problem !== undefined) return broken(file.problem);
  const json = parseJsonText(file.text.replace(/^\uFEFF/, ''));
  if (json.problem !== undefined) return broken(json.problem);
  const parsed = Board.safeParse(json.value);
  return parsed.success ? { board: parsed.data, problem: undefined } : broken(problemsOf(parsed.error));
}

function problemsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${toDotPath(path)}: ${message}`)).join('; ');
}
