import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Effect } from '../../../../src/core/model/effect.ts';
import type { PersonRequest } from '../../../../src/core/model/request.ts';
import { describeRequestForPerson, type RequestText } from '../../../../src/core/runs/requestText.ts';
import { needsLook, wholeText } from '../../../../src/vscode/commands/approvalText.ts';
import type { RequestRow } from '../../../../src/vscode/trees/inboxRows.ts';
import { aBoardCard } from '../../../support/aBoardCard.ts';

const told = (effect: Effect, diff: string | null): RequestText =>
  describeRequestForPerson(
    { kind: 'approval', callId: 'c', tool: 't', summary: 'Do it', reason: 'it must', scopes: ['once'], diff, effects: [effect] },
    (text) => text,
  );
const edit = (diff: string | null): RequestText =>
  told({ kind: 'write', at: { root: '', path: 'a.ts' }, change: 'edit', protected: false }, diff);
const command: RequestText = told({ kind: 'command', command: 'npm test', folder: { root: '', path: '' }, background: false }, null);
const row = (text: RequestText): RequestRow => ({
  kind: 'approval',
  id: 'r',
  task: aBoardCard(7).id,
  card: aBoardCard(7),
  since: 0,
  request: {} as PersonRequest,
  text,
});

describe('what people see before they approve', () => {
  test('a change passes at once only from its diff: the row names no more than its file', () => {
    assert.equal(needsLook([edit('+evil')], false), true);
    assert.equal(needsLook([edit('+evil')], true), false);
    assert.equal(needsLook([command], false), false);
    assert.equal(needsLook([edit('+a'), edit('+b')], true), true);
    assert.equal(needsLook([command, command], false), true);
  });

  test('a short change is shown whole where it is asked for; a long one is to be opened', () => {
    assert.match(wholeText(row(edit('-a\n+evil')), true), /^#7\n[^]*a\.ts[^]*\n-a\n\+evil$/);
    const long = wholeText(row(edit('+x\n'.repeat(200))), false);
    assert.match(long, /Open it to see the change/);
    assert.doesNotMatch(long, /\+x/);
  });
});
