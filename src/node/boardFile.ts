import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { messageOf } from '../core/base/errors.ts';
import { Board, defaultBoard } from '../core/model/board.ts';

const MAX_BYTES = 256 * 1024;

/** The board of a workspace, and what is wrong with its file, if anything: a broken file shows the default board and is never overwritten. */
export interface ReadBoard {
  readonly board: Board;
  readonly problem: string | undefined;
}

/** Reads `.rota/board.json`; absent means the default board. */
export function readBoard(rotaFolder: string): ReadBoard {
  const path = join(rotaFolder, 'board.json');
  if (!existsSync(path)) return { board: defaultBoard, problem: undefined };
  const problem = (what: string): ReadBoard => ({ board: defaultBoard, problem: l10n.t('{0} is not usable, so the default board is shown: {1} Mend or remove the file.', path, what) });
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length > MAX_BYTES) return problem(l10n.t('it is longer than 256 KiB.'));
    const parsed = Board.safeParse(JSON.parse(text));
    return parsed.success ? { board: parsed.data, problem: undefined } : problem(`\n${z.prettifyError(parsed.error)}\n`);
  } catch (error) {
    return problem(`${messageOf(error)}.`);
  }
}
