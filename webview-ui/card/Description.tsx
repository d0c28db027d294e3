import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import { IconButton } from '../shared/Icon.tsx';
import { Markdown } from '../shared/Markdown.tsx';
import { useCard } from './cardContext.ts';
import { FieldTrouble } from './FieldControl.tsx';

/** A long text is saved this long (ms) after the last key, so that closing the tab loses little. */
const IDLE = 400;

/** The description: read as Markdown, written as text. */
export function Description() {
  const { model, view } = useCard();
  const draft = model.draft('description');
  const [chosen, setChosen] = useState(false);
  const toggle = useRef<HTMLDivElement>(null);
  // What is not saved stays in sight.
  const editing = chosen || draft !== undefined;
  const close = (): void => {
    setChosen(false);
    requestAnimationFrame(() => toggle.current?.querySelector('button')?.focus());
  };
  return (
    <section class="description" aria-labelledby="heading-description">
      <div class="heading" ref={toggle}>
        <h2 id="heading-description">{l10n.t('Description')}</h2>
        {editing || view.readOnly !== null ? undefined : (
          <IconButton icon="edit" label={l10n.t('Edit Description')} onClick={() => setChosen(true)} />
        )}
      </div>
      {editing ? (
        <DescriptionText focus={chosen} close={close} left={() => setChosen(false)} />
      ) : (
        <DescriptionView edit={() => setChosen(true)} />
      )}
      <FieldTrouble name="description" draft={draft} />
    </section>
  );
}

function DescriptionView({ edit }: { readonly edit: () => void }) {
  const { view } = useCard();
  const { description } = view.task;
  if (description.trim() !== '') {
    return (
      <div onDblClick={() => view.readOnly === null && edit()}>
        <Markdown text={showInvisible(description)} />
      </div>
    );
  }
  return (
    <button type="button" class="empty" disabled={view.readOnly !== null} onClick={edit}>
      {l10n.t('Say what is to be done and how one sees that it is. Markdown works; files as src/a.ts:12.')}
    </button>
  );
}

function DescriptionText({ focus, close, left }: { readonly focus: boolean; readonly close: () => void; readonly left: () => void }) {
  const { model, view } = useCard();
  const draft = model.draft('description');
  const area = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  const text = draft?.text ?? view.task.description;
  useEffect(() => {
    if (focus) area.current?.focus();
    return () => clearTimeout(timer.current);
  }, [focus]);
  const onInput = (typed: string): void => {
    model.type('description', typed);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => model.submit('description'), IDLE);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') model.discard('description');
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) model.submit('description');
    else return;
    event.preventDefault();
    close();
  };
  return (
    <>
      <textarea
        ref={area}
        id="field-description"
        class="input"
        aria-labelledby="heading-description"
        aria-describedby="keys-description trouble-description"
        rows={Math.min(24, Math.max(6, text.split('\n').length + 1))}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          model.submit('description');
          left();
        }}
      />
      <p class="hint" id="keys-description">
        {l10n.t('Markdown. Ctrl+Enter saves, Escape takes back what is not saved.')}
      </p>
    </>
  );
}
