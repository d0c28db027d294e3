import * as l10n from '@vscode/l10n';
import type { RunEvent, RunEventBody } from '../core/model/runEvent.ts';
import { totalTokens } from '../core/model/usage.ts';
import { describeRequest } from '../core/runs/asking.ts';
import type { Styles } from './styles.ts';
import { amount, duration, indent, oneLine } from './textLayout.ts';

type Body<T extends RunEventBody['type']> = Extract<RunEventBody, { type: T }>;

/** What a person reads of an event: a word for what it is, and its text. Nothing for what another event says better. */
export function eventLine(event: Pick<RunEvent, 'body'>, styles: Styles): string | undefined {
  const said = describe(event.body, styles);
  if (!said) return undefined;
  const [word, text] = said;
  const [first = '', ...rest] = text.split('\n');
  const column = ' '.repeat(9);
  return [`${styles.dim(word.padEnd(8))} ${first}`, ...rest.map((line) => indent(line, column))].join('\n').trimEnd();
}

function describe(body: RunEventBody, styles: Styles): [string, string] | undefined {
  switch (body.type) {
    case 'run-start':
      return [
        l10n.t('run'),
        l10n.t('{0} with {1}, attempt {2}', body.agent, body.model, body.attempt) +
          (body.simulated ? ` ${styles.yellow(l10n.t('SIMULATED'))}` : ''),
      ];
    case 'text':
      return reply(body, styles);
    case 'tool-start':
      return [l10n.t('tool'), oneLine(body.summary)];
    case 'tool-end':
      return body.failed ? [l10n.t('tool'), `${styles.red(l10n.t('failed'))} ${firstLines(body.text, 6)}`] : undefined;
    case 'change':
      return [
        l10n.t('changed'),
        `${body.path} ${styles.green(`+${body.added}`)} ${styles.red(`−${body.removed}`)}${body.change === 'edit' ? '' : ` (${body.change})`}`,
      ];
    case 'check-end':
      return check(body, styles);
    case 'approval-request':
    case 'question':
      return [l10n.t('asks'), styles.yellow(describeRequest(body.body))];
    case 'approval-response':
    case 'answer':
      return [l10n.t('answer'), answerText(body)];
    case 'budget-warning':
    case 'compaction':
    case 'status':
      return [l10n.t('note'), styles.yellow(body.message)];
    case 'retry':
      return [l10n.t('retry'), styles.yellow(body.message)];
    case 'error':
      return [l10n.t('error'), styles.red(body.message)];
    case 'run-end':
      return ending(body, styles);
    case 'prompt':
    case 'reasoning':
    case 'check-start':
      return undefined;
  }
}

function reply({ text, draft, toolCalls }: Body<'text'>, styles: Styles): [string, string] | undefined {
  const said = text.trim();
  if (said === '') return undefined;
  const whole = toolCalls.length === 0 ? said : firstLines(said, 6);
  return [l10n.t('model'), draft ? `${styles.yellow(l10n.t('(cut off)'))} ${styles.dim(whole)}` : whole];
}

function check({ title, phase, result }: Body<'check-end'>, styles: Styles): [string, string] {
  const colour =
    result.unmeasured !== undefined
      ? styles.dim(l10n.t('unknown'))
      : result.passed
        ? styles.green(l10n.t('green'))
        : styles.red(l10n.t('red'));
  const when = phase === 'baseline' ? l10n.t('before') : l10n.t('after');
  const spent = result.duration < 100 ? '' : `, ${duration(result.duration)}`;
  const wasPassing = phase === 'baseline' && result.passed ? `, ${l10n.t('was already passing')}` : '';
  return [l10n.t('check'), `${oneLine(title)}  ${when}: ${colour}${wasPassing} ${styles.dim(`(${oneLine(result.summary)}${spent})`)}`];
}

function answerText({ answer }: Body<'answer'> | Body<'approval-response'>): string {
  switch (answer.kind) {
    case 'text':
      return answer.text;
    case 'approve':
      return answer.scope === 'run' ? l10n.t('yes, for this run') : l10n.t('yes, once');
    case 'reject':
      return answer.note === null ? l10n.t('no') : l10n.t('no: {0}', answer.note);
    case 'continue':
      return l10n.t('continue');
    case 'start-over':
      return l10n.t('start over');
    case 'stop':
      return l10n.t('stop');
  }
}

function ending({ status, message, usage, cost, steps }: Body<'run-end'>, styles: Styles): [string, string] {
  const good = status === 'succeeded';
  const used = [
    steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps),
    l10n.t('{0} tokens', amount(totalTokens(usage))),
    ...(cost === null ? [] : [`$${cost.toFixed(4)}`]),
  ];
  const text = [good ? styles.green(status) : styles.red(status), message].filter((part) => part !== '').join(': ');
  return [l10n.t('end'), `${text} ${styles.dim(`(${used.join(', ')})`)}`];
}

function firstLines(text: string, most: number): string {
  const lines = text.trim().split('\n');
  return lines.length <= most ? lines.join('\n') : [...lines.slice(0, most), '…'].join('\n');
}
