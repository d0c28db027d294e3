import * as l10n from '@vscode/l10n';
import type { RequestAnswer, RequestBody } from '../core/model/request.ts';

const yes = /^(y|yes|once)$/i;
const forRun = /^(r|run)$/i;
const no = /^(n|no|refuse)\b[\s:,]*/i;
const onwards = /^(c|continue|y|yes)$/i;
const stop = /^(s|stop|n|no)$/i;
const startOver = /^(o|start[- ]over)$/i;

/** What the typed words mean for this request; `undefined` when they are no answer to it. */
export function answerFrom(body: RequestBody, words: string): RequestAnswer | undefined {
  const text = words.trim();
  if (text === '') return undefined;
  switch (body.kind) {
    case 'question':
      return { kind: 'text', text: chosen(body.choices, text) };
    case 'approval':
      return approval(text, body.scopes.includes('run'));
    case 'limit':
    case 'interrupted':
      if (body.kind === 'interrupted' && startOver.test(text)) return { kind: 'start-over' };
      if (onwards.test(text)) return { kind: 'continue' };
      return stop.test(text) ? { kind: 'stop' } : undefined;
  }
}

/** An answer as it stands in a command, to be typed off: the most usual one. */
export function exampleAnswer(body: RequestBody): string {
  if (body.kind === 'approval') return 'yes';
  if (body.kind !== 'question') return 'continue';
  return body.choices.length === 0 ? `"${l10n.t('TEXT')}"` : '1';
}

/** What may be typed, in one line. */
export function answerHint(body: RequestBody): string {
  switch (body.kind) {
    case 'question':
      return body.choices.length === 0 ? l10n.t('a text') : l10n.t('a number from the list, or a text');
    case 'approval':
      return body.scopes.includes('run')
        ? l10n.t('y = yes, once · r = yes, for this run · n = no (a note may follow: n use another file)')
        : l10n.t('y = yes, once · n = no (a note may follow: n use another file)');
    case 'limit':
      return l10n.t('c = continue · s = stop');
    case 'interrupted':
      return l10n.t('c = continue · o = start over · s = stop');
  }
}

function approval(text: string, runOffered: boolean): RequestAnswer | undefined {
  if (yes.test(text)) return { kind: 'approve', scope: 'once' };
  if (forRun.test(text) && runOffered) return { kind: 'approve', scope: 'run' };
  if (!no.test(text)) return undefined;
  const note = text.replace(no, '').trim();
  return { kind: 'reject', note: note === '' ? null : note };
}

/** A bare number picks from the list that was shown. */
function chosen(choices: readonly string[], text: string): string {
  return (/^\d{1,3}$/.test(text) ? choices[Number(text) - 1] : undefined) ?? text;
}
