import * as l10n from '@vscode/l10n';
import { useCard } from './cardContext.ts';
import type { CardFieldName } from './cardFields.ts';
import type { ControlProps } from './controlProps.ts';
import { DateControl } from './DateControl.tsx';
import { dateText, UNREADABLE } from './dateText.ts';
import type { Draft } from './drafts.ts';

/** One choice of a field. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

interface FieldProps {
  readonly name: CardFieldName;
  readonly kind?: 'line' | 'lines' | 'number' | 'time' | 'date';
  /** Makes it a list to choose from. */
  readonly options?: readonly FieldOption[];
  /** Offered while typing. */
  readonly suggestions?: readonly string[];
  readonly placeholder?: string;
}

/** A labelled field of the card with what is wrong with it below. Saves when it is left or Enter is pressed; Escape takes back what was typed. */
export function FieldControl(props: FieldProps) {
  const { model } = useCard();
  const { name } = props;
  const { label, hint } = model.fields[name];
  const draft = model.draft(name);
  return (
    <div class={`field ${props.kind ?? 'line'}`}>
      <label for={`field-${name}`}>{label}</label>
      <Control {...props} />
      {hint === undefined ? undefined : (
        <p class="hint" id={`hint-${name}`}>
          {hint}
        </p>
      )}
      <FieldTrouble name={name} draft={draft} />
    </div>
  );
}

function Control(props: FieldProps) {
  const { model, view } = useCard();
  const { name, options } = props;
  const { hint, show } = model.fields[name];
  const draft = model.draft(name);
  const value = draft?.text ?? show(view.task);
  const shared = {
    id: `field-${name}`,
    disabled: view.readOnly !== null,
    'aria-invalid': draft?.problem !== undefined || draft?.conflict === true,
    'aria-describedby': [hint === undefined ? '' : `hint-${name}`, `trouble-${name}`].join(' ').trim(),
  };
  if (options) return <ChosenControl name={name} options={options} value={value} shared={shared} />;
  if (props.kind === 'date') return <DateControl name={name} value={value} shared={shared} />;
  return <TypedControl {...props} value={value} shared={shared} />;
}

function ChosenControl({ name, options, value, shared }: ControlProps & { readonly options: readonly FieldOption[] }) {
  const { model } = useCard();
  const choose = (chosen: string): void => {
    model.type(name, chosen);
    model.submit(name);
  };
  const known = options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  return (
    <select {...shared} class="input" value={value} onChange={(event) => choose(event.currentTarget.value)}>
      {known.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function TypedControl({ name, kind = 'line', suggestions, placeholder, value, shared }: ControlProps & FieldProps) {
  const { model } = useCard();
  const leave = (input: HTMLInputElement | HTMLTextAreaElement): void => {
    if (input.validity.badInput) model.type(name, dateText(input));
    model.submit(name);
  };
  const typed = { value, placeholder };
  const onBlur = (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void => leave(event.currentTarget);
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void => {
    if (event.key === 'Escape') model.discard(name);
    else if (event.key === 'Enter' && (kind !== 'lines' || event.ctrlKey || event.metaKey)) leave(event.currentTarget);
  };
  if (kind === 'lines')
    return (
      <textarea
        {...shared}
        {...typed}
        class="input"
        rows={3}
        spellcheck={false}
        onBlur={onBlur}
        onKeyDown={onKeyDown}
        onInput={(event) => model.type(name, event.currentTarget.value)}
      />
    );
  return (
    <>
      <input
        {...shared}
        {...typed}
        value={value === UNREADABLE ? '' : value}
        class="input"
        type={kind === 'time' ? 'datetime-local' : 'text'}
        inputMode={kind === 'number' ? 'decimal' : undefined}
        list={suggestions ? `list-${name}` : undefined}
        autocomplete="off"
        onBlur={onBlur}
        onKeyDown={onKeyDown}
        onInput={(event) => model.type(name, dateText(event.currentTarget))}
      />
      {suggestions ? (
        <datalist id={`list-${name}`}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ) : undefined}
    </>
  );
}

/** Why the field is not saved, and the way out. Always there, so that the field can point at it. */
export function FieldTrouble({ name, draft }: { readonly name: CardFieldName; readonly draft: Draft | undefined }) {
  const { model, view } = useCard();
  const theirs = model.fields[name].show(view.task);
  return (
    <div class="trouble" id={`trouble-${name}`}>
      {draft?.problem === undefined ? undefined : <p class="problem">{draft.problem}</p>}
      {draft?.conflict === undefined ? undefined : (
        <div class="conflict">
          <p>
            {theirs === ''
              ? l10n.t('Changed elsewhere meanwhile: it is empty now.')
              : l10n.t('Changed elsewhere meanwhile to: {0}', theirs.length > 200 ? `${theirs.slice(0, 200)}…` : theirs)}
          </p>
          <button type="button" class="button small" onClick={() => model.keepMine(name)}>
            {l10n.t('Keep Mine')}
          </button>
          <button type="button" class="button secondary small" onClick={() => model.discard(name)}>
            {l10n.t('Take Theirs')}
          </button>
        </div>
      )}
    </div>
  );
}
