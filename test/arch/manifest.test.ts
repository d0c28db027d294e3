import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { chatCommandNames, chatParticipantId, commandIds } from '../../src/vscode/contributions.ts';
import { treeIds } from '../../src/vscode/contributions.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const Menu = z.record(z.string(), z.array(z.object({ command: z.string() })));
const Manifest = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string() })),
    menus: Menu,
    keybindings: z.array(z.object({ command: z.string() })),
    chatParticipants: z.array(z.object({ id: z.string(), commands: z.array(z.object({ name: z.string() })) })),
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
  assert.deepEqual(named.filter((command) => !known.has(command)), []);
});

test('every text of the manifest has its words, and no words are left over', () => {
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  const words = Object.keys(z.record(z.string(), z.string().min(1)).parse(JSON.parse(read('package.nls.json'))));
  assert.deepEqual([...new Set(used)].toSorted(), words.toSorted());
});

test('every tree of the manifest is registered', () => {
  const trees = Object.values(manifest.contributes.views).flat().filter(({ type }) => type !== 'webview').map(({ id }) => id);
  assert.deepEqual(trees.toSorted(), [...treeIds].toSorted());
});

test('the participant of the chat and its commands are those that are answered', () => {
  const declared = manifest.contributes.chatParticipants.map(({ id, commands }) => ({ id, commands: commands.map(({ name }) => name) }));
  assert.deepEqual(declared, [{ id: chatParticipantId, commands: [...chatCommandNames] }]);
});
