import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardCard } from '../../src/core/model/boardCard.ts';
import { usePage } from './page.ts';

/** The title as a field, in its place: Enter keeps what was typed, Escape does not, leaving it does. */
export function RenameBox({ card }: { readonly card: BoardCard }) {
  const { view, acts } = usePage();
  const field = useRef<HTMLTextAreaElement>(null);
  const open = useRef(true);
  useLayoutEffect(() => field.current?.select(), []);
  const close = (title: string | undefined, refocus: boolean): void => {
    if (!open.current) return;
    open.current = false;
    view.mode.value = { kind: 'rest' };
    if (refocus) field.current?.blur();
    acts.refocus();
    if (title !== undefined) void acts.rename(card.id, title);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close(event.key === 'Enter' ? field.current?.value : undefined, true);
  };
  return (
    <textarea
      ref={field}
      class="field rename"
      rows={2}
      maxLength={500}
      aria-label={l10n.t('Title of #{0}', card.number)}
      defaultValue={card.title}
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget }) => close(currentTarget.value, false)}
    />
  );
}
