import { globSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { lazyBuiltins } from './lazyBuiltins.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

/** What every window loads before anybody asked Rota for anything, in bytes. */
const eagerLimit = 60_000;

/** One file of a bundle. */
export interface BundledFile {
  readonly path: string;
  readonly bytes: number;
}

/** What was built. `eager` is the extension's entry with all that it imports statically. */
export interface BundleReport {
  readonly files: readonly BundledFile[];
  readonly eager: readonly BundledFile[];
  readonly eagerBytes: number;
  readonly eagerLimit: number;
}

/** The threads start from files of their own; all the code of both hosts lies flat in one folder, see `src/node/threadFile.ts`. */
const hostEntries = {
  extension: 'src/extension.ts',
  cli: 'src/cli/main.ts',
  storeWorker: 'src/node/storeWorker.ts',
  searchWorker: 'src/node/workArea/searchWorker.ts',
};

const shared: BuildOptions = { bundle: true, minify: true, legalComments: 'none', metafile: true, write: true, logLevel: 'warning' };

/** Builds everything that the editor loads from the sources in `root` into `root/dist`, which is made anew. */
export async function bundleExtension(root: string): Promise<BundleReport> {
  const out = join(root, 'dist');
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, 'webview'), { recursive: true });
  const [host, views] = await Promise.all([bundleHost(root, out), bundleViews(root, join(out, 'webview')), copyFiles(root, out)]);
  await writeFile(
    join(out, 'THIRD_PARTY_NOTICES.txt'),
    thirdPartyNotices(root, [...Object.keys(host.inputs), ...Object.keys(views.inputs)]),
  );
  const eager = [...staticParts(host.outputs, 'dist/extension.js')].map((path) => ({ path, bytes: host.outputs[path]?.bytes ?? 0 }));
  return {
    files: [host, views].flatMap(({ outputs }) => Object.entries(outputs).map(([path, { bytes }]) => ({ path, bytes }))),
    eager,
    eagerBytes: eager.reduce((sum, { bytes }) => sum + bytes, 0),
    eagerLimit,
  };
}

/** The command line alone, into the folder `out`, with other modules that use parts of it. What is packed is the same, with the editor's chunks beside it. */
export async function bundleCommandLine(root: string, out: string, others: Readonly<Record<string, string>> = {}): Promise<void> {
  const { cli, storeWorker, searchWorker } = hostEntries;
  await mkdir(out, { recursive: true });
  await Promise.all([bundleHost(root, out, { cli, storeWorker, searchWorker, ...others }), copyHostFiles(root, out)]);
}

async function bundleHost(root: string, outdir: string, entryPoints: Record<string, string> = hostEntries): Promise<Metafile> {
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints,
    outdir,
    platform: 'node',
    target: 'node20.16',
    format: 'esm',
    splitting: true,
    external: ['vscode'],
    plugins: [lazyBuiltins, versionOnly(root)],
    // CommonJS libraries inside an ES module ask for it.
    define: { __dirname: 'import.meta.dirname' },
    metafile: true,
  });
  return metafile;
}

/** Of the manifest the hosts use the version; the rest is forty pages for the editor. */
function versionOnly(root: string): Plugin {
  const manifest = join(root, 'package.json');
  return {
    name: 'version only',
    setup: ({ onLoad }) =>
      onLoad({ filter: /[/\\]package\.json$/ }, async ({ path }) => {
        if (path !== manifest) return undefined;
        const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
        return { contents: JSON.stringify({ version }), loader: 'json' };
      }),
  };
}

/** One script and one style sheet for each folder of `webview-ui` that has a `main.tsx`. */
export async function bundleViews(root: string, outdir: string): Promise<Metafile> {
  const entries = globSync('webview-ui/*/main.tsx', { cwd: root }).map((file) => [basename(dirname(file)), file]);
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries) as Record<string, string>,
    outdir,
    platform: 'browser',
    target: 'chrome138',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    metafile: true,
  });
  return metafile;
}

/** Files that are read as they are. */
async function copyFiles(root: string, out: string): Promise<void> {
  const icons = ['codicon.css', 'codicon.ttf'];
  const copies = icons.map((name) => cp(join(root, 'node_modules/@vscode/codicons/dist', name), join(out, 'webview/codicons', name)));
  await Promise.all([...copies, copyHostFiles(root, out)]);
}

/** Those of them that the command line needs too. */
async function copyHostFiles(root: string, out: string): Promise<void> {
  await Promise.all([
    cp(join(root, 'node_modules/sql.js/dist/sql-wasm.wasm'), join(out, 'sql-wasm.wasm')),
    cp(join(root, 'examples/first-card'), join(out, 'example'), { recursive: true }),
  ]);
}

/** A module and all that it imports statically, directly or not. */
function staticParts(outputs: Metafile['outputs'], path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const imports = outputs[path]?.imports ?? [];
  for (const { path: next, kind, external } of imports)
    if (kind === 'import-statement' && external !== true) staticParts(outputs, next, seen);
  return seen;
}
