import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/base/errors.ts';
import type { Board } from '../core/model/board.ts';
import { ForeignStore } from '../core/store/foreignStore.ts';
import { importCards } from '../core/store/importCards.ts';
import type { TaskStore } from '../core/store/taskStore.ts';
import { readInThread } from './readingThread.ts';

const usualLimits = { bytes: 256 * 2 ** 20, milliseconds: 60_000 };

/**
 * Imports the cards of a store that was made elsewhere, as of its last snapshot. The file is hostile input: it is read in a thread that
 * is ended when it takes too long, and only what fits the model comes back. Answers what was added and how many rows made no sense.
 */
export async function importStore(
  folder: string,
  into: TaskStore,
  on: { readonly at: number; readonly board: Board },
  limits = usualLimits,
): Promise<{ added: number; skipped: number }> {
  const { cards, skipped } = ForeignStore.parse(JSON.parse(await readFile(newestSnapshot(folder), limits)));
  return { added: await importCards(into, cards, on), skipped };
}

async function readFile(file: string, { bytes, milliseconds }: typeof usualLimits): Promise<string> {
  const gaveUp = l10n.t('Reading {0} took too long or too much memory, so it was given up.', file);
  return (await readInThread({ kind: 'foreign', file, mostBytes: bytes }, milliseconds, gaveUp)).text;
}

/** The newest image in the folder. The journal beside it is a list of statements to run: from a stranger it is not read. */
function newestSnapshot(folder: string): string {
  const names = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  const numbers = names.flatMap((name) => /^snap-(\d{1,15})\.db$/.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length === 0) throw new UserError('not-found', l10n.t('There is no board in {0} that could be imported.', folder));
  return join(folder, `snap-${Math.max(...numbers)}.db`);
}
