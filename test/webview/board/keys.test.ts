import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intentOf } from '../../../webview-ui/board/keys.ts';

const press = (
  key: string,
  held: Partial<Record<'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {},
  begun: Parameters<typeof intentOf>[1] = 'nothing',
): ReturnType<typeof intentOf> => intentOf({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held }, begun);

test('arrows step, with Shift they extend, with Alt they carry', () => {
  assert.deepEqual(press('ArrowDown'), { kind: 'step', step: 'down', extend: false });
  assert.deepEqual(press('ArrowDown', { shiftKey: true }), { kind: 'step', step: 'down', extend: true });
  assert.deepEqual(press('ArrowLeft', { altKey: true }), { kind: 'carry', step: 'left' });
});

test('while a card is carried, keys only place it', () => {
  assert.deepEqual(press('ArrowUp', {}, 'carrying'), { kind: 'carry', step: 'up' });
  assert.deepEqual(press('Enter', {}, 'carrying'), { kind: 'drop' });
  assert.deepEqual(press('Escape', {}, 'carrying'), { kind: 'clear' });
  assert.equal(press('Delete', {}, 'carrying'), undefined);
  assert.equal(press('r', {}, 'carrying'), undefined);
});

test("the editor's own keys are left to it", () => {
  for (const [key, held] of [
    ['F1', {}],
    ['p', { ctrlKey: true }],
    ['P', { ctrlKey: true, shiftKey: true }],
    ['ArrowUp', { ctrlKey: true }],
    ['Tab', {}],
    ['F10', { shiftKey: true }],
  ] as const) {
    assert.equal(press(key, held), undefined, key);
  }
});

test('undo and redo, on every keyboard', () => {
  assert.deepEqual(
    [
      press('z', { ctrlKey: true }),
      press('Z', { ctrlKey: true, shiftKey: true }),
      press('z', { metaKey: true }),
      press('y', { ctrlKey: true }),
    ].map((intent) => intent?.kind),
    ['undo', 'redo', 'undo', 'redo'],
  );
  assert.equal(press('?', { shiftKey: true })?.kind, 'help');
});

test('letters begin a title; those with a meaning of their own only with Shift or within one', () => {
  assert.deepEqual(
    [press('w'), press('ü'), press('7')],
    [
      { kind: 'type', text: 'w' },
      { kind: 'type', text: 'ü' },
      { kind: 'type', text: '7' },
    ],
  );
  assert.equal(press('r')?.kind, 'run');
  assert.deepEqual(
    [press('R', { shiftKey: true }), press('r', {}, 'typing')],
    [
      { kind: 'type', text: 'r' },
      { kind: 'type', text: 'r' },
    ],
  );
  assert.equal(press('Delete', {}, 'typing')?.kind, 'delete');
  assert.equal(press('w', { ctrlKey: true }), undefined);
});
