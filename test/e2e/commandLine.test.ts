import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, it } from 'node:test';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { describeEditor } from '../support/editor/describeEditor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { eventually } from '../support/editor/eventually.ts';
import { typeInTerminal } from '../support/editor/terminal.ts';

const execute = promisify(execFile);
/** The home of the person at the editor, with two of the usual folders on the PATH. What is in the second is no program and not ours. */
const home = await mkdtemp(join(await realpath(tmpdir()), 'rota-home-'));
const [localBin, bin] = [join(home, '.local/bin'), join(home, 'bin')];
const foreign = join(bin, 'rota');
await mkdir(bin);
await writeFile(foreign, 'mine\n', { mode: 0o644 });
// The editor asks a login shell for the PATH, as it is set here.
await writeFile(join(home, '.profile'), 'PATH="$HOME/.local/bin:$HOME/bin:$PATH"\n');
after(() => rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
const environment = { HOME: home, PATH: [localBin, bin, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter) };

/** What a line typed into a new terminal wrote to the file `$OUT`. */
async function answerOf(editor: Editor, line: string): Promise<string> {
  const [out, done] = ['out.txt', 'done.txt'].map((name) => join(editor.folder, name)) as [string, string];
  await Promise.all([out, done].map((file) => rm(file, { force: true })));
  await typeInTerminal(editor, `OUT=out.txt; ${line}; echo > done.txt`);
  await eventually(() => readFile(done));
  return (await readFile(out, 'utf8')).trim();
}

const profiles = { plain: { path: '/bin/bash' }, login: { path: '/bin/bash', args: ['-l'] } };
const options = { workspace: { 'a.txt': 'one\n' }, environment, settings: { 'terminal.integrated.profiles.linux': profiles } };

await describeEditor('The command line of an installed extension', options, (running) => {
  const launcher = (): string => join(running().server.rotaData, 'launcher/rota');
  /** Nobody asked Rota for anything yet: it does this by itself once the window stands. */
  const ready = (): Promise<void> => eventually(async () => assert.ok(existsSync(launcher())));

  it('is known in a terminal of the editor, where a card is then added, without a board, a command or a click before', async () => {
    const { editor } = running();
    await ready();
    const [version, place, ...said] = (
      await answerOf(editor, '(rota --version; command -v rota; rota task add "From the terminal") > $OUT 2>&1')
    ).split('\n');
    assert.deepEqual([version, place], [manifest.version, launcher()]);
    assert.match(said.join('\n'), /Made a new board in .*\n.*From the terminal/);
    await editor.screenshot('command-line-terminal');
  });

  it('is put into a folder on the PATH once the person has chosen it, works there without the editor, and is taken away again', async () => {
    const { editor } = running();
    const installed = join(localBin, 'rota');
    await editor.command('rota.installCommandLine');
    const list = editor.page.locator('.quick-input-widget');
    await list.getByText(`A small script that starts ${launcher()}`).first().waitFor();
    await list.getByText(`Left alone, because Rota did not make it: ${foreign}`).waitFor();
    await editor.screenshot('command-line-install');
    assert.equal(existsSync(installed), false, 'nothing is written before the answer');
    await editor.pick(installed);
    await editor.notification(`Wrote ${installed}`);
    const { stdout } = await execute('rota', ['--version'], { env: environment, cwd: home });
    assert.equal(stdout.trim(), manifest.version);
    await editor.command('rota.checkHealth');
    const row = (await editor.frame('main.health')).getByRole('listitem').filter({ hasText: 'Command line' });
    await row.getByText(`Terminals of this editor know "rota". Others start it with ${installed}.`).waitFor();

    await editor.command('rota.removeCommandLine');
    const dialog = await editor.dialog('Remove the command line?');
    await dialog.getByText(installed).waitFor();
    await editor.screenshot('command-line-remove');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await eventually(async () => assert.equal(existsSync(installed), false));
    await row.getByText('puts it on your PATH for all others').waitFor();
    assert.equal(await readFile(foreign, 'utf8'), 'mine\n');
    assert.ok(existsSync(launcher()), 'terminals of the editor keep theirs');
  });

  it('is unknown in new terminals as soon as the setting is off, and known again when it is on, also where a profile sets the PATH anew', async () => {
    const { editor } = running();
    await ready();
    const whether = (): Promise<string> => answerOf(editor, 'rota --version > $OUT 2>&1 || echo unknown > $OUT');
    for (const [wanted, shell, answer] of [
      [false, 'plain', 'unknown'],
      [true, 'login', manifest.version],
    ] as const) {
      await editor.changeSettings({ 'rota.terminal.commandLine': wanted, 'terminal.integrated.defaultProfile.linux': shell });
      // Only a terminal tells whether the editor has read the setting.
      await eventually(async () => assert.equal(await whether(), answer));
    }
  });
});
