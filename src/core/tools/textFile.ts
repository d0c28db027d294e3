import { ToolError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import { fileKey, type ToolContext } from './tool.ts';

const BOM = '\uFEFF';

/** A text file as it is on disk. `text` is without a byte order mark; line ends stay as they are. */
export interface TextFile {
  readonly text: string;
  readonly hasBom: boolean;
  readonly hash: string;
}

/** Reads a file as UTF-8 text. Throws `ToolError` when there is none or it is not text: guessing an encoding would damage it. */
export async function readTextFile(at: WorkPath, { workArea }: Pick<ToolContext, 'workArea'>): Promise<TextFile> {
  const snapshot = await workArea.read(at);
  if (!snapshot) throw new ToolError(`There is no file ${at.path}. list_files shows what there is.`);
  if (snapshot.bytes.includes(0)) throw new ToolError(`${at.path} is a binary file: it cannot be read or edited as text.`);
  const text = decode(snapshot.bytes);
  if (text === undefined) throw new ToolError(`${at.path} is not UTF-8 text: it cannot be read or edited here.`);
  const hasBom = text.startsWith(BOM);
  return { text: hasBom ? text.slice(1) : text, hasBom, hash: snapshot.hash };
}

export function encodeText(text: string, hasBom: boolean): Uint8Array {
  return new TextEncoder().encode(hasBom ? BOM + text : text);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The agent knows this content now: it may change the file as long as the file is still this. */
export function rememberContent(at: WorkPath, hash: string | null, { memory }: Pick<ToolContext, 'memory'>): void {
  if (hash === null) memory.readHashes.delete(fileKey(at));
  else memory.readHashes.set(fileKey(at), hash);
}

/** Refuses to change a file whose present content the agent has not seen. */
export function assertKnown(at: WorkPath, hash: string, { memory }: Pick<ToolContext, 'memory'>): void {
  const known = memory.readHashes.get(fileKey(at));
  if (known === undefined) throw new ToolError(`Read ${at.path} with read_file before you change it.`);
  if (known !== hash) throw new ToolError(`${at.path} changed since you read it. Read it again, then make your change on what is there now.`);
}
