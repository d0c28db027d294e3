import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, posix, relative } from 'node:path';

/** Test files that a change can reach, as paths in the repository, and why these. */
export interface ChangedTests {
  readonly files: readonly string[];
  readonly why: string;
}

/** Who uses a file: by the path of the used one. */
export type Users = ReadonlyMap<string, ReadonlySet<string>>;

const folders = ['src', 'webview-ui', 'scripts', 'test'];
/** A change of these can reach everything. */
const reachAll = /^(package(-lock)?\.json|tsconfig\.json|test\/support\/tempFolder\.ts)$/;

/** The tests that what was changed since a commit (uncommitted and new files too) can reach over imports and over files that are named by path. */
export function findChangedTests(root: string, since: string): ChangedTests {
  const git = (...args: string[]): string[] => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  const changed = [...git('diff', '--name-only', since, '--'), ...git('ls-files', '--others', '--exclude-standard')];
  const tests = globSync('test/**/*.test.ts', { cwd: root }).map(portable);
  const all = changed.find((file) => reachAll.test(file));
  if (all !== undefined) return { files: tests.sort(), why: `${all} was changed, which everything rests on.` };
  const reached = reachableFrom(changed, readUsers(root));
  return { files: tests.filter((file) => reached.has(file)).sort(), why: `Since ${since} ${changed.length} files were changed.` };
}

/** Everything that uses one of the files, directly or not, and the files themselves. */
export function reachableFrom(files: readonly string[], users: Users): Set<string> {
  const reached = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...(users.get(file) ?? []));
  }
  return reached;
}

/** The graph of the layers check, turned round, and what is used without an import: a file that is started, bundled or read is named by its path. */
function readUsers(root: string): Users {
  const users = new Map<string, Set<string>>();
  const use = (user: string, used: string): void => void (users.get(used) ?? users.set(used, new Set()).get(used))?.add(user);
  for (const { source, dependencies } of readImports(root)) {
    for (const { resolved } of dependencies) use(source, resolved);
    if (/^(src|scripts|test|webview-ui)\/.*\.(ts|tsx|mjs)$/.test(source)) for (const named of namedFiles(root, source)) use(source, named);
  }
  return users;
}

interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

function readImports(root: string): readonly Module[] {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--no-progress', '--output-type', 'json', ...folders];
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return (JSON.parse(output) as { modules: readonly Module[] }).modules;
}

/** Files of the repository that a source names in its texts, relative to itself or to the root, or as a thread beside it; patterns count too. */
export function namedFiles(root: string, source: string): string[] {
  const text = readFileSync(join(root, source), 'utf8');
  const threads = [...text.matchAll(/threadFile\('(\w+)'/g)].map(([, name]) => posix.join(dirname(source), `${name}.ts`));
  const names = [...text.matchAll(/['"`]([\w.@/*{},-]*[/.][\w.@/*{},-]*)['"`]/g)].map(([, name = '']) => name);
  const found = names.flatMap((name) => {
    const beside = portable(relative(root, join(root, dirname(source), name)));
    return [name, beside].flatMap((path) => (path.includes('*') ? globSync(path, { cwd: root }).map(portable) : [path]));
  });
  return [...new Set([...threads, ...found])].filter((path) => extname(path) !== '' && path !== source && isFile(join(root, path)));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function portable(path: string): string {
  return path.replaceAll('\\', '/');
}
