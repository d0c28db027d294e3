import * as z from 'zod';
import { ToolError } from '../base/errors.ts';
import type { WorkPath } from '../model/effect.ts';
import { isSecretPath } from '../rules/secretPaths.ts';
import type { EditorServices, FoundPlaces, TextPlace } from './editorServices.ts';
import { nameOf, pathInput } from './fileEffects.ts';
import { decodeText } from './fileText.ts';
import { shownLine } from './shownText.ts';
import { splitLines } from './textLines.ts';
import type { ToolContext } from './tool.ts';
import type { WorkArea } from './workArea.ts';
import { quote } from './workPaths.ts';

/** How far from the line that a model names a symbol is looked for. */
const NEAR = 5;
const MAX_NAMED = 8;

/** How tools take the place of a symbol: models count columns badly. */
export const symbolInput = {
  path: pathInput,
  line: z.number().int().min(1).optional().describe('Line where the symbol stands, from 1; without it the first place in the file counts'),
  symbol: z.string().trim().min(1).max(300).describe('The name alone, as it stands there'),
};

interface SymbolInput {
  readonly path: string;
  readonly line?: number | undefined;
  readonly symbol: string;
}

/** The editor's services, or the answer of a host that has none. */
export function requireEditor({ editor }: Pick<ToolContext, 'editor'>): EditorServices {
  if (editor) return editor;
  throw new ToolError(
    'This tool needs the editor, and this run has none. Use search_text and read_file, and run_command for compilers and linters.',
  );
}

/** Where the symbol stands, with the file's canonical place. Throws `ToolError` that says where it does stand. */
export async function placeOfSymbol({ path, line, symbol }: SymbolInput, { workArea }: ToolContext): Promise<TextPlace> {
  const at = await workArea.resolve(path);
  const name = nameOf(at, workArea);
  const snapshot = await workArea.read(at);
  if (!snapshot) throw new ToolError(`There is no file ${name}. Use list_files to find the right path.`);
  const lines = splitLines(decodeText(snapshot.bytes, name).text);
  const found = lines.flatMap(({ text }, index) => {
    const column = columnOf(text, symbol);
    return column === undefined ? [] : [{ line: index + 1, column }];
  });
  const distance = (place: { line: number }): number => (line === undefined ? 0 : Math.abs(place.line - line));
  const [nearest] = found.toSorted((a, b) => distance(a) - distance(b));
  if (nearest && distance(nearest) <= NEAR) return { at, ...nearest };
  if (!nearest)
    throw new ToolError(`${quote(symbol)} does not stand in ${name}. Name the symbol as it is written there, without dots or brackets.`);
  const elsewhere = found
    .slice(0, MAX_NAMED)
    .map((place) => place.line)
    .join(', ');
  throw new ToolError(
    `${quote(symbol)} does not stand near line ${line ?? 1} of ${name}. It stands in line ${elsewhere}${found.length > MAX_NAMED ? ' and more' : ''}.`,
  );
}

/** The column, from 1, of a whole word in a line. */
function columnOf(text: string, symbol: string): number | undefined {
  const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
  for (let at = text.indexOf(symbol); at >= 0; at = text.indexOf(symbol, at + 1)) {
    const cutsBefore = isWord(symbol[0]) && isWord(text[at - 1]);
    const cutsAfter = isWord(symbol.at(-1)) && isWord(text[at + symbol.length]);
    if (!cutsBefore && !cutsAfter) return at + 1;
  }
  return undefined;
}

/** Places as `path:line:column: text of the line`, capped, with a note of what is not shown. */
export async function shownPlaces({ places, outside }: FoundPlaces, limit: number, workArea: WorkArea): Promise<string> {
  const texts = new LineTexts(workArea);
  const lines: string[] = [];
  for (const { at, line, column } of places.slice(0, limit))
    lines.push(`${nameOf(at, workArea)}:${line}:${column}: ${shownLine((await texts.get(at, line)).trim())}`);
  if (places.length > limit) lines.push(`(${places.length - limit} more places)`);
  if (outside > 0) lines.push(`(${outside === 1 ? '1 place' : `${outside} places`} outside the workspace, such as installed packages)`);
  return lines.join('\n');
}

/** Reads each file once. */
class LineTexts {
  readonly #workArea: WorkArea;
  readonly #files = new Map<string, readonly string[]>();

  constructor(workArea: WorkArea) {
    this.#workArea = workArea;
  }

  async get(at: WorkPath, line: number): Promise<string> {
    const key = `${at.root}:${at.path}`;
    const lines = this.#files.get(key) ?? (await this.#read(at));
    this.#files.set(key, lines);
    return lines[line - 1] ?? '';
  }

  async #read(at: WorkPath): Promise<string[]> {
    if (isSecretPath(at.path)) return [];
    try {
      const snapshot = await this.#workArea.read(at);
      return snapshot ? splitLines(decodeText(snapshot.bytes, at.path).text).map((each) => each.text) : [];
    } catch (error) {
      if (error instanceof ToolError) return [];
      throw error;
    }
  }
}
