import * as l10n from '@vscode/l10n';
import { memo } from 'preact/compat';
import type { RunStatus } from '../../src/core/model/run.ts';
import { FileText } from '../shared/FileText.tsx';
import { Icon } from '../shared/Icon.tsx';
import { Markdown } from '../shared/Markdown.tsx';
import { ChangeLine, CheckLine, ToolLine } from './LogLines.tsx';
import { RequestSlot } from './RequestSlot.tsx';
import type { RunItem } from './runState.ts';

/** One entry of the log. Entries never change but as a new object, so an old one is drawn once. */
export const LogItem = memo(function LogItem({ item }: { readonly item: RunItem }) {
  switch (item.kind) {
    case 'start':
      return (
        <p class="line muted">
          <Icon name="play" /> {l10n.t('Attempt {0} by {1} on {2}', item.attempt, item.agent, item.model)}
          {item.simulated ? ` (${l10n.t('simulated')})` : ''}
        </p>
      );
    case 'prompt':
      return <Prompt from={item.from} text={item.text} />;
    case 'message':
      return (
        <section class={`message${item.draft ? ' draft' : ''}`}>
          <h2 class="unseen">{l10n.t('Step {0}', item.step)}</h2>
          <Markdown text={item.text} />
          {stopNote(item) !== undefined && <p class="muted">{stopNote(item)}</p>}
        </section>
      );
    case 'reasoning':
      return <Reasoning text={item.text} />;
    case 'tool':
      return <ToolLine item={item} />;
    case 'change':
      return <ChangeLine change={item.change} />;
    case 'check':
      return <CheckLine item={item} />;
    case 'request':
      return <RequestSlot request={item.request} />;
    case 'note':
      return (
        <p class={`line note ${item.level}`}>
          <Icon name={item.icon} />
          <span>
            <FileText text={item.text} />
          </span>
        </p>
      );
    case 'end':
      return (
        <p class={`line end ${item.status}`}>
          <Icon name={item.status === 'succeeded' ? 'pass' : item.status === 'canceled' ? 'circle-slash' : 'error'} />
          <span>{endOf(item)}</span>
        </p>
      );
  }
});

function Prompt({ from, text }: { readonly from: Extract<RunItem, { kind: 'prompt' }>['from']; readonly text: string }) {
  return (
    <details class="folded prompt">
      <summary>
        <Icon name="comment" />{' '}
        {from === 'system' ? l10n.t('Instructions') : from === 'rota' ? l10n.t('Sent back by Rota') : l10n.t('Task')}
        <span class="muted peek">{from === 'system' ? '' : firstLine(text)}</span>
      </summary>
      <pre class="plain">{text}</pre>
    </details>
  );
}

export function Reasoning({ text, goesOn = false }: { readonly text: string; readonly goesOn?: boolean }) {
  return (
    <details class="folded reasoning">
      <summary>
        <Icon name={goesOn ? 'loading' : 'lightbulb'} spin={goesOn} /> {goesOn ? l10n.t('Thinking…') : l10n.t('Thoughts')}
        <span class="muted peek">{goesOn ? lastLine(text) : firstLine(text)}</span>
      </summary>
      <pre class="plain">{text}</pre>
    </details>
  );
}

function stopNote({ draft, stopReason }: Extract<RunItem, { kind: 'message' }>): string | undefined {
  if (stopReason === 'aborted') return l10n.t('The reply was cut off here.');
  if (draft) return l10n.t('The reply was cut off here. The model was asked again.');
  if (stopReason === 'length') return l10n.t('The reply reached the greatest length.');
  return stopReason === 'content-filter' ? l10n.t('The provider held the rest of the reply back.') : undefined;
}

/** How it ended and why; of a stop the reason says both. */
function endOf({ status, text }: Extract<RunItem, { kind: 'end' }>): string {
  if (text === '') return endWords()[status];
  return status === 'canceled' ? text : `${endWords()[status]} ${text}`;
}

function endWords(): Readonly<Record<RunStatus, string>> {
  return {
    running: l10n.t('The run goes on.'),
    waiting: l10n.t('The run waits for you.'),
    succeeded: l10n.t('The run finished.'),
    failed: l10n.t('The run failed.'),
    canceled: l10n.t('The run was stopped.'),
    interrupted: l10n.t('The run was interrupted.'),
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function lastLine(text: string): string {
  return text.slice(-300).trimEnd().split('\n').at(-1) ?? '';
}
