import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import './diff.css';

/** Longer diffs are cut in the middle, and the cut is said; the whole is one press away. */
const MOST_LINES = 400;

/** A unified diff, coloured as the editor's. */
export function DiffText({ diff, label }: { readonly diff: string; readonly label: string }) {
  const [whole, setWhole] = useState(false);
  const lines = diff.trimEnd().split('\n');
  const hidden = whole ? 0 : Math.max(0, lines.length - MOST_LINES);
  const half = MOST_LINES / 2;
  return (
    <pre class="diff" tabIndex={0} role="group" aria-label={label}>
      {rows(hidden === 0 ? lines : lines.slice(0, half))}
      {hidden > 0 && (
        <button type="button" class="text-link" onClick={() => setWhole(true)}>
          {l10n.t('Show {0} more lines', hidden)}
        </button>
      )}
      {hidden > 0 && rows(lines.slice(-half))}
    </pre>
  );
}

function rows(lines: readonly string[]) {
  return lines.map((line, at) => (
    <span key={at} class={rowClass(line)}>
      {line}
      {'\n'}
    </span>
  ));
}

function rowClass(line: string): string {
  if (line.startsWith('+++') || line.startsWith('---')) return 'file';
  if (line.startsWith('@@')) return 'place';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : '';
}
