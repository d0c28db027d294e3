import type { ComponentChildren } from 'preact';
import { useCard } from './cardContext.ts';

/** A part of the page that opens and closes, and stays so over reloads. */
export function Fold({
  name,
  title,
  note,
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}) {
  const { model } = useCard();
  const open = model.isOpen(name);
  return (
    <details
      class="fold"
      open={open}
      onToggle={(event) => event.currentTarget.open !== open && model.setOpen(name, event.currentTarget.open)}
    >
      <summary>
        <h2>{title}</h2>
        {note === undefined ? undefined : <span class="muted">{note}</span>}
      </summary>
      {open ? <div class="fold-body">{children}</div> : undefined}
    </details>
  );
}
