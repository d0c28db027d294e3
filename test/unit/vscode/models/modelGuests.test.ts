import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelGuests } from '../../../../src/vscode/models/modelGuests.ts';

const asked: [extension: string | null, model: string][] = [];
const guests = (answer: boolean): ModelGuests => {
  asked.length = 0;
  return new ModelGuests('Rota.Rota', async (extension, model) => {
    asked.push([extension, model]);
    return answer;
  });
};

test('an extension asks a model only after a person has let it, and is asked for once', async () => {
  const door = guests(true);
  const from = { requestInitiator: 'some.Extension', toolMode: 1 };
  assert.deepEqual(
    await Promise.all([
      door.isAllowed(from, 'tiny'),
      door.isAllowed(from, 'tiny'),
      door.isAllowed({ requestInitiator: 'some.extension' }, 'big'),
    ]),
    [true, true, true],
  );
  assert.deepEqual(asked, [['some.extension', 'tiny']]);
});

test('who was refused stays refused, and another is asked for by itself', async () => {
  const door = guests(false);
  assert.equal(await door.isAllowed({ requestInitiator: 'some.extension' }, 'tiny'), false);
  assert.equal(await door.isAllowed({ requestInitiator: 'some.extension' }, 'tiny'), false);
  assert.equal(await door.isAllowed({ requestInitiator: 'core.imitation' }, 'tiny'), false);
  assert.deepEqual(
    asked.map(([extension]) => extension),
    ['some.extension', 'core.imitation'],
  );
});

test('somebody who is not named is asked for too', async () => {
  for (const options of [{}, { requestInitiator: '' }, { requestInitiator: 7 }])
    assert.equal(await guests(false).isAllowed(options, 'tiny'), false);
});

test('the editor, its chat and Rota itself need no leave', async () => {
  const door = guests(false);
  for (const requestInitiator of ['core', 'github.copilot-chat', 'GitHub.copilot-chat', 'rota.rota'])
    assert.equal(await door.isAllowed({ requestInitiator }, 'tiny'), true);
  assert.deepEqual(asked, []);
});
