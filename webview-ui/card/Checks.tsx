import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { showControls, showInvisible } from '../../src/core/base/visibleText.ts';
import type { Check, CheckResult, CheckSpec } from '../../src/core/model/check.ts';
import { FileText } from '../shared/FileText.tsx';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { useCard } from './cardContext.ts';
import { CheckForm } from './CheckForm.tsx';
import { checkWords } from './checkWords.ts';
import { Moment } from './Moment.tsx';
import { Trouble } from './Trouble.tsx';
import { actorWord, lasted } from './words.ts';

/** How Rota sees whether the card is done, and what it saw. */
export function Checks() {
  const { model, view } = useCard();
  const [adding, setAdding] = useState(false);
  const { checks } = view.task;
  const specs = checks.map(({ spec }) => spec);
  const save = (next: readonly CheckSpec[], saved?: () => void): void => model.save('checks', { checks: [...next] }, saved);
  const writable = view.readOnly === null;
  return (
    <section aria-labelledby="heading-checks">
      <div class="heading">
        <h2 id="heading-checks">{l10n.t('Checks')}</h2>
        {writable && !adding ? <IconButton icon="add" label={l10n.t('Add Check')} onClick={() => setAdding(true)} /> : undefined}
      </div>
      {checks.length === 0 && !adding ? <p class="muted">{l10n.t('Without a check the work waits for your review.')}</p> : undefined}
      {checks.length === 0 ? undefined : (
        <ul class="checks">
          {checks.map((check, at) => (
            <CheckRow
              key={check.id}
              check={check}
              change={(spec, saved) => save(specs.with(at, spec), saved)}
              remove={() => save(specs.toSpliced(at, 1))}
            />
          ))}
        </ul>
      )}
      {adding ? <CheckForm save={(spec) => save([...specs, spec], () => setAdding(false))} cancel={() => setAdding(false)} /> : undefined}
      {writable && view.guesses.length > 0 ? <Guesses add={(spec) => save([...specs, spec])} /> : undefined}
      <Trouble section="checks" />
    </section>
  );
}

/** Offered, never set: what the scripts of the project suggest. */
function Guesses({ add }: { readonly add: (spec: CheckSpec) => void }) {
  const { view } = useCard();
  return (
    <p class="guesses">
      <span class="muted">{l10n.t('From package.json:')}</span>
      {view.guesses.map((guess) => (
        <button
          key={checkWords(guess)}
          type="button"
          class="button secondary small"
          aria-label={l10n.t('Add check {0}', checkWords(guess))}
          onClick={() => add(guess)}
        >
          <Icon name="add" /> <code>{checkWords(guess)}</code>
        </button>
      ))}
    </p>
  );
}

interface CheckRowProps {
  readonly check: Check;
  readonly change: (spec: CheckSpec, saved: () => void) => void;
  readonly remove: () => void;
}

function CheckRow({ check, change, remove }: CheckRowProps) {
  const { model, view } = useCard();
  const [editing, setEditing] = useState(false);
  const { spec, state, latest, baseline } = check;
  const proposed = state === 'proposed';
  const writable = view.readOnly === null;
  if (editing) {
    return (
      <li>
        <CheckForm spec={spec} save={(next) => change(next, () => setEditing(false))} cancel={() => setEditing(false)} />
      </li>
    );
  }
  const result = latest ?? baseline;
  return (
    <li class={proposed ? 'check proposed' : 'check'}>
      <CheckMark check={check} />
      <div class="check-body">
        <p class="check-title">{spec.kind === 'command' ? <code>{visible(spec.command)}</code> : checkWords(spec)}</p>
        {proposed ? (
          <p class="muted">
            {l10n.t(
              'Proposed by {0}. It counts, and its command runs, only after you accept exactly this.',
              showInvisible(actorWord(check.by)),
            )}
          </p>
        ) : (
          <Evidence check={check} />
        )}
        {result && result.output !== '' ? (
          <details>
            <summary>{l10n.t('Output')}</summary>
            <pre class="output" tabIndex={0} role="region" aria-label={l10n.t('Output of {0}', checkWords(spec))}>
              <FileText text={result.output} />
            </pre>
          </details>
        ) : undefined}
        {proposed && writable ? (
          <button type="button" class="button small" onClick={() => model.acceptCheck(check)}>
            {l10n.t('Accept Check')}
          </button>
        ) : undefined}
      </div>
      {writable ? (
        <div class="row-tools">
          <IconButton icon="edit" label={l10n.t('Edit Check {0}', checkWords(spec))} onClick={() => setEditing(true)} />
          <IconButton icon="trash" label={l10n.t('Remove Check {0}', checkWords(spec))} onClick={remove} />
        </div>
      ) : undefined}
    </li>
  );
}

function CheckMark({ check: { state, latest } }: { readonly check: Check }) {
  if (state === 'proposed')
    return (
      <span class="mark open">
        <Icon name="question" label={l10n.t('Proposed')} />
      </span>
    );
  if (!latest || latest.unmeasured !== undefined)
    return (
      <span class="mark open">
        <Icon name="circle-large-outline" label={l10n.t('Not measured')} />
      </span>
    );
  return latest.passed ? (
    <span class="mark good">
      <Icon name="pass" label={l10n.t('Passed')} />
    </span>
  ) : (
    <span class="mark bad">
      <Icon name="error" label={l10n.t('Failed')} />
    </span>
  );
}

/** What it said before the agent began and what it says now. */
function Evidence({ check: { baseline, latest } }: { readonly check: Check }) {
  if (!baseline && !latest) return <p class="muted">{l10n.t('Not measured yet')}</p>;
  return (
    <p class="muted evidence">
      {latest ? (
        <Measured
          words={latest.unmeasured !== undefined ? l10n.t('Not measured') : latest.passed ? l10n.t('Passed') : l10n.t('Failed')}
          result={latest}
        />
      ) : undefined}
      {baseline ? (
        <Measured
          words={baseline.passed ? l10n.t('Before the work: was already passing') : l10n.t('Before the work: failed')}
          result={baseline}
        />
      ) : undefined}
    </p>
  );
}

function Measured({ words, result }: { readonly words: string; readonly result: CheckResult }) {
  return (
    <span>
      {words} · {result.summary} · {lasted(result.duration)} · <Moment at={result.at} />
    </span>
  );
}

/** A command as it is, with all that a reader would not see. */
function visible(command: string): string {
  return showInvisible(showControls(command));
}
