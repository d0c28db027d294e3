import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import { statusIcons } from '../../src/core/model/statusNames.ts';
import { FileText } from '../shared/FileText.tsx';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { cardActions } from './cardActions.ts';
import { useCard } from './cardContext.ts';
import { FieldTrouble } from './FieldControl.tsx';
import { statusWord } from './words.ts';

/** Number, status, title, what can be done next, and what the person should know first. */
export function CardHeader() {
  const { model, view } = useCard();
  const { task } = view;
  return (
    <header>
      <div class="top">
        <p class="place">
          <span class="muted">#{task.number}</span>
          <span class={`status ${task.status}`}>
            <Icon name={statusIcons[task.status]} spin={task.status === 'running'} /> {statusWord(task.status)}
          </span>
          {task.source.actor.kind === 'person' ? undefined : (
            <span class="muted">{l10n.t('from {0}', showInvisible(task.source.actor.name))}</span>
          )}
        </p>
        <div class="tools">
          <IconButton
            icon="layout"
            label={l10n.t('Show on Board')}
            onClick={() => model.send({ type: 'card-command', command: 'rota.openBoard' })}
          />
          <IconButton
            icon="trash"
            label={l10n.t('Delete Card')}
            disabled={view.readOnly !== null}
            onClick={() => model.send({ type: 'card-command', command: 'rota.deleteCard' })}
          />
        </div>
      </div>
      <Title />
      <div class="actions" role="toolbar" aria-label={l10n.t('What to do with the card')}>
        {cardActions(view).map(({ label, icon, request }, at) => (
          <button
            key={label}
            type="button"
            class={at === 0 ? 'button' : 'button secondary'}
            disabled={view.readOnly !== null && request.type === 'card-command' && request.command !== 'rota.showRun'}
            onClick={() => model.send(request)}
          >
            <Icon name={icon} /> {label}
          </button>
        ))}
      </div>
      <Notes />
    </header>
  );
}

function Title() {
  const { model, view } = useCard();
  const draft = model.draft('title');
  const { title } = view.task;
  const visible = showInvisible(title);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') model.discard('title');
    else if (event.key === 'Enter') {
      event.preventDefault();
      model.submit('title');
    }
  };
  return (
    <div class="field title">
      <h1 class="unseen">{`#${view.task.number} ${visible}`}</h1>
      <textarea
        id="field-title"
        class="input"
        rows={1}
        aria-label={l10n.t('Title')}
        autocomplete="off"
        value={draft?.text ?? title}
        disabled={view.readOnly !== null}
        aria-describedby="trouble-title"
        aria-invalid={draft?.problem !== undefined || draft?.conflict === true}
        onInput={(event) => model.type('title', event.currentTarget.value.replace(/\s*\n\s*/g, ' '))}
        onBlur={() => model.submit('title')}
        onKeyDown={onKeyDown}
      />
      {visible === title ? undefined : <p class="hint">{l10n.t('The title has invisible characters: {0}', visible)}</p>}
      <FieldTrouble name="title" draft={draft} />
    </div>
  );
}

/** Why the card stands where it stands. */
function Notes() {
  const { model, view } = useCard();
  const { task, blockers, requests, agents, readOnly } = view;
  const startable = task.status === 'todo' || task.status === 'queued';
  return (
    <div class="notes">
      {readOnly === null ? undefined : <Note icon="lock">{l10n.t('Nothing can be changed here: {0}.', readOnly)}</Note>}
      {requests.map(({ id, text }) => (
        <Note key={id} icon={statusIcons.waiting} kind="waits">
          <FileText text={text} />
        </Note>
      ))}
      {task.statusReason === null || requests.length > 0 ? undefined : (
        <Note icon={task.status === 'failed' ? 'error' : 'info'} kind={task.status === 'failed' ? 'bad' : 'plain'}>
          <FileText text={task.statusReason} />
        </Note>
      )}
      {task.error === null || task.error === task.statusReason ? undefined : (
        <Note icon="error" kind="bad">
          <FileText text={task.error} />
        </Note>
      )}
      {task.changeRequest === null ? undefined : <Note icon="request-changes">{l10n.t('Changes requested: {0}', task.changeRequest)}</Note>}
      {blockers.length === 0 ? undefined : (
        <Note icon={statusIcons.queued}>
          {task.status === 'queued'
            ? l10n.t('Does not start yet: {0}.', blockers.join('; '))
            : l10n.t('Once queued it would still wait: {0}.', blockers.join('; '))}
        </Note>
      )}
      {!startable || agents.length > 0 ? undefined : (
        <Note icon="person-add">
          {l10n.t('There is no agent yet that could do it.')}{' '}
          <button type="button" class="text-link" onClick={() => model.send({ type: 'card-command', command: 'rota.addAgent' })}>
            {l10n.t('Add Agent')}
          </button>
        </Note>
      )}
    </div>
  );
}

function Note({
  icon,
  kind = 'plain',
  children,
}: {
  readonly icon: string;
  readonly kind?: 'plain' | 'waits' | 'bad';
  readonly children: ComponentChildren;
}) {
  return (
    <p class={`note ${kind}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}
