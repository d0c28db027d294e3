import assert from 'node:assert/strict';
import test from 'node:test';
import type { RequestBody } from '../../../src/core/model/request.ts';
import { answerFrom } from '../../../src/cli/requestAnswers.ts';

const approval: RequestBody = {
  kind: 'approval',
  callId: 'c',
  tool: 'run_command',
  summary: 's',
  effects: [],
  reason: 'r',
  scopes: ['once', 'run'],
  diff: null,
};
const single: RequestBody = { ...approval, scopes: ['once'] };
const question: RequestBody = { kind: 'question', callId: 'c', question: 'Which?', choices: ['red', 'blue'] };
const limit: RequestBody = { kind: 'limit', limit: 'steps', message: 'm' };
const interrupted: RequestBody = { kind: 'interrupted', message: 'm' };

test('an approval is given once, for the run, or refused with a note', () => {
  assert.deepEqual(answerFrom(approval, 'y'), { kind: 'approve', scope: 'once' });
  assert.deepEqual(answerFrom(approval, 'r'), { kind: 'approve', scope: 'run' });
  assert.deepEqual(answerFrom(approval, 'n'), { kind: 'reject', note: null });
  assert.deepEqual(answerFrom(approval, 'no, use pnpm'), { kind: 'reject', note: 'use pnpm' });
});

test('an approval for the run is not taken where none is offered', () => {
  assert.equal(answerFrom(single, 'r'), undefined);
});

test('nothing but a clear yes approves', () => {
  for (const words of ['', ' ', 'yep', 'yes please', 'ja', 'ok', 'nothing', 'Y E S', 'run it'])
    assert.notEqual(answerFrom(approval, words)?.kind, 'approve', words);
});

test('a question takes any text, and a number for one of its choices', () => {
  assert.deepEqual(answerFrom(question, '2'), { kind: 'text', text: 'blue' });
  assert.deepEqual(answerFrom(question, '7'), { kind: 'text', text: '7' });
  assert.deepEqual(answerFrom(question, 'no'), { kind: 'text', text: 'no' });
});

test('a limit is continued or stopped, and only an interruption can start over', () => {
  assert.deepEqual(answerFrom(limit, 'continue'), { kind: 'continue' });
  assert.deepEqual(answerFrom(limit, 's'), { kind: 'stop' });
  assert.equal(answerFrom(limit, 'start over'), undefined);
  assert.deepEqual(answerFrom(interrupted, 'start-over'), { kind: 'start-over' });
});
