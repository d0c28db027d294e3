import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CheckSpec } from '../../src/core/model/check.ts';
import { draftOfCheck, readCheck, type CheckDraft } from './checkDraft.ts';

interface CheckFormProps {
  readonly spec?: CheckSpec;
  readonly save: (spec: CheckSpec) => void;
  readonly cancel: () => void;
}

/** Writes a new check or changes one. Nothing is saved before its button is pressed: a half-typed command must not count. */
export function CheckForm({ spec, save, cancel }: CheckFormProps) {
  const [draft, setDraft] = useState<CheckDraft>(() => draftOfCheck(spec));
  const [problem, setProblem] = useState<string>();
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('#check-main')?.focus(), [draft.kind]);
  const change = (part: Partial<CheckDraft>): void => setDraft({ ...draft, ...part });
  const submit = (): void => {
    const reading = readCheck(draft);
    if ('problem' in reading) setProblem(reading.problem);
    else save(reading.value);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) submit();
  };
  return (
    <div class="check-form" ref={form} role="group" aria-label={spec ? l10n.t('Edit check') : l10n.t('New check')} onKeyDown={onKeyDown}>
      <div class="field">
        <label for="check-kind">{l10n.t('Passes when')}</label>
        <select
          id="check-kind"
          class="input"
          value={draft.kind}
          onChange={(event) => change({ kind: event.currentTarget.value as CheckDraft['kind'] })}
        >
          <option value="command">{l10n.t('a command ends without an error')}</option>
          <option value="present">{l10n.t('a file is there')}</option>
          <option value="absent">{l10n.t('no such file is there')}</option>
          <option value="problems">{l10n.t('there are no new problems')}</option>
        </select>
      </div>
      {draft.kind === 'command' ? (
        <CommandParts draft={draft} change={change} />
      ) : draft.kind === 'problems' ? (
        <ProblemParts draft={draft} change={change} />
      ) : (
        <FileParts draft={draft} change={change} />
      )}
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="actions">
        <button type="button" class="button small" onClick={submit}>
          {spec ? l10n.t('Save Check') : l10n.t('Add Check')}
        </button>
        <button type="button" class="button secondary small" onClick={cancel}>
          {l10n.t('Cancel')}
        </button>
      </div>
    </div>
  );
}

interface PartProps {
  readonly draft: CheckDraft;
  readonly change: (part: Partial<CheckDraft>) => void;
}

function CommandParts({ draft, change }: PartProps) {
  return (
    <>
      <div class="field">
        <label for="check-main">{l10n.t('Command')}</label>
        <input
          id="check-main"
          class="input code"
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={draft.command}
          onInput={(event) => change({ command: event.currentTarget.value })}
        />
      </div>
      <div class="field short">
        <label for="check-limit">{l10n.t('Time limit (seconds)')}</label>
        <input
          id="check-limit"
          class="input"
          type="text"
          inputMode="numeric"
          value={draft.timeLimit}
          onInput={(event) => change({ timeLimit: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

function ProblemParts({ draft, change }: PartProps) {
  return (
    <div class="field">
      <label for="check-main">{l10n.t('In files (empty: those that the agent changes)')}</label>
      <input
        id="check-main"
        class="input code"
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder="src/**/*.ts"
        value={draft.pattern}
        onInput={(event) => change({ pattern: event.currentTarget.value })}
      />
    </div>
  );
}

function FileParts({ draft, change }: PartProps) {
  return (
    <>
      <div class="field">
        <label for="check-main">{l10n.t('File or pattern')}</label>
        <input
          id="check-main"
          class="input code"
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder="src/**/*.test.ts"
          value={draft.pattern}
          onInput={(event) => change({ pattern: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for="check-containing">{l10n.t('Containing this text (may be empty)')}</label>
        <input
          id="check-containing"
          class="input code"
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={draft.containing}
          onInput={(event) => change({ containing: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
