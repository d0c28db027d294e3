import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { messageOf, ToolError } from '../core/base/errors.ts';
import type { WorkPath } from '../core/model/effect.ts';
import type { EditorServices, FileRewrite, FoundPlaces, FoundSymbol, TextPlace, TextPosition } from '../core/tools/editorServices.ts';
import type { WorkArea } from '../core/tools/workArea.ts';
import { editorState } from './editorState.ts';
import { ProblemWatch } from './problemWatch.ts';
import { withinTime } from './timeLimit.ts';

/** Seconds for one question to a language tool. */
const LIMIT = 30;

export interface EditorServicesOptions {
  readonly workArea: WorkArea;
  /** Folders of the workspace as the editor names them. */
  readonly roots: readonly { readonly name: string; readonly folder: string }[];
}

/** The language tools and views of this window. Watches problems from now on: make it before anything is measured. */
export function createEditorServices(options: EditorServicesOptions): EditorServices & Disposable {
  return new WindowServices(options);
}

class WindowServices implements EditorServices, Disposable {
  readonly #options: EditorServicesOptions;
  readonly #watch = new ProblemWatch();

  constructor(options: EditorServicesOptions) {
    this.#options = options;
  }

  dispose(): void {
    this.#watch.dispose();
  }

  problems(files: readonly WorkPath[], signal: AbortSignal): ReturnType<EditorServices['problems']> {
    return this.#watch.measure(
      files.map((at) => ({ at, uri: this.#uriOf(at) })),
      signal,
    );
  }

  async findSymbols(query: string, file: WorkPath | undefined, signal: AbortSignal): Promise<readonly FoundSymbol[]> {
    if (file) {
      const symbols = await this.#ask<(vscode.DocumentSymbol | vscode.SymbolInformation)[]>(
        'vscode.executeDocumentSymbolProvider',
        file,
        [],
        signal,
      );
      const matches = query.toLowerCase();
      return outline(symbols ?? [], file, '').filter(({ name }) => name.toLowerCase().includes(matches));
    }
    const found = (await this.#execute<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', [query], signal)) ?? [];
    const places = await this.#placesOf(found.map(({ location }) => location));
    return found.flatMap(({ name, kind, containerName }, index) => {
      const place = places[index];
      return place ? [{ name, kind: kindName(kind), container: containerName, place }] : [];
    });
  }

  findReferences(place: TextPlace, signal: AbortSignal): Promise<FoundPlaces> {
    return this.#findPlaces('vscode.executeReferenceProvider', place, signal);
  }

  findDefinitions(place: TextPlace, signal: AbortSignal): Promise<FoundPlaces> {
    return this.#findPlaces('vscode.executeDefinitionProvider', place, signal);
  }

  async prepareRename(place: TextPlace, newName: string, signal: AbortSignal): Promise<readonly FileRewrite[]> {
    const edit = await this.#ask<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      place.at,
      [positionOf(place), newName],
      signal,
    );
    if (!edit) return [];
    const rewrites: FileRewrite[] = [];
    for (const [uri, edits] of edit.entries()) {
      const at = await this.#placeOf(uri);
      if (!at)
        throw new ToolError(
          `This rename would change ${path.basename(uri.path)} outside the workspace. Make the change in the workspace with edit_file.`,
        );
      rewrites.push({
        at,
        edits: edits.map(({ range, newText }) => ({ from: written(range.start), to: written(range.end), text: newText })),
      });
    }
    return rewrites.sort((a, b) => (a.at.path < b.at.path ? -1 : 1));
  }

  state(): ReturnType<EditorServices['state']> {
    return editorState((uri) => this.#placeOf(uri));
  }

  async #findPlaces(command: string, place: TextPlace, signal: AbortSignal): Promise<FoundPlaces> {
    const found = (await this.#ask<(vscode.Location | vscode.LocationLink)[]>(command, place.at, [positionOf(place)], signal)) ?? [];
    const locations = found.map((each) =>
      'targetUri' in each ? { uri: each.targetUri, range: each.targetSelectionRange ?? each.targetRange } : each,
    );
    const places = await this.#placesOf(locations);
    const inside = places.filter((each) => each !== undefined);
    return { places: inside, outside: places.length - inside.length };
  }

  /** Asks about a file, which language tools only know once it is loaded. */
  async #ask<T>(command: string, at: WorkPath, args: readonly unknown[], signal: AbortSignal): Promise<T | undefined> {
    const uri = this.#uriOf(at);
    await withinTime(vscode.workspace.openTextDocument(uri), { what: 'The editor', seconds: LIMIT }, signal);
    return this.#execute<T>(command, [uri, ...args], signal);
  }

  async #execute<T>(command: string, args: readonly unknown[], signal: AbortSignal): Promise<T | undefined> {
    try {
      return await withinTime(
        vscode.commands.executeCommand<T | undefined>(command, ...args),
        { what: 'The language tool', seconds: LIMIT },
        signal,
      );
    } catch (error) {
      if (signal.aborted || error instanceof ToolError) throw error;
      // What language tools refuse, they say in words: "You cannot rename this element."
      throw new ToolError(`The language tool refused: ${messageOf(error)}`, { cause: error });
    }
  }

  #uriOf(at: WorkPath): vscode.Uri {
    const root = this.#options.roots.find(({ name }) => name === at.root);
    return vscode.Uri.file(root ? path.join(root.folder, ...at.path.split('/')) : this.#options.workArea.folder(at));
  }

  /** The place of each location; `undefined` for those outside the workspace. */
  async #placesOf(locations: readonly { uri: vscode.Uri; range: vscode.Range }[]): Promise<(TextPlace | undefined)[]> {
    const known = new Map<string, WorkPath | undefined>();
    const places: (TextPlace | undefined)[] = [];
    for (const { uri, range } of locations) {
      const key = uri.toString();
      if (!known.has(key)) known.set(key, await this.#placeOf(uri));
      const at = known.get(key);
      places.push(at && { at, ...written(range.start) });
    }
    return places;
  }

  async #placeOf(uri: vscode.Uri): Promise<WorkPath | undefined> {
    if (uri.scheme !== 'file') return undefined;
    try {
      return await this.#options.workArea.resolve(uri.fsPath);
    } catch (error) {
      if (error instanceof ToolError) return undefined;
      throw error;
    }
  }
}

function outline(symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[], at: WorkPath, container: string): FoundSymbol[] {
  return symbols.flatMap((symbol) => {
    const { name, kind } = symbol;
    if ('location' in symbol)
      return [{ name, kind: kindName(kind), container: symbol.containerName, place: { at, ...written(symbol.location.range.start) } }];
    return [
      { name, kind: kindName(kind), container, place: { at, ...written(symbol.selectionRange.start) } },
      ...outline(symbol.children, at, name),
    ];
  });
}

function kindName(kind: vscode.SymbolKind): string {
  return (vscode.SymbolKind[kind] ?? 'symbol').toLowerCase();
}

function positionOf({ line, column }: TextPosition): vscode.Position {
  return new vscode.Position(line - 1, column - 1);
}

/** A position as people and models count. */
function written({ line, character }: vscode.Position): TextPosition {
  return { line: line + 1, column: character + 1 };
}
