import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMemory, followUpsOf, metadataOf, type ChatMemory } from '../../../../src/vscode/chat/chatMemory.ts';
import { StoppedTurns } from '../../../../src/vscode/chat/stoppedTurns.ts';
import { cardId } from '../../../support/aBoardCard.ts';

const memory = (chat: string): ChatMemory => ({ chat, cards: [{ task: cardId(1), status: 'running', asks: null }] });
const asked = (command: string, prompt: string): object => ({ command, prompt });
const answered = (chat: string): object => ({ result: { metadata: metadataOf(memory(chat), []) } });

test('a chat is found again by the last of its answers that has a memory', () => {
  assert.equal(findMemory([]), undefined);
  const history = [asked('new', 'a'), answered('first'), asked('new', 'b'), answered('second'), asked('run', '1'), { result: {} }];
  assert.deepEqual(findMemory(history), memory('second'));
});

test('an answer whose metadata is not ours, or was meddled with, is none', () => {
  for (const metadata of [
    undefined,
    null,
    { rota: 'x' },
    { rota: { memory: { chat: '', cards: [] }, followUps: [] } },
    { rota: { memory: { chat: 'c', cards: [{ task: '../x' }] }, followUps: [] } },
  ]) {
    assert.equal(findMemory([{ result: { metadata } }]), undefined);
    assert.deepEqual(followUpsOf({ metadata }), []);
  }
});

test('an answer offers what it was made with, and only commands that there are', () => {
  const offer = { label: 'Run #1', command: 'run' as const, prompt: '1' };
  assert.deepEqual(followUpsOf({ metadata: metadataOf(memory('c'), [offer]) }), [offer]);
  assert.deepEqual(followUpsOf({ metadata: { rota: { memory: memory('c'), followUps: [{ ...offer, command: 'delete' }] } } }), []);
});

test('a chat remembers its last cards, however many it had', () => {
  const cards = Array.from({ length: 500 }, (_, at) => ({ task: cardId(at + 1), status: 'todo' as const, asks: null }));
  const found = findMemory([{ result: { metadata: metadataOf({ chat: 'c', cards }, []) } }]);
  assert.equal(found?.cards.length, 200);
  assert.equal(found.cards.at(-1)?.task, cardId(500));
});

test('a turn that was stopped is remembered by its words until the chat has a whole answer again', () => {
  const stopped = new StoppedTurns();
  stopped.remember({ command: 'run', prompt: '1' }, metadataOf(memory('c'), []));
  const history = [asked('run', '1'), { result: {} }];
  assert.deepEqual(stopped.findMemory(history), memory('c'));
  assert.equal(stopped.findMemory([...history, asked('list', ''), answered('c')]), undefined);
  assert.equal(stopped.findMemory([asked('run', '2'), { result: {} }]), undefined);
});

test('the same words in another chat do not mix the two up', () => {
  const stopped = new StoppedTurns();
  stopped.remember({ command: 'run', prompt: '1' }, metadataOf(memory('other'), []));
  assert.equal(stopped.findMemory([asked('new', 'a'), answered('own'), asked('run', '1'), { result: {} }]), undefined);
});
