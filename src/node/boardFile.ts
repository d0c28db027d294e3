import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { withMeant } from '../core/base/nearestWord.ts';
import { plainWords } from '../core/base/plainWords.ts';
import type { Board } from '../core/model/board.ts';
import { BoardText, defaultBoard } from '../core/model/board.ts';
import { readBoundedText } from './boundedFile.ts';
import type { LastLayout } from './lastLayout.ts';
import { parseWrittenJson } from './writtenJson.ts';

const MAX_BYTES = 256 * 1024;
const MOST_NAMED = 10;
const LONGEST_KEY = 60;

/** The board of a workspace, and what is wrong with its file, if anything. The file is never overwritten. */
export interface ReadBoard {
  readonly board: Board;
  readonly problem: string | undefined;
}

/**
 * Reads `.rota/board.json`; absent means the default board. What this Rota does not know in it is left out and named. A file that cannot be
 * used leaves the layout that was read last; where none was, nothing is moved by hand: rules that nobody can read still hold. Never throws.
 */
export function readBoard(rotaFolder: string, last?: LastLayout): ReadBoard {
  const path = join(rotaFolder, 'board.json');
  const file = readBoundedText(path, MAX_BYTES, rotaFolder);
  if (file === undefined) {
    last?.keep(undefined);
    return { board: defaultBoard, problem: undefined };
  }
  const read = file.problem === undefined ? parseBoard(file.text) : { problem: file.problem };
  if ('problem' in read) return unusable(path, read.problem, last?.read());
  last?.keep(read.board);
  const { unknown } = read;
  return {
    board: read.board,
    problem:
      unknown.length === 0
        ? undefined
        : l10n.t('{0} says what this Rota does not know, and all else in it holds: {1}.', path, listed(unknown, ', ')),
  };
}

function unusable(path: string, what: string, last: Board | undefined): ReadBoard {
  if (last)
    return {
      board: last,
      problem: l10n.t(
        '{0} is not usable: {1}. The columns and rules that were read last hold until you mend or remove the file.',
        path,
        what,
      ),
    };
  const unknownRules = l10n.t(
    'The rules of the board are not known, so no card is moved by hand: {0} is not usable ({1}). Mend or remove it.',
    path,
    what,
  );
  return {
    board: { ...defaultBoard, unknownRules },
    problem: l10n.t(
      '{0} is not usable: {1}. The usual columns are shown, and since its rules are not known, no card is moved by hand to another column. Mend or remove the file.',
      path,
      what,
    ),
  };
}

type Parsed = { readonly board: Board; readonly unknown: readonly string[] } | { readonly problem: string };

function parseBoard(text: string): Parsed {
  const json = parseWrittenJson(text);
  if (json.problem !== undefined) return { problem: json.problem };
  const unknown: string[] = [];
  // A block is looked at as a whole once its parts fit, so there may be more to leave out afterwards.
  const { value } = json;
  for (;;) {
    const parsed = BoardText.safeParse(value, { error: plainWords });
    if (parsed.success) {
      const { $schema: _, ...board } = parsed.data;
      return { board, unknown };
    }
    const strange = parsed.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
    if (strange.length === 0) return { problem: problemsOf(parsed.error, value) };
    for (const issue of strange) {
      unknown.push(...issue.keys.map((key) => placed(withMeant(key.slice(0, LONGEST_KEY), knownKeys(issue.path)), issue.path, value)));
      leaveOut(value, issue);
    }
  }
}

function leaveOut(value: unknown, { path, keys }: { readonly path: readonly PropertyKey[]; readonly keys: readonly string[] }): void {
  const block = path.reduce((inner, step) => (inner as Record<PropertyKey, unknown>)[step], value) as Record<string, unknown>;
  for (const key of keys) delete block[key];
}

function knownKeys([first, ...rest]: readonly PropertyKey[]): string[] {
  if (first === undefined) return Object.keys(BoardText.shape);
  return rest.length === 0 ? ['P0', 'P1', 'P2', 'P3'] : Object.keys(BoardText.shape.columns.element.shape);
}

function problemsOf({ issues }: z.ZodError, value: unknown): string {
  return listed(
    issues.map(({ path, message }) => (path.length === 0 ? message : `${placed('', path, value)}: ${message}`)),
    '; ',
  );
}

/** The first of what may be thousands, if somebody means ill. */
function listed(texts: readonly string[], between: string): string {
  const shown = texts.slice(0, MOST_NAMED).join(between);
  return texts.length > MOST_NAMED ? l10n.t('{0} … and {1} more', shown, texts.length - MOST_NAMED) : shown;
}

/** Where something stands, in the words of the file: `limit of the column "Next"`. */
function placed(what: string, path: readonly PropertyKey[], value: unknown): string {
  const [block, index, ...rest] = path;
  const inner = [
    ...(what === '' ? [] : [what]),
    ...rest.map((step) => (typeof step === 'number' ? l10n.t('entry {0}', step + 1) : String(step))).reverse(),
  ];
  if (block !== 'columns' || typeof index !== 'number') {
    const outer = path.map(String).join('.');
    return what === '' ? outer : outer === '' ? what : l10n.t('{0} of {1}', what, outer);
  }
  const name = columnName(value, index);
  const column = name === undefined ? l10n.t('column {0}', index + 1) : l10n.t('the column "{0}"', name);
  return inner.length === 0 ? column : l10n.t('{0} of {1}', inner.join(', '), column);
}

function columnName(value: unknown, index: number): string | undefined {
  const columns = (value as { readonly columns?: unknown }).columns;
  const column: unknown = Array.isArray(columns) ? columns[index] : undefined;
  const name: unknown = typeof column === 'object' && column !== null && 'name' in column ? column.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : undefined;
}
