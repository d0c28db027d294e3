import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../../src/core/model/task.ts';
import { cardFields } from '../../../../webview-ui/card/cardFields.ts';
import { keepMine, settle, submit, typeInto, type Draft } from '../../../../webview-ui/card/drafts.ts';
import { aTask } from '../../../support/aTask.ts';

const fields = cardFields();
const { title: field } = fields;
const typed = (text: string, task: Task): Draft => typeInto(undefined, { field, task, text });

test('what was typed is sent with what stood there, and the field is free again once it is saved', () => {
  const task = aTask({ title: 'Old', revision: 7 });
  const sent = submit(typed(' New ', task), { field, task, write: 3 });
  assert.deepEqual(sent.edit, { write: 3, revision: 7, change: { title: 'New' }, base: { title: 'Old' } });
  assert.ok(sent.draft);
  assert.deepEqual(settle(sent.draft, { outcome: 'saved', message: '' }, { field, task: { ...task, title: 'New' } }), { draft: undefined });
});

test('nothing is sent for what makes no sense, or changes nothing', () => {
  const task = aTask({ title: 'Old' });
  assert.equal(submit(typed('  ', task), { field, task, write: 1 }).draft?.problem, 'A card needs a title.');
  assert.deepEqual(submit(typed('Old ', task), { field, task, write: 1 }), { draft: undefined });
});

test('typing goes on while an edit is saved, and is sent afterwards against the saved text', () => {
  const task = aTask({ title: 'Old' });
  const { draft: saving } = submit(typed('New', task), { field, task, write: 1 });
  assert.ok(saving);
  const further = typeInto(saving, { field, task, text: 'Newer' });
  assert.equal(submit(further, { field, task, write: 2 }).edit, undefined);
  const saved = { ...task, title: 'New' };
  const { draft } = settle(further, { outcome: 'saved', message: '' }, { field, task: saved });
  assert.ok(draft);
  assert.deepEqual(submit(draft, { field, task: saved, write: 2 }).edit?.base, { title: 'New' });
});

test('a field that somebody else changed while it was typed in asks, and sends mine only when told to', () => {
  const before = aTask({ title: 'Old' });
  const now = { ...before, title: 'Theirs' };
  const asking = submit(typed('Mine', before), { field, task: now, write: 1 });
  assert.equal(asking.edit, undefined);
  assert.equal(asking.draft?.conflict, true);
  assert.ok(asking.draft);
  const kept = keepMine(asking.draft, { field, task: now, write: 2 });
  assert.deepEqual(kept.edit?.change, { title: 'Mine' });
  assert.deepEqual(kept.edit.base, { title: 'Theirs' });
});

test('who meant the same has no conflict', () => {
  const before = aTask({ title: 'Old' });
  assert.deepEqual(submit(typed('Same', before), { field, task: { ...before, title: 'Same' }, write: 1 }), { draft: undefined });
});

test('a limit is sent again when only another limit of the same budget was changed elsewhere', () => {
  const steps = fields.steps;
  const before = aTask({ budget: { steps: 5 } });
  const { draft } = submit(typeInto(undefined, { field: steps, task: before, text: '9' }), { field: steps, task: before, write: 1 });
  assert.ok(draft);
  const now = aTask({ budget: { steps: 5, minutes: 2 } });
  const answered = settle(draft, { outcome: 'conflict', message: '' }, { field: steps, task: now });
  assert.equal(answered.again, true);
  assert.ok(answered.draft);
  assert.deepEqual(submit(answered.draft, { field: steps, task: now, write: 2 }).edit?.change, { budget: { steps: 9, minutes: 2 } });
});

test('what the board refuses stays in the field with the reason', () => {
  const task = aTask({ title: 'Old' });
  const { draft } = submit(typed('New', task), { field, task, write: 1 });
  assert.ok(draft);
  assert.deepEqual(settle(draft, { outcome: 'refused', message: 'no' }, { field, task }).draft, {
    text: 'New',
    baseText: 'Old',
    problem: 'no',
  });
});

test('what does not fit the model is said before it is sent', () => {
  const { metadata } = fields;
  const task = aTask();
  const text = `${'x'.repeat(300)}=1`;
  assert.match(
    submit(typeInto(undefined, { field: metadata, task, text }), { field: metadata, task, write: 1 }).draft?.problem ?? '',
    /cannot be saved/,
  );
});
