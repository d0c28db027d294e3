import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as z from 'zod';
import type { BoardCard } from '../../../../src/core/model/boardCard.ts';
import { TaskStatus } from '../../../../src/core/model/taskStatus.ts';
import { cardFlags, faceOf, type Asking } from '../../../../src/vscode/trees/cardFace.ts';
import { inboxFlags } from '../../../../src/vscode/trees/inboxRows.ts';
import { cardTooltip, escapeMarkdown } from '../../../../src/vscode/trees/cardTooltip.ts';
import { aBoardCard, aRunOfACard } from '../../../support/aBoardCard.ts';

const flagsOf = (card: BoardCard, kind?: Asking['kind']): string[] =>
  faceOf(card, { waitsFor: kind && { kind, title: 'asks' } })
    .flags.split(' ')
    .slice(1);

describe('a card as a row of the tree', () => {
  test('says who does it, how far it is and why it stands still', () => {
    assert.equal(faceOf(aBoardCard(1, { agent: 'coder', progress: 40, status: 'running' })).description, 'coder · 40 %');
    assert.equal(faceOf(aBoardCard(1, { openDependencies: 2, status: 'queued' })).description, 'waits for 2 cards');
    const lost = { openDependencies: 2, lostDependencies: 1, status: 'queued' } as const;
    assert.equal(faceOf(aBoardCard(1, lost)).description, 'depends on a card that was canceled or failed');
    assert.equal(faceOf(aBoardCard(1, { status: 'review', statusReason: 'no\ncheck' })).description, 'no check');
    assert.equal(
      faceOf(aBoardCard(1, { status: 'queued', openDependencies: 1 }), { whyNot: ['it waits for #3'] }).description,
      'It waits for #3.',
    );
    assert.equal(
      faceOf(aBoardCard(1, { status: 'waiting', statusReason: 'Waits for approval: Run: make' })).description,
      'answered, waits to be continued',
    );
    assert.equal(faceOf(aBoardCard(1, { accepted: false })).description, 'proposed');
    assert.equal(
      faceOf(aBoardCard(1, { status: 'waiting', statusReason: 'Waits' }), {
        waitsFor: { kind: 'approval', title: 'asks to run: npm test' },
      }).description,
      'asks to run: npm test',
    );
  });

  test('does not repeat what its group says', () => {
    assert.equal(faceOf(aBoardCard(1, { agent: 'coder', progress: 40 }), { by: 'agent' }).description, '40 %');
  });

  test('offers what its status allows', () => {
    assert.deepEqual(flagsOf(aBoardCard(1)), ['runnable', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'running', run: aRunOfACard })), ['running', 'hasRun', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'waiting' }), 'approval'), ['running', 'asking', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'waiting' }), 'interrupted'), ['asking', 'interrupted', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'waiting' })), ['runnable', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'review' })), ['review', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'queued', approvalPending: true })), ['runnable', 'proposed', 'cancelable']);
    assert.deepEqual(flagsOf(aBoardCard(1, { status: 'done', accepted: false })), []);
  });

  test('tells a screen reader in words what the icon shows', () => {
    const spoken = TaskStatus.options.map((status) => faceOf(aBoardCard(1, { status })).spoken);
    assert.equal(new Set(spoken).size, TaskStatus.options.length);
    assert.equal(faceOf(aBoardCard(7, { status: 'review', agent: 'coder' })).spoken, '#7 Card 7, In review, P2, coder');
  });

  test('interprets nothing of what somebody wrote', () => {
    const title = '<img src=x onerror=y> [a](command:rota.deleteCard) ![b](https://evil.example/b) $(trash) https://evil.example\n# h';
    assert.doesNotMatch(escapeMarkdown(title), /[<>[\]()!$:/.]|\n/);
    const tooltip = cardTooltip(aBoardCard(1, { title, statusReason: '[x](y)', labels: ['<b>'], agent: 'a' }), 'en');
    assert.doesNotMatch(tooltip, /<|\]\(|command:|https:/);
  });
});

describe('the menus of the trees', () => {
  const Items = z.array(z.object({ when: z.string().default('') }));
  const Manifest = z.object({ contributes: z.object({ menus: z.object({ 'view/item/context': Items }) }) });
  const manifest = Manifest.parse(JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')));
  const asked = (view: string): string[] => {
    const clauses = manifest.contributes.menus['view/item/context'].filter(({ when }) => when.includes(`view == ${view}`));
    return [
      ...new Set(
        clauses.flatMap(({ when }) => [...when.matchAll(/viewItem =~ \/([^/]+)\//g)].flatMap(([, names]) => (names ?? '').split('|'))),
      ),
    ];
  };

  test('ask for no flag that a row can never have, and for every flag that one has', () => {
    assert.deepEqual(asked('rota.cards').toSorted(), [...cardFlags].toSorted());
    assert.deepEqual(asked('rota.inbox').toSorted(), [...inboxFlags].toSorted());
  });

  test('ask for flags of which none is part of another: they are matched as patterns', () => {
    for (const flags of [cardFlags, inboxFlags] as const) {
      for (const flag of flags)
        assert.deepEqual(
          flags.filter((other) => other !== flag && other.includes(flag)),
          [],
        );
    }
  });
});
