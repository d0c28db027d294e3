import * as l10n from '@vscode/l10n';

/** Longer steps are cut: the status bar is shared. */
const MOST_STEP = 40;

/** What the status bar shows, and says to a screen reader. */
export interface StatusText {
  readonly text: string;
  readonly spoken: string;
}

/** The number of items that wait; `undefined` when nothing does. */
export function waitingText(count: number): StatusText | undefined {
  if (count === 0) return undefined;
  return {
    text: `$(inbox) ${count}`,
    spoken: count === 1 ? l10n.t('Rota: 1 item waits for you') : l10n.t('Rota: {0} items wait for you', count),
  };
}

/** The card an agent works on, with its step, and how many more there are; `undefined` when no agent works. */
export function runningText(running: readonly { readonly number: number; readonly step: string }[]): StatusText | undefined {
  const last = running.at(-1);
  if (!last) return undefined;
  const others = running.length > 1 ? ` +${running.length - 1}` : '';
  const line = last.step.replace(/\s+/g, ' ').trim();
  const step = line.length > MOST_STEP ? `${line.slice(0, MOST_STEP - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
  return {
    text: `$(loading~spin) #${last.number} ${withoutIcons(step)}${others}`,
    spoken: l10n.t('Rota works on #{0}: {1}', last.number, line),
  };
}

/** The editor would draw `$(name)` in the text of a step as an icon. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
