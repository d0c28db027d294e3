import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePage } from './page.ts';

/** A field at the end of a column: Enter adds the card and stays for the next, Shift+Enter opens it, Escape closes. What is written goes along to another column. */
export function NewCard({ column, name }: { readonly column: number; readonly name: string }) {
  const { view, acts } = usePage();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const close = (): void => {
    view.newTitle.value = '';
    view.mode.value = { kind: 'rest' };
    field.current?.blur();
    acts.refocus();
  };
  const add = async (open: boolean): Promise<void> => {
    const input = field.current;
    const title = input?.value.trim() ?? '';
    if (!input || title === '') return;
    view.newTitle.value = '';
    const card = await acts.create(title, column);
    if (card === undefined && view.newTitle.value === '') view.newTitle.value = title;
    if (card === undefined || !open) return;
    close();
    acts.open(card);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else void add(event.shiftKey);
  };
  const onBlur = (): void => {
    if (document.hasFocus() && field.current?.value.trim() === '') view.mode.value = { kind: 'rest' };
  };
  return (
    <div class="new-card">
      <textarea
        ref={field}
        class="field"
        rows={2}
        maxLength={500}
        placeholder={l10n.t('What should be done?')}
        aria-label={l10n.t('New card in {0}', name)}
        value={view.newTitle.value}
        onInput={({ currentTarget }) => (view.newTitle.value = currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <p class="hint">{l10n.t('Enter adds, Shift+Enter adds and opens, Escape closes')}</p>
    </div>
  );
}
