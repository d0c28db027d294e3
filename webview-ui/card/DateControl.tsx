import { useRef } from 'preact/hooks';
import * as l10n from '@vscode/l10n';
import { useCard } from './cardContext.ts';
import { dateText, UNREADABLE } from './dateText.ts';
import type { ControlProps } from './controlProps.ts';

/** A day, and a time of it if one is wanted. Saved when both are left or Enter is pressed. */
export function DateControl({ name, value, shared }: ControlProps) {
  const { model } = useCard();
  const day = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLInputElement>(null);
  const [shownDay = '', shownTime = ''] = value.split('T');
  const read = (): string => {
    const [dayText, timeText] = [day, time].map(({ current }) => (current ? dateText(current) : ''));
    return timeText === '' ? `${dayText}` : `${dayText}T${timeText}`;
  };
  const submit = (): void => {
    if (read().includes(UNREADABLE)) model.type(name, read());
    model.submit(name);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') model.discard(name);
    else if (event.key === 'Enter') submit();
  };
  return (
    <span
      class="date"
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) submit();
      }}
    >
      <input
        {...shared}
        ref={day}
        class="input"
        type="date"
        min="1970-01-01"
        max="9999-12-31"
        value={shownDay === UNREADABLE ? '' : shownDay}
        onKeyDown={onKeyDown}
        // Without a day there is no time either.
        onInput={(event) => model.type(name, dateText(event.currentTarget) === '' ? '' : read())}
      />
      <input
        ref={time}
        class="input"
        type="time"
        aria-label={l10n.t('Time of the day')}
        disabled={shared.disabled}
        aria-invalid={shared['aria-invalid']}
        value={shownTime === UNREADABLE ? '' : shownTime}
        onKeyDown={onKeyDown}
        onInput={() => model.type(name, read())}
      />
    </span>
  );
}
