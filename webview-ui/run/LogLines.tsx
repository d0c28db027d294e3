import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CheckResult } from '../../src/core/model/check.ts';
import { CopyButton } from '../shared/CopyButton.tsx';
import { DiffText } from '../shared/DiffText.tsx';
import { FileText } from '../shared/FileText.tsx';
import { Icon } from '../shared/Icon.tsx';
import { duration } from './amounts.ts';
import { isActive, live } from './runStore.ts';
import type { RunItem, ToolItem } from './runState.ts';

interface FoldedLine {
  readonly icon: string;
  readonly iconLabel: string;
  readonly spin?: boolean;
  readonly state: string;
  readonly title: ComponentChildren;
  readonly aside?: string;
  /** Drawn when it is opened. */
  readonly inside: () => ComponentChildren;
}

/** One line that opens to what stands behind it. */
function Line({ icon, iconLabel, spin = false, state, title, aside = '', inside }: FoldedLine) {
  const [open, setOpen] = useState(false);
  return (
    <details class={`folded ${state}`} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name={icon} label={iconLabel} spin={spin} />
        <span class="title">{title}</span>
        <span class="muted aside">{aside}</span>
      </summary>
      {open && <div class="inside">{inside()}</div>}
    </details>
  );
}

export function ToolLine({ item }: { readonly item: ToolItem }) {
  const state = item.state === 'running' && !isActive.value ? 'cut' : item.state;
  const counts = item.changes.map(({ added, removed }) => `+${added} −${removed}`).join(' ');
  const aside = [counts, item.duration === null ? '' : duration(item.duration)].filter((part) => part !== '').join('  ');
  return (
    <>
      <Line
        icon={toolIcons[state]}
        iconLabel={toolStates()[state]}
        spin={state === 'running'}
        state={`tool ${state}`}
        title={item.summary}
        aside={aside}
        inside={() => <ToolInside item={item} />}
      />
      {state === 'running' && <LiveOutput callId={item.callId} />}
    </>
  );
}

const toolIcons: Readonly<Record<ToolItem['state'], string>> = { running: 'loading', done: 'check', failed: 'error', cut: 'circle-slash' };

function toolStates(): Record<ToolItem['state'], string> {
  return { running: l10n.t('running'), done: l10n.t('done'), failed: l10n.t('failed'), cut: l10n.t('not finished') };
}

function ToolInside({ item }: { readonly item: ToolItem }) {
  return (
    <>
      {item.changes.map((change, at) => (
        <Diff key={at} change={change} />
      ))}
      {item.changes.length === 0 && (
        <Part title={l10n.t('{0}, arguments', item.tool)}>
          <Output text={item.arguments} label={l10n.t('Arguments')} />
        </Part>
      )}
      {item.output !== null && (
        <Part title={l10n.t('Answer to the agent')}>
          <Output text={item.output} label={l10n.t('Output')} />
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <>
      <p class="muted part">{title}</p>
      {children}
    </>
  );
}

type Change = Extract<RunItem, { kind: 'change' }>['change'];

export function ChangeLine({ change }: { readonly change: Change }) {
  const names = {
    create: l10n.t('Created {0}', change.path),
    edit: l10n.t('Changed {0}', change.path),
    delete: l10n.t('Deleted {0}', change.path),
  };
  return (
    <Line
      icon="edit"
      iconLabel={l10n.t('Change')}
      state="change"
      title={names[change.change]}
      aside={`+${change.added} −${change.removed}`}
      inside={() => <Diff change={change} />}
    />
  );
}

function Diff({ change }: { readonly change: Change }) {
  if (change.diff === undefined)
    return <p class="muted part">{l10n.t('{0}: {1} lines added, {2} removed', change.path, change.added, change.removed)}</p>;
  return <DiffText diff={change.diff} label={l10n.t('Changes of {0}', change.path)} />;
}

export function CheckLine({ item }: { readonly item: Extract<RunItem, { kind: 'check' }> }) {
  const { result, phase } = item;
  const name = phase === 'baseline' ? l10n.t('Check before the work: {0}', item.title) : l10n.t('Check: {0}', item.title);
  const title = result ? `${name} (${result.summary})` : name;
  return (
    <Line
      {...checkIcon(result)}
      state={`check ${result === null ? '' : result.passed ? 'passed' : phase === 'baseline' ? 'red' : 'failed'}`}
      title={title}
      aside={result ? duration(result.duration) : ''}
      inside={() =>
        result && result.output !== '' ? (
          <Output text={result.output} label={l10n.t('Output of the check')} />
        ) : (
          <p class="muted part">{l10n.t('No output.')}</p>
        )
      }
    />
  );
}

function checkIcon(result: CheckResult | null): { icon: string; iconLabel: string; spin: boolean } {
  if (result === null)
    return isActive.value
      ? { icon: 'loading', iconLabel: l10n.t('running'), spin: true }
      : { icon: 'circle-slash', iconLabel: l10n.t('not finished'), spin: false };
  return result.passed
    ? { icon: 'pass', iconLabel: l10n.t('passed'), spin: false }
    : { icon: 'error', iconLabel: l10n.t('failed'), spin: false };
}

function LiveOutput({ callId }: { readonly callId: string }) {
  const text = live.value.output[callId];
  return text === undefined ? null : (
    <pre class="output live" tabIndex={0} role="group" aria-label={l10n.t('Output so far')}>
      {lastLines(text)}
    </pre>
  );
}

/** Lines at either end that are shown of a long output. */
const HEAD = 60;
const TAIL = 140;
const LIVE_LINES = 12;

function lastLines(text: string): string {
  return text.split('\n').slice(-LIVE_LINES).join('\n');
}

/** Output in its first and last lines; the rest is one press away. */
function Output({ text, label }: { readonly text: string; readonly label: string }) {
  const [whole, setWhole] = useState(false);
  const lines = text.split('\n');
  const hidden = whole ? 0 : lines.length - HEAD - TAIL;
  return (
    <div class="code-block">
      <CopyButton text={text} label={l10n.t('Copy')} />
      <pre class="output" tabIndex={0} role="group" aria-label={label}>
        <FileText text={hidden > 0 ? `${lines.slice(0, HEAD).join('\n')}\n` : text} />
        {hidden > 0 && (
          <>
            <button type="button" class="text-link" onClick={() => setWhole(true)}>
              {l10n.t('Show {0} more lines', hidden)}
            </button>
            <FileText text={`\n${lines.slice(-TAIL).join('\n')}`} />
          </>
        )}
      </pre>
    </div>
  );
}
