import * as l10n from '@vscode/l10n';
import { messageOf } from '../base/errors.ts';
import { damaged, journalName, type Generation } from './generation.ts';
import { decodeStatements } from './journalFile.ts';
import type { Statement } from './sqlDriver.ts';
import { SqlEngine } from './sqlEngine.ts';

/** The database as image and journal give it. */
export async function restore(folder: string, { head, image, frames }: Generation): Promise<SqlEngine> {
  const engine = await openImage(image, `${folder}/${head.snapshot.file}`);
  try {
    engine.transact(statementsOf(frames));
    return engine;
  } catch (error) {
    engine.close();
    const path = `${folder}/${journalName(head.generation)}`;
    throw damaged(path, l10n.t('a saved change cannot be repeated: {0}.', messageOf(error)), error);
  }
}

/** What was written and proven may still be no database: then somebody wrote damaged memory. */
async function openImage(image: Uint8Array, path: string): Promise<SqlEngine> {
  try {
    return await SqlEngine.open(image);
  } catch (error) {
    throw damaged(path, l10n.t('it is no database that can be read: {0}.', messageOf(error)), error);
  }
}

function* statementsOf(frames: Generation['frames']): Generator<Statement> {
  const texts: string[] = [];
  for (const frame of frames) yield* decodeStatements(frame.body, texts);
}
