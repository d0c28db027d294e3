import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeRequestForPerson } from '../../../../src/core/runs/requestText.ts';
import { isProposal } from '../../../../src/vscode/commands/requestTarget.ts';
import type { ChatAnswer } from '../../../../src/vscode/chat/chatAnswer.ts';
import { showRequest } from '../../../../src/vscode/chat/requestParts.ts';
import type { RequestRow } from '../../../../src/vscode/trees/inboxRows.ts';

/** What the Approve button stands for when this change waits, and whether the answer holds the change. */
function approvalOf(diff: string): { countsAsSeen: boolean; isShown: boolean } {
  const at = { root: 'w', path: 'a.js' };
  const text = describeRequestForPerson(
    {
      kind: 'approval',
      callId: 'c',
      tool: 'edit_file',
      summary: 'Edit a.js',
      effects: [{ kind: 'write', at, change: 'edit', protected: false }],
      reason: 'it changes a file',
      scopes: ['once'],
      diff,
    },
    (words) => words,
  );
  const [said, approvals]: [string[], unknown[]] = [[], []];
  const answer = {
    paragraph: (markdown: string) => said.push(markdown),
    list: () => undefined,
    links: () => undefined,
    button: (_title: string, command: string, about: unknown) => command === 'rota.approveRequest' && approvals.push(about),
  } as unknown as ChatAnswer;
  showRequest({ kind: 'approval', id: 'r1', text, card: undefined } as unknown as RequestRow, answer);
  return { countsAsSeen: isProposal(approvals[0]), isShown: said.some((each) => each.includes(diff)) };
}

test('a change counts as seen only where the chat shows all of it', () => {
  assert.deepEqual(approvalOf('-one\n+two'), { countsAsSeen: true, isShown: true });
  const no = { countsAsSeen: false, isShown: false };
  assert.deepEqual(approvalOf('+line\n'.repeat(40)), no);
  assert.deepEqual(approvalOf(`-one\n+one${' '.repeat(100)}; evil()`), no, 'the end of a long line is out of sight');
});
