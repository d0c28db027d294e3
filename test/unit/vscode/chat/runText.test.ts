import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEventBody } from '../../../../src/core/model/runEvent.ts';
import { noUsage } from '../../../../src/core/model/usage.ts';
import { shownEvent, stepsText } from '../../../../src/vscode/chat/runText.ts';

const at = { root: 'app', path: 'src/a.ts' };
const text = (said: string, draft = false): RunEventBody => ({
  type: 'text',
  text: said,
  toolCalls: [],
  stopReason: 'stop',
  usage: noUsage,
  draft,
});

test('what an agent says is a message; drafts, prompts and reasoning are not shown', () => {
  assert.deepEqual(shownEvent(text('It **works** [now](command:x)')), { kind: 'message', markdown: 'It **works** \\[now\\](command:x)' });
  const unseen: RunEventBody[] = [
    text('half', true),
    text('  '),
    { type: 'reasoning', text: 'hm' },
    { type: 'prompt', role: 'user', origin: 'user', text: 'do it' },
  ];
  assert.deepEqual(unseen.map(shownEvent), [undefined, undefined, undefined, undefined]);
});

test('a change is told once: by what it changed, not by the call that made it', () => {
  const call = shownEvent({
    type: 'tool-start',
    callId: '1',
    tool: 'edit_file',
    summary: 'Edit src/a.ts',
    input: {},
    effects: [{ kind: 'write', at, change: 'edit', protected: false }],
  });
  assert.equal(call?.kind, 'moment');
  const change = shownEvent({ type: 'change', ...at, change: 'edit', before: null, after: null, added: 3, removed: 1 });
  assert.deepEqual(change, { kind: 'step', markdown: '`src/a.ts` +3 −1', plain: 'src/a.ts' });
});

test('a command is a step whose words mean nothing to the chat', () => {
  const step = shownEvent({
    type: 'tool-start',
    callId: '1',
    tool: 'run_command',
    summary: 'Run: echo `x` [y](z)\n<b>',
    input: {},
    effects: [],
  });
  assert.deepEqual(step?.kind === 'step' && step.markdown, 'Run\\: echo \\`x\\` \\[y\\]\\(z\\) \\<b\\>');
});

test('a check says before and after, and that it was not measured', () => {
  const check = (phase: 'baseline' | 'final', passed: boolean): RunEventBody => ({
    type: 'check-end',
    check: 'c',
    title: 'npm test',
    phase,
    result: { passed, summary: 'exit code 1', output: '', at: 1, duration: 2, fingerprint: null } as never,
  });
  assert.deepEqual(shownEvent(check('baseline', false)), { kind: 'line', markdown: 'check `npm test`, before: red (exit code 1)' });
  assert.deepEqual(shownEvent(check('final', true)), { kind: 'line', markdown: 'check `npm test`, after: green (exit code 1)' });
});

test('many steps become one line that names the last', () => {
  assert.equal(stepsText(['a', 'b']), 'a · b');
  assert.equal(stepsText(['1', '2', '3', '4', '5', '6']), '6 steps, at last: 3 · 4 · 5 · 6');
});
