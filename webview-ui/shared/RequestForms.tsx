import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';

interface QuestionProps {
  readonly choices: readonly string[];
  readonly choiceRow: RefObject<HTMLDivElement | null>;
  /** False while a press on a choice does not count. */
  readonly steady: boolean;
  readonly disabled: boolean;
  onPress(act: () => void): (event: MouseEvent) => void;
  answer(text: string): void;
}

/** A question with its choices, and room for other words. */
export function QuestionForm({ choices, choiceRow, steady, disabled, onPress, answer }: QuestionProps) {
  const [text, setText] = useState('');
  const send = (): void => {
    if (text.trim() !== '') answer(text.trim());
  };
  return (
    <div class="question-form">
      {choices.length > 0 && (
        <div ref={choiceRow} class="buttons">
          {choices.map((choice) => (
            <button
              key={choice}
              type="button"
              class="button secondary"
              disabled={disabled}
              aria-disabled={!steady}
              onClick={onPress(() => answer(choice))}
            >
              {choice}
            </button>
          ))}
        </div>
      )}
      <NoteBox
        label={choices.length > 0 ? l10n.t('Or answer in your own words') : l10n.t('Your answer')}
        text={text}
        onText={setText}
        onSend={send}
      />
      <div class="buttons">
        <button type="button" class="button" disabled={disabled || text.trim() === ''} onClick={send}>
          {l10n.t('Answer')}
        </button>
      </div>
    </div>
  );
}

/** A refusal with a word for the agent. */
export function RejectForm({ disabled, reject }: { readonly disabled: boolean; reject(note: string | null): void }) {
  const [note, setNote] = useState('');
  const send = (): void => reject(note.trim() === '' ? null : note.trim());
  return (
    <div class="question-form">
      <NoteBox label={l10n.t('What should the agent do instead?')} text={note} onText={setNote} onSend={send} takesFocus />
      <div class="buttons">
        <button type="button" class="button" disabled={disabled} onClick={send}>
          {l10n.t('Reject')}
        </button>
      </div>
    </div>
  );
}

interface NoteProps {
  readonly label: string;
  readonly text: string;
  readonly takesFocus?: boolean;
  onText(text: string): void;
  onSend(): void;
}

function NoteBox({ label, text, takesFocus = false, onText, onSend }: NoteProps) {
  return (
    <label class="note-box">
      <span>{label}</span>
      <textarea
        rows={2}
        maxLength={4000}
        value={text}
        title={l10n.t('Ctrl+Enter sends it')}
        ref={(box) => {
          if (takesFocus && box && text === '') box.focus();
        }}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend();
        }}
      />
    </label>
  );
}
