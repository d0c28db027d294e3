import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { chatCommandNames, chatParticipantId, commandIds } from '../../src/vscode/contributions.ts';
import { modelVendor, treeIds } from '../../src/vscode/contributions.ts';
import { ownVendor } from '../../src/core/model/agent.ts';
import { RotaSettings } from '../../src/core/model/settings.ts';
import { projectHost } from '../../scripts/projectHost.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const Menu = z.record(z.string(), z.array(z.object({ command: z.string(), when: z.string().optional(), group: z.string().optional() })));
const Manifest = z.object({
  homepage: z.string(),
  repository: z.object({ url: z.string() }),
  bugs: z.object({ url: z.string() }),
  icon: z.string(),
  contributes: z.object({
    configuration: z.object({ properties: z.record(z.string(), z.object({ scope: z.string() })) }),
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
    menus: Menu,
    keybindings: z.array(z.object({ command: z.string(), key: z.string(), when: z.string().optional() })),
    walkthroughs: z.array(
      z.object({
        steps: z.array(
          z.object({ id: z.string(), media: z.object({ svg: z.string(), altText: z.string() }), completionEvents: z.array(z.string()) }),
        ),
      }),
    ),
    chatParticipants: z.array(z.object({ id: z.string(), commands: z.array(z.object({ name: z.string() })) })),
    languageModelChatProviders: z.array(z.object({ vendor: z.string() })),
    views: z.record(z.string(), z.array(z.object({ id: z.string(), type: z.string().optional() }))),
  }),
});
const manifest = Manifest.parse(JSON.parse(read('package.json')));

test('every command of the manifest is answered, and every answered command is in the manifest', () => {
  const declared = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual(declared.toSorted(), [...commandIds].toSorted());
});

test('menus and keys name only commands that exist', () => {
  const known = new Set<string>(commandIds);
  const named = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings].map(({ command }) => command);
  assert.deepEqual(
    named.filter((command) => !known.has(command)),
    [],
  );
});

test('every text of the manifest has its words, and no words are left over', () => {
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  const words = Object.keys(z.record(z.string(), z.string().min(1)).parse(JSON.parse(read('package.nls.json'))));
  assert.deepEqual([...new Set(used)].toSorted(), words.toSorted());
});

test('every tree of the manifest is registered', () => {
  const trees = Object.values(manifest.contributes.views)
    .flat()
    .filter(({ type }) => type !== 'webview')
    .map(({ id }) => id);
  assert.deepEqual(trees.toSorted(), [...treeIds].toSorted());
});

test('the participant of the chat and its commands are those that are answered', () => {
  const declared = manifest.contributes.chatParticipants.map(({ id, commands }) => ({ id, commands: commands.map(({ name }) => name) }));
  assert.deepEqual(declared, [{ id: chatParticipantId, commands: [...chatCommandNames] }]);
});

test('every command has a title, and is in the palette or has a twin there', () => {
  const words = z.record(z.string(), z.string()).parse(JSON.parse(read('package.nls.json')));
  const titles = manifest.contributes.commands.map(({ command, title, category }) => ({
    command,
    category,
    title: words[title.replaceAll('%', '')] ?? '',
  }));
  for (const { command, title, category } of titles)
    assert.ok(title.length > 0 && category === 'Rota', `${command} has its title and stands under Rota`);
  const hidden = (manifest.contributes.menus['commandPalette'] ?? []).flatMap(({ command, when }) => (when === 'false' ? [command] : []));
  /** What is only in menus, and the command of the palette that does the same after a question. */
  const twins: Readonly<Record<string, string>> = {
    'rota.openRequest': 'rota.nextRequest',
    'rota.inboxHelp': 'rota.viewHelp',
    'rota.cardsHelp': 'rota.viewHelp',
    'rota.agentsHelp': 'rota.viewHelp',
    'rota.runHelp': 'rota.viewHelp',
  };
  assert.deepEqual(hidden.toSorted(), Object.keys(twins).toSorted());
  for (const twin of Object.values(twins)) assert.ok(titles.some(({ command }) => command === twin) && !hidden.includes(twin));
});

test('what a row or a title offers to the mouse is reached by keys: by the menu of the row, a key or the palette', () => {
  const rows = manifest.contributes.menus['view/item/context'] ?? [];
  const inMenu = (command: string, view: string): boolean =>
    rows.some((row) => row.command === command && !row.group?.startsWith('inline') && row.when?.includes(view));
  const hidden = new Set(
    (manifest.contributes.menus['commandPalette'] ?? []).flatMap(({ command, when }) => (when === 'false' ? [command] : [])),
  );
  const views = [...treeIds];
  for (const row of rows.filter(({ group }) => group?.startsWith('inline'))) {
    const view = views.find((id) => row.when?.includes(id));
    assert.ok(view !== undefined && (inMenu(row.command, view) || !hidden.has(row.command)), `${row.command} in the rows of ${view}`);
  }
  const keyed = new Set(manifest.contributes.keybindings.map(({ command }) => command));
  const buttons = ['view/title', 'editor/title'].flatMap((menu) => manifest.contributes.menus[menu] ?? []);
  for (const { command } of buttons)
    assert.ok(!hidden.has(command) || keyed.has(command), `${command} of a title has no key and is not in the palette`);
});

test('every view and page has a key for its help, and every step of the walkthrough what completes it and a picture that is described', () => {
  const help = manifest.contributes.keybindings.filter(({ key }) => key === 'alt+f1');
  const shown = [
    ...Object.values(manifest.contributes.views)
      .flat()
      .map(({ id }) => id),
    'rota.board',
    'rota.card',
    'rota.health',
  ];
  assert.deepEqual(
    shown.filter((view) => !help.some(({ when }) => new RegExp(`== ${view}( |$)`).test(when ?? ''))),
    [],
  );
  for (const { steps } of manifest.contributes.walkthroughs) {
    for (const { id, media, completionEvents } of steps) {
      assert.ok(completionEvents.length > 0 && media.altText.length > 0, id);
      assert.doesNotMatch(
        read(media.svg),
        /#[0-9a-f]{3,8}\b|rgba?\(|<style|<text/i,
        `${media.svg} takes its colours from the theme and has no words`,
      );
    }
  }
});

test('the vendor of our models has one name: in the manifest, where it is registered, and where agents may not choose it', () => {
  assert.deepEqual(
    manifest.contributes.languageModelChatProviders.map(({ vendor }) => vendor),
    [modelVendor],
  );
  assert.equal(modelVendor, ownVendor);
});

test('everything of the manifest that names a host names the one of the project', () => {
  const { homepage, repository, bugs } = manifest;
  assert.deepEqual([homepage, repository.url, bugs.url], [projectHost, `${projectHost}/rota.git`, `${projectHost}/issues`]);
});

test('the icon is a picture of 128 by 128 points that can be seen through at its corners', () => {
  const png = readFileSync(join(root, manifest.icon));
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  const [width, height, kind] = [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt8(25)];
  assert.deepEqual({ width, height, kind }, { width: 128, height: 128, kind: 6 }, 'kind 6: colours with transparency');
});

test('a workspace may choose how things look and nothing else: not where they are kept, what runs or what terminals know', () => {
  const looks = ['rota.board.density', 'rota.codeActions.enabled', 'rota.tree.groupBy'];
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const own = settings.filter(([, { scope }]) => scope === 'machine' || scope === 'application').map(([name]) => name);
  assert.deepEqual(
    settings
      .map(([name]) => name)
      .filter((name) => !own.includes(name))
      .toSorted(),
    looks,
  );
  const deciding = [...Object.keys(RotaSettings.shape).map((name) => `rota.${name}`), 'rota.terminal.commandLine'];
  assert.deepEqual(
    deciding.filter((name) => !own.includes(name)),
    [],
    'settings of the machine are there, and are of the machine',
  );
});
