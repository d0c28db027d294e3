import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TaskChange, type Task } from '../../../../src/core/model/task.ts';
import { cardFields, type CardFieldName } from '../../../../webview-ui/card/cardFields.ts';
import { aTask } from '../../../support/aTask.ts';

const fields = cardFields();
const full = aTask({
  title: 'Title',
  description: '# Text\n',
  priority: 'P1',
  agent: 'coder',
  labels: ['a b', 'c'],
  due: 1_767_200_400_000,
  eta: 'soon',
  progress: 40,
  budget: { steps: 5, tokens: 100, cost: 0.5, minutes: 10 },
  maxAttempts: 2,
  weight: -3,
  runAfter: 1_767_200_400_000,
  schedule: 'daily',
  risk: 'high',
  actionType: 'payment',
  capabilities: ['ts'],
  project: 'p',
  root: 'server',
  chat: 'c1',
  payload: { a: [1, null] },
  metadata: { k: 'v=w' },
  externalRefs: [{ system: 'jira', id: 'A-1:2' }],
});

test('every field reads back what it shows', () => {
  for (const [name, field] of Object.entries(fields)) {
    for (const task of [full, aTask(), aTask({ due: '2026-12-31' })]) {
      const reading = field.read(field.show(task), task);
      assert.ok('value' in reading, name);
      assert.deepEqual(reading.value[field.key], task[field.key], name);
      TaskChange.parse(reading.value);
    }
  }
});

test('every part of a card that a person edits has a field, a list or a section', () => {
  const lists = ['parent', 'dependsOn', 'relations', 'checks'];
  const covered = new Set([...Object.values(fields).map(({ key }) => key as string), ...lists]);
  assert.deepEqual(
    Object.keys(TaskChange.shape).filter((key) => !covered.has(key)),
    [],
  );
});

test('what cannot be read is said in a sentence', () => {
  const said = (name: CardFieldName, text: string): string => {
    const reading = fields[name].read(text, full);
    return 'problem' in reading ? reading.problem : '';
  };
  assert.equal(said('progress', '101'), 'A number from 0 to 100 is expected here.');
  assert.equal(said('weight', '1.5'), 'A whole number is expected here.');
  assert.equal(said('steps', 'many'), 'A number is expected here.');
  assert.match(said('payload', '{a: 1}'), /This is not JSON/);
  assert.equal(said('metadata', 'no separator'), '"no separator" needs the form name=value.');
  assert.equal(said('due', '2026-02-30'), 'There is no day 2026-02-30: that month has 28 days.');
  assert.match(said('due', '2026-06-31T10:00'), /There is no day 2026-06-31/);
  assert.match(said('due', '?'), /A date is expected/);
  assert.match(said('due', '1969-12-31'), /before 1970/);
  assert.match(said('runAfter', '2026-12-31T24:30'), /There is no time 24:30/);
  assert.match(said('labels', 'x'.repeat(101)), /longer than 100/);
});

test("an empty limit takes the agent's again and leaves the others", () => {
  const budget = (task: Task, text: string): unknown => {
    const reading = fields.tokens.read(text, task);
    return 'value' in reading ? reading.value.budget : undefined;
  };
  assert.deepEqual(budget(full, ''), { steps: 5, cost: 0.5, minutes: 10 });
});
