import assert from 'node:assert/strict';
import test from 'node:test';
import type { RequestBody } from '../../../src/core/model/request.ts';
import { createTextFilter } from '../../../src/core/base/safeText.ts';
import { requestText } from '../../../src/cli/requestText.ts';
import { stylesFor } from '../../../src/cli/styles.ts';

const plain = stylesFor({ isTTY: false }, {});
const filter = createTextFilter({ secrets: [] });
const command = (text: string): RequestBody => ({
  kind: 'approval',
  callId: 'c',
  tool: 'run_command',
  summary: 'Run a command',
  reason: 'it runs a command',
  scopes: ['once'],
  diff: null,
  effects: [{ kind: 'command', command: text, folder: { root: '', path: 'sub' }, background: true }],
});

test('a command is shown whole, with its folder and the reason', () => {
  const text = requestText(command(`npm test -- ${'x'.repeat(500)} --last`), plain, filter);
  assert.match(text, /command +npm test -- x{500} --last/);
  assert.match(text, /in folder +sub, in the background/);
  assert.match(text, /asks because +it runs a command/);
});

test('no terminal escape survives and invisible characters are shown', () => {
  const text = requestText(command('echo \u001b[2K\u001b]0;x\u0007harmless\u202e # \u200b'), plain, filter);
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b]/);
  assert.match(text, /202E/i);
});

test('every line of a command with many lines stays in its column', () => {
  const text = requestText(command('one\ntwo'), plain, filter);
  assert.match(text, /command {7}one\n {14}two/);
});

test('a long diff cannot push the path out of sight', () => {
  const diff = Array.from({ length: 5000 }, (_, at) => `+line ${at}`).join('\n');
  const effects: Extract<RequestBody, { kind: 'approval' }>['effects'] = [
    { kind: 'write', at: { root: '', path: 'package.json' }, change: 'edit', protected: true },
  ];
  const lines = requestText({ ...command(''), kind: 'approval', diff, effects } as RequestBody, plain, filter).split('\n');
  assert.ok(lines.length < 420);
  assert.match(lines.join('\n'), /4600 lines of the diff are not shown/);
  assert.match(lines.slice(-3).join('\n'), /edits +package\.json \(protected\)/);
});
