import * as l10n from '@vscode/l10n';
import type { Actor } from '../../core/model/actor.ts';
import type { RequestAnswer } from '../../core/model/request.ts';
import type { RunEventBody } from '../../core/model/runEvent.ts';
import { totalTokens } from '../../core/model/usage.ts';
import { inlineCode, plainInline, safeMarkdown } from './safeMarkdown.ts';

/** What a chat shows of an event of a run, as Markdown that holds no format of others. */
export type ShownEvent =
  /** What the agent says. */
  | { readonly kind: 'message'; readonly markdown: string }
  /** What it does: several of them become one line. `plain` is the same in plain words. */
  | { readonly kind: 'step'; readonly markdown: string; readonly plain: string }
  /** Only worth a moment. */
  | { readonly kind: 'moment'; readonly plain: string }
  | { readonly kind: 'line'; readonly markdown: string };

/** Characters of one step. */
const MOST_STEP = 100;
/** Steps that are named where several stand together. */
const MOST_NAMED = 4;

/** What of an event people want to read in a chat; reasoning and prompts stay in the run panel. */
export function shownEvent(body: RunEventBody): ShownEvent | undefined {
  switch (body.type) {
    case 'run-start': {
      const simulated = body.simulated ? ` · ${l10n.t('simulated')}` : '';
      return {
        kind: 'line',
        markdown: l10n.t('{0} begins with {1}, attempt {2}', plainInline(body.agent), plainInline(body.model), body.attempt) + simulated,
      };
    }
    case 'text':
      return body.draft || body.text.trim() === '' ? undefined : { kind: 'message', markdown: safeMarkdown(body.text) };
    case 'tool-start':
      if (body.effects.some(({ kind }) => kind === 'question')) return undefined;
      // What it changes is told by the change itself.
      if (body.effects.some(({ kind }) => kind === 'write')) return { kind: 'moment', plain: body.summary };
      return { kind: 'step', markdown: plainInline(shortened(body.summary)), plain: body.summary };
    case 'tool-end':
      return body.failed
        ? {
            kind: 'step',
            markdown: l10n.t('failed: {0}', plainInline(shortened(firstLine(body.text)))),
            plain: l10n.t('failed: {0}', firstLine(body.text)),
          }
        : undefined;
    case 'change':
      return { kind: 'step', markdown: `${inlineCode(body.path)} +${body.added} −${body.removed}`, plain: body.path };
    case 'check-start':
      return body.phase === 'baseline' ? { kind: 'moment', plain: l10n.t('checking: {0}', body.title) } : undefined;
    case 'check-end':
      return checkText(body);
    case 'approval-response':
    case 'answer':
      return { kind: 'line', markdown: answerText(body) };
    case 'retry':
      return { kind: 'moment', plain: body.message };
    case 'budget-warning':
    case 'status':
    case 'error':
      return { kind: 'line', markdown: plainInline(body.message) };
    case 'run-end':
      return { kind: 'line', markdown: endText(body) };
    case 'prompt':
    case 'reasoning':
    case 'approval-request':
    case 'question':
    case 'compaction':
      return undefined;
  }
}

/** Several steps as one line, the last ones named. */
export function stepsText(steps: readonly string[]): string {
  const named = steps.slice(-MOST_NAMED).join(' · ');
  return steps.length > MOST_NAMED ? l10n.t('{0} steps, at last: {1}', steps.length, named) : named;
}

function checkText({ title, phase, result }: Extract<RunEventBody, { type: 'check-end' }>): ShownEvent {
  const color = result.unmeasured !== undefined ? l10n.t('unknown') : result.passed ? l10n.t('green') : l10n.t('red');
  const when = phase === 'baseline' ? l10n.t('before') : l10n.t('after');
  const summary = result.summary === '' ? '' : ` (${plainInline(shortened(result.summary))})`;
  return { kind: 'line', markdown: l10n.t('check {0}, {1}: {2}', inlineCode(title), when, color) + summary };
}

/** What somebody answered to a request. */
export function answerText({ answer, by }: { readonly answer: RequestAnswer; readonly by: Actor }): string {
  const name = plainInline(by.name);
  switch (answer.kind) {
    case 'approve':
      return answer.scope === 'run' ? l10n.t('approved for this run by {0}', name) : l10n.t('approved by {0}', name);
    case 'reject':
      return answer.note === null ? l10n.t('rejected by {0}', name) : l10n.t('rejected by {0}: {1}', name, plainInline(answer.note));
    case 'text':
      return l10n.t('{0} answered: {1}', name, plainInline(answer.text));
    case 'continue':
      return l10n.t('{0} lets it go on', name);
    case 'start-over':
      return l10n.t('{0} lets it start over', name);
    case 'stop':
      return l10n.t('stopped by {0}', name);
  }
}

function endText({ usage, cost, steps }: Extract<RunEventBody, { type: 'run-end' }>): string {
  const used = [
    steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps),
    l10n.t('{0} tokens', totalTokens(usage).toLocaleString()),
    ...(cost === null ? [] : [`\\$${cost.toFixed(2)}`]),
  ];
  return l10n.t('the run ended after {0}', used.join(', '));
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_STEP ? `${line.slice(0, MOST_STEP - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
