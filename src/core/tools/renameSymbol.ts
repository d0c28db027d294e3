import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import type { FileRewrite } from './editorServices.ts';
import { fileDiff } from './fileDiff.ts';
import { nameOf, remember, writeEffect } from './fileEffects.ts';
import { decodeText, encodeText } from './fileText.ts';
import { withPositionedEdits } from './positionedEdits.ts';
import { placeOfSymbol, requireEditor, symbolInput } from './symbolPlace.ts';
import { defineTool, fileKey, type ToolContext } from './tool.ts';
import type { FileSnapshot } from './workArea.ts';
import { quote } from './workPaths.ts';

const MAX_FILES = 100;

export const renameSymbol = defineTool({
  name: 'rename_symbol',
  description: "Rename a symbol everywhere with the editor's language tools: all files that use it change together, or none.",
  input: z.object({ ...symbolInput, newName: z.string().trim().min(1).max(300) }),
  needsEditor: true,

  async prepare({ newName, ...input }, context) {
    const { workArea } = context;
    const editor = requireEditor(context);
    const place = await placeOfSymbol(input, context);
    const rewrites = await editor.prepareRename(place, newName, context.signal);
    if (rewrites.length === 0)
      throw new ToolError(
        `No language tool can rename ${quote(input.symbol)} in ${nameOf(place.at, workArea)}:${place.line}. Use edit_file.`,
      );
    if (rewrites.length > MAX_FILES)
      throw new ToolError(`The rename would change ${rewrites.length} files; at most ${MAX_FILES} can be changed at once.`);
    const files: Renamed[] = [];
    for (const rewrite of rewrites) files.push(await renamed(rewrite, context));
    const names = files.map((file) => file.name);
    const count = files.length === 1 ? '1 file' : `${files.length} files`;
    return {
      summary: `Rename ${quote(input.symbol)} to ${quote(newName)} in ${count}: ${names.join(', ')}`,
      effects: files.map(({ at, before }) => writeEffect(workArea, at, 'edit', before)),
      diff: files.map((file) => file.diff).join('\n'),
      async run() {
        await changeAll(files, context);
        return `Renamed ${quote(input.symbol)} to ${quote(newName)} in ${count}: ${names.join(', ')}.`;
      },
    };
  },
});

interface Renamed {
  readonly at: WorkPath;
  readonly name: string;
  readonly before: FileSnapshot;
  readonly after: Uint8Array;
  readonly diff: string;
}

async function renamed({ at, edits }: FileRewrite, { workArea }: ToolContext): Promise<Renamed> {
  const name = nameOf(at, workArea);
  const before = await workArea.read(at);
  if (!before) throw new ToolError(`The rename would change ${name}, which is not there any more. Try again.`);
  const { text, bom } = decodeText(before.bytes, name);
  const after = withPositionedEdits(text, edits, name);
  return { at, name, before, after: encodeText({ text: after, bom }), diff: fileDiff(name, text, after) };
}

/** All files or none: what was changed before one failed is put back. */
async function changeAll(files: readonly Renamed[], context: ToolContext): Promise<void> {
  const done: { file: Renamed; hash: string | null }[] = [];
  try {
    for (const file of files) {
      const { hash } = await context.change({ at: file.at, baseHash: file.before.hash, after: file.after });
      done.push({ file, hash });
      // Only names changed: what the agent has seen of the file still tells it where it is.
      if (context.memory.readHashes.get(fileKey(file.at)) === file.before.hash) remember(file.at, hash, context.memory);
    }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const left = await putBack(done, context);
    throw new ToolError(
      `${error.message} ${left.length === 0 ? 'Nothing was renamed.' : `These files are renamed already and could not be put back: ${left.join(', ')}.`}`,
      { cause: error },
    );
  }
}

/** Names of the files that could not be put back. */
async function putBack(done: readonly { file: Renamed; hash: string | null }[], context: ToolContext): Promise<string[]> {
  const left: string[] = [];
  for (const { file, hash } of done) {
    try {
      const back = await context.change({ at: file.at, baseHash: hash, after: file.before.bytes });
      if (context.memory.readHashes.get(fileKey(file.at)) === hash) remember(file.at, back.hash, context.memory);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      left.push(file.name);
    }
  }
  return left;
}
