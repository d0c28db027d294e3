import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** An action of the core and what leads to it. */
export interface ActionDoors {
  readonly name: string;
  readonly title: string;
  readonly scope: string;
  /** Titles of palette commands. */
  readonly palette: readonly string[];
  /** Commands of the command line, without `rota`. */
  readonly cli: readonly string[];
  /** Parts of the window whose buttons and gestures lead to it. */
  readonly views: readonly string[];
  readonly chat: boolean;
}

/** What a function leads to: the names of actions. */
type Reached = ReadonlySet<string>;

const views: Readonly<Record<string, { readonly title: string; readonly protocol?: string }>> = {
  board: { title: 'Board', protocol: 'boardPage' },
  card: { title: 'Card', protocol: 'cardPage' },
  run: { title: 'Run', protocol: 'runPage' },
  trees: { title: 'Side bar' },
};

/** Reads from the sources which doors lead to which action: calls are followed from each command, page and chat turn to the table of actions. */
export function readActionDoors(root: string): ActionDoors[] {
  const files = globSync('src/**/*.ts', { cwd: root }).map((file) => join(root, file));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(files, { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(root, 'src')));
  const within = (folder: string): ts.SourceFile[] =>
    sources.filter(({ fileName }) => relative(root, fileName).replaceAll('\\', '/').startsWith(folder));
  const actions = within('src/core/actions').flatMap(readActions);
  const reach = new Reach(checker, new Set(actions.map(({ name }) => name)), root);
  const commands = within('src/vscode/commands')
    .flatMap(commandHandlers)
    .map(({ id, node }) => ({ id, reached: reach.from(node) }));
  const cli = within('src/cli')
    .flatMap(cliActions)
    .map(({ name, node }) => ({ name, reached: reach.from(node) }));
  const chat = within('src/vscode/chat').map((file) => reach.from(file));
  const titles = paletteTitles(root);
  const shown = Object.entries(views).map(([folder, { title, protocol }]) => {
    const offered = protocol === undefined ? [] : commandsIn(join(root, `src/protocol/${protocol}.ts`));
    const reached = [
      ...within(`src/vscode/${folder}/`).map((file) => reach.from(file)),
      ...commands.filter(({ id }) => offered.includes(id)).map((command) => command.reached),
    ];
    return { title, reached };
  });
  return actions.map((action) => ({
    ...action,
    palette: commands.filter(({ id, reached }) => reached.has(action.name) && titles.has(id)).map(({ id }) => titles.get(id) ?? id),
    cli: [...new Set(cli.filter(({ reached }) => reached.has(action.name)).map(({ name }) => name))],
    views: shown.filter(({ reached }) => reached.some((each) => each.has(action.name))).map(({ title }) => title),
    chat: chat.some((reached) => reached.has(action.name)),
  }));
}

/** Follows calls through the hosts. The core is where they end: there the table is. */
class Reach {
  readonly #checker: ts.TypeChecker;
  readonly #names: ReadonlySet<string>;
  readonly #root: string;

  constructor(checker: ts.TypeChecker, names: ReadonlySet<string>, root: string) {
    this.#checker = checker;
    this.#names = names;
    this.#root = root;
  }

  from(start: ts.Node): Reached {
    const reached = new Set<string>();
    const seen = new Set<ts.Node>();
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node) && this.#names.has(node.text)) reached.add(node.text);
      if (ts.isObjectLiteralExpression(node)) this.#addEdit(node, reached);
      for (const body of ts.isIdentifier(node) ? this.#bodiesOf(node) : []) {
        if (seen.has(body)) continue;
        seen.add(body);
        visit(body);
      }
      ts.forEachChild(node, visit);
    };
    visit(start);
    return reached;
  }

  /** An edit of the board does what the action of its name does, and can be taken back. */
  #addEdit(node: ts.ObjectLiteralExpression, reached: Set<string>): void {
    const kind = node.properties.find((property) => ts.isPropertyAssignment(property) && property.name.getText() === 'kind');
    if (!kind || !ts.isPropertyAssignment(kind) || !ts.isStringLiteral(kind.initializer)) return;
    const name = `task.${kind.initializer.text}`;
    if (
      this.#names.has(name) &&
      node.properties.some((property) => ['draft', 'task', 'change', 'place'].includes(property.name?.getText() ?? ''))
    )
      reached.add(name);
  }

  /** What runs when this name is called: functions, methods, handlers, as far as they are in a host. */
  #bodiesOf(name: ts.Identifier): ts.Node[] {
    if (ts.isImportSpecifier(name.parent) || ts.isTypeNode(name.parent)) return [];
    const found = this.#checker.getSymbolAtLocation(name);
    const symbol = found && (found.flags & ts.SymbolFlags.Alias) !== 0 ? this.#checker.getAliasedSymbol(found) : found;
    return (symbol?.declarations ?? []).filter((declaration) => {
      const file = relative(this.#root, declaration.getSourceFile().fileName).replaceAll('\\', '/');
      const isCode =
        ts.isFunctionDeclaration(declaration) ||
        ts.isMethodDeclaration(declaration) ||
        (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && ts.isArrowFunction(declaration.initializer));
      return isCode && /^src\/(vscode|cli)\//.test(file);
    });
  }
}

function readActions(file: ts.SourceFile): { name: string; title: string; scope: string }[] {
  return all(file, ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === 'defineAction')
    .map(({ arguments: [definition] }) => {
      const text = (key: string): string => {
        const property =
          definition && ts.isObjectLiteralExpression(definition)
            ? definition.properties.find((each) => each.name?.getText() === key)
            : undefined;
        return property && ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
          ? property.initializer.text
          : '';
      };
      return { name: text('name'), title: text('title'), scope: text('scope') };
    });
}

function commandHandlers(file: ts.SourceFile): { id: string; node: ts.Node }[] {
  return all(file, ts.isPropertyAssignment).flatMap(({ name, initializer }) =>
    ts.isStringLiteral(name) && name.text.startsWith('rota.') ? [{ id: name.text, node: initializer }] : [],
  );
}

/** Each `.action(...)` with the name that its command was made with, by `.command('name')` or by a function of the file that calls it. */
function cliActions(file: ts.SourceFile): { name: string; node: ts.Node }[] {
  const groups = new Map(
    all(file, ts.isVariableDeclaration).flatMap(({ name, initializer }) => {
      const group =
        initializer && ts.isArrowFunction(initializer)
          ? all(initializer, ts.isCallExpression)
              .map(groupOf)
              .find((each) => each !== undefined)
          : undefined;
      return group === undefined ? [] : [[name.getText(), group]];
    }),
  );
  return all(file, ts.isCallExpression).flatMap(({ expression, arguments: [handler] }) => {
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'action' || !handler) return [];
    for (const call of all(expression, ts.isCallExpression)) {
      const group = groupOf(call) ?? groups.get(call.expression.getText());
      const [word] = call.arguments;
      if (group !== undefined && word && ts.isStringLiteralLike(word))
        return [{ name: group === 'program' ? word.text : `${group} ${word.text}`, node: handler }];
    }
    return [];
  });
}

/** The command that a `.command(...)` is called on, as its variable is named. */
function groupOf({ expression }: ts.CallExpression): string | undefined {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'command' ? expression.expression.getText() : undefined;
}

function all<T extends ts.Node>(within: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

/** Titles of the commands that the palette shows. */
function paletteTitles(root: string): Map<string, string> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    contributes: { commands: { command: string; title: string }[]; menus: { commandPalette: { command: string; when: string }[] } };
  };
  const words = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
  const hidden = manifest.contributes.menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command);
  const shown = manifest.contributes.commands.filter(({ command }) => !hidden.includes(command));
  return new Map(shown.map(({ command, title }) => [command, words[title.replaceAll('%', '')] ?? title]));
}

/** The commands of the editor that a page may ask for. */
function commandsIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/'(rota\.\w+)'/g)].map(([, id]) => id ?? '');
}
