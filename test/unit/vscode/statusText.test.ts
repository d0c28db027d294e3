import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runningText, waitingText } from '../../../src/vscode/statusText.ts';

describe('the status bar', () => {
  test('shows the number that waits and nothing when nothing does', () => {
    assert.equal(waitingText(0), undefined);
    assert.deepEqual(waitingText(3), { text: '$(inbox) 3', spoken: 'Rota: 3 items wait for you' });
  });

  test('shows the card that started last with its step, and how many more run', () => {
    assert.equal(runningText([]), undefined);
    assert.equal(
      runningText([
        { number: 1, step: 'thinking' },
        { number: 2, step: 'Run: npm test' },
      ])?.text,
      '$(loading~spin) #2 Run: npm test +1',
    );
  });

  test('cuts a long step and draws no icon that a step names', () => {
    const { text } = runningText([{ number: 1, step: `$(trash) ${'x'.repeat(100)}\nmore` }]) ?? assert.fail();
    assert.match(text, /^\$\(loading~spin\) #1 \$ \(trash\) x+…$/);
    assert.ok(text.length < 70);
  });
});
