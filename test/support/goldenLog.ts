import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunEvent } from '../../src/core/model/runEvent.ts';

/** A run log as text for people to review: one line an event, ids and prompts of the house left out. */
export function renderLog(events: readonly RunEvent[]): string {
  return events.map(({ body }) => describe(body)).join('\n') + '\n';
}

/** Compares text with a file beside the test. `UPDATE_GOLDEN=1` writes the file; read its diff before you commit it. */
export function assertGolden(text: string, file: URL): void {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8'));
}

function describe(body: RunEvent['body']): string {
  switch (body.type) {
    case 'run-start':
      return `run-start ${body.agent} attempt ${body.attempt} on ${body.model}`;
    case 'prompt':
      return body.role === 'system' ? 'prompt system' : block(`prompt from ${body.origin}`, body.text);
    case 'text':
      return block(
        `text (${body.stopReason}${body.draft ? ', draft' : ''}) ${body.toolCalls.map((call) => `${call.name} ${call.arguments}`).join(' | ')}`.trimEnd(),
        body.text,
      );
    case 'tool-start':
      return `tool-start ${body.tool}: ${body.summary} [${body.effects.map((effect) => effect.kind).join(' ')}]`;
    case 'tool-end':
      return block(`tool-end ${body.tool}${body.failed ? ' FAILED' : ''}`, body.text);
    case 'approval-request':
    case 'question':
      return `${body.type} ${JSON.stringify(body.body.kind === 'approval' ? [body.body.summary, body.body.reason, body.body.scopes] : body.body)}`;
    case 'approval-response':
    case 'answer':
      return `${body.type} ${JSON.stringify(body.answer)}`;
    case 'change':
      return `change ${body.change} ${body.path} +${body.added} -${body.removed}`;
    case 'check-start':
      return `check-start ${body.phase} ${body.title}`;
    case 'check-end':
      return `check-end ${body.phase} ${body.title}: ${body.result.passed ? 'passed' : 'FAILED'}, ${body.result.summary}`;
    case 'run-end':
      return `run-end ${body.status} after ${body.steps} steps ${body.message}`.trimEnd();
    default:
      return `${body.type} ${'message' in body ? body.message : JSON.stringify(body)}`;
  }
}

function block(head: string, text: string): string {
  return text === ''
    ? head
    : `${head}\n${text
        .split('\n')
        .map((line) => `  | ${line}`.trimEnd())
        .join('\n')}`;
}
