import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { accessSync, constants, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { oneAtATime } from '../../scripts/oneAtATime.ts';
import { tempFolder } from '../support/tempFolder.ts';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const oldest = [20, 16] as const;

/** A node of this machine, and how it calls itself. */
interface FoundNode {
  readonly folder: string;
  readonly version: string;
}

const pinned: FoundNode = { folder: dirname(process.execPath), version: process.version };
const nodes = [pinned, ...findOthers()];

describe('the package for npm', () => {
  let [folder, made] = ['', ''];
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'rota-package-'));
    // It is packed from the same folder as the extension.
    const lock = join(root, '.tmp/vsix');
    mkdirSync(lock, { recursive: true });
    await oneAtATime(lock, () => run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, node: pinned, home: folder }));
    made = globSync('rota-*.tgz', { cwd: folder }).map((name) => join(folder, name))[0] ?? assert.fail('npm pack left no package');
  });

  for (const node of nodes) {
    it(`installs in an empty folder without a network and gets a card done, under node ${node.version}`, async (t) => {
      const home = await tempFolder(t);
      const cwd = join(home, 'work');
      mkdirSync(cwd);
      const at = { cwd, node, home };
      await run('npm', ['install', '--offline', '--no-audit', '--no-fund', made], at);
      const rota = (...args: string[]): Promise<string> => run('npx', ['--no-install', 'rota', ...args], at);
      assert.match(await rota('--help'), /^Usage: rota \[options\] \[command\]/);
      assert.match(await rota('init'), /Made a board in/);
      writeFileSync(
        join(cwd, 'check.mjs'),
        "import { readFileSync } from 'node:fs';\nprocess.exitCode = readFileSync('note.txt', 'utf8') === 'right\\n' ? 0 : 1;\n",
      );
      writeFileSync(join(home, 'script.json'), JSON.stringify({ version: 1, runs: [{ match: 'Make it right', replies }] }));
      await rota('agent', 'add', 'coder', '--provider', 'scripted', '--script', join(home, 'script.json'), '--mode', 'edit');
      await rota('task', 'add', 'Make it right', '--check', 'node check.mjs', '--queue');
      assert.match(await rota('task', 'list'), /Make it right/);
      await rota('task', 'execute');
      assert.equal(readFileSync(join(cwd, 'note.txt'), 'utf8'), 'right\n');
      assert.match(await rota('task', 'show', '1'), /done/);
    });
  }
});

const replies = [
  { toolCalls: [{ name: 'write_file', arguments: { path: 'note.txt', content: 'right\n' } }] },
  { text: 'It is right now.' },
];

/** What a command prints, run by this node and with nothing of the user's. */
async function run(
  command: string,
  args: readonly string[],
  { cwd, node, home }: { cwd: string; node: FoundNode; home: string },
): Promise<string> {
  const path = [node.folder, ...foldersOfPath()].join(delimiter);
  const env = {
    PATH: path,
    HOME: home,
    USER: 'ada',
    npm_config_cache: join(home, 'cache'),
    npm_config_update_notifier: 'false',
    ROTA_DATA_DIR: join(home, 'data'),
  };
  const { stdout } = await execute(command, args, { cwd, env, shell: process.platform === 'win32', maxBuffer: 2 ** 26 });
  return stdout;
}

/** Nodes that the person of this machine would use, if they are new enough: not the pinned one of this project. */
function findOthers(): FoundNode[] {
  const folder = foldersOfPath().find((each) => isExecutable(join(each, 'node')));
  if (folder === undefined) return [];
  const version = execFileSync(join(folder, 'node'), ['--version'], { encoding: 'utf8' }).trim();
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const isNew = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return isNew && version !== pinned.version ? [{ folder, version }] : [];
}

/** npm puts folders of the project first. */
function foldersOfPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
