import assert from 'node:assert/strict';
import test from 'node:test';
import { ModelChoice, ownVendor } from '../../../../src/core/model/agent.ts';
import type { ModelMessage } from '../../../../src/core/model/modelMessage.ts';
import { fromEditorMessages, toEditorMessages } from '../../../../src/core/providers/editorMessages.ts';

const user = (text: string): ModelMessage => ({ role: 'user', text, origin: 'user' });
const text = (value: string) => ({ type: 'text', text: value }) as const;

test('what stands in the system role opens the first message of the user', () => {
  assert.deepEqual(toEditorMessages([{ role: 'system', text: 'You mend.', origin: 'rota' }, user('Mend it.')]), [
    { role: 'user', parts: [text('You mend.\n\nMend it.')] },
  ]);
});

test('the results of one turn stand in one message of the user, before what is said after them', () => {
  const turns = toEditorMessages([
    user('Look.'),
    {
      role: 'assistant',
      text: '',
      toolCalls: [
        { id: 'a', name: 'one', arguments: '{"path":"a"}' },
        { id: 'b', name: 'two', arguments: 'not json' },
      ],
    },
    { role: 'tool', callId: 'a', name: 'one', text: 'A', failed: false },
    { role: 'tool', callId: 'b', name: 'two', text: 'broken arguments', failed: true },
    user('Go on.'),
  ]);
  assert.deepEqual(turns, [
    { role: 'user', parts: [text('Look.')] },
    {
      role: 'assistant',
      parts: [
        { type: 'call', id: 'a', name: 'one', input: { path: 'a' } },
        { type: 'call', id: 'b', name: 'two', input: {} },
      ],
    },
    {
      role: 'user',
      parts: [{ type: 'result', id: 'a', text: 'A' }, { type: 'result', id: 'b', text: 'broken arguments' }, text('Go on.')],
    },
  ]);
});

test('empty texts are left out, and the roles alternate', () => {
  const turns = toEditorMessages([user('A'), { role: 'assistant', text: '', toolCalls: [] }, user('B')]);
  assert.deepEqual(turns, [{ role: 'user', parts: [text('A\n\nB')] }]);
});

test('a conversation comes back as it went', () => {
  const conversation: ModelMessage[] = [
    user('Look.'),
    { role: 'assistant', text: 'I look.', toolCalls: [{ id: 'a', name: 'read_file', arguments: '{"path":"a"}' }] },
    { role: 'tool', callId: 'a', name: 'read_file', text: 'A', failed: false },
    user('Go on.'),
    { role: 'assistant', text: 'Done.', toolCalls: [] },
  ];
  assert.deepEqual(fromEditorMessages(toEditorMessages(conversation)), conversation);
});

test('a request of the editor may hold a system message, texts in pieces and results of calls that are forgotten', () => {
  assert.deepEqual(
    fromEditorMessages([
      { role: 'system', parts: [text('Be brief.')] },
      { role: 'user', parts: [text('He'), text('llo'), { type: 'result', id: 'x', text: 'X' }] },
    ]),
    [
      { role: 'system', text: 'Be brief.', origin: 'user' },
      { role: 'tool', callId: 'x', name: 'unknown', text: 'X', failed: false },
      { role: 'user', text: 'Hello', origin: 'user' },
    ],
  );
});

test('no agent can have a model that Rota itself offers to the editor', () => {
  const choice = { provider: 'editor', vendor: 'copilot', family: '', model: 'gpt-x' };
  assert.deepEqual(ModelChoice.parse(choice), choice);
  assert.match(ModelChoice.safeParse({ ...choice, vendor: ownVendor }).error?.issues[0]?.message ?? '', /choose the model itself/);
});
