import * as l10n from '@vscode/l10n';
import { Priority, RiskLevel, type TaskStatus } from '../../src/core/model/taskStatus.ts';
import { localZone } from '../../src/core/base/calendar.ts';
import { dueOf } from '../../src/core/model/due.ts';
import { Icon } from '../shared/Icon.tsx';
import { useCard } from './cardContext.ts';
import { CardLinks } from './CardLinks.tsx';
import { FieldControl, type FieldOption } from './FieldControl.tsx';
import { Fold } from './Fold.tsx';
import { Moment } from './Moment.tsx';
import { Trouble } from './Trouble.tsx';
import { actorWord, exactDay, exactTime, priorityWord, riskWord, statusWord } from './words.ts';

/** The fields beside the text: daily ones in sight, the rest folded. */
export function Properties() {
  const { view } = useCard();
  const { task } = view;
  const linked =
    task.dependsOn.length + task.relations.length + view.dependents.length + view.subtasks.length + (task.parent === null ? 0 : 1);
  return (
    <aside aria-label={l10n.t('Properties')}>
      <div class="fields daily">
        <StatusField />
        <FieldControl name="priority" options={Priority.options.map((value) => ({ value, label: priorityWord(value) }))} />
        <FieldControl name="agent" options={agentOptions(view.agents)} />
        <FieldControl name="labels" suggestions={view.labels} />
        <FieldControl name="due" kind="date" />
        <DueNote />
      </div>
      <Fold name="links" title={l10n.t('Dependencies')} note={linked === 0 ? undefined : String(linked)}>
        <CardLinks />
      </Fold>
      <Fold name="limits" title={l10n.t('Limits')}>
        <Limits />
      </Fold>
      <Fold name="risk" title={l10n.t('Risk and Approval')}>
        <Risk />
      </Fold>
      <Fold name="more" title={l10n.t('More')}>
        <More />
      </Fold>
    </aside>
  );
}

/** What a person may make of the card now; the board's rules decide the rest. */
function StatusField() {
  const { model, view } = useCard();
  const { status } = view.task;
  return (
    <div class="field">
      <label for="field-status">{l10n.t('Status')}</label>
      <select
        id="field-status"
        class="input"
        value={status}
        disabled={view.readOnly !== null}
        onChange={(event) => {
          const to = event.currentTarget.value as TaskStatus;
          event.currentTarget.value = status;
          model.move(to);
        }}
      >
        {[status, ...view.moves].map((each) => (
          <option key={each} value={each} selected={each === status}>
            {statusWord(each)}
          </option>
        ))}
      </select>
      <Trouble section="status" />
    </div>
  );
}

/** What the due field itself does not say: that it is late, or when the priority says that it is due. */
function DueNote() {
  const { task, serviceLevels } = useCard().view;
  const due = dueOf(task, serviceLevels, { now: Date.now(), zone: localZone });
  if (!due || (!due.fromPriority && !due.overdue)) return undefined;
  const when = <time dateTime={due.day ?? new Date(due.at).toISOString()}>{due.day === null ? exactTime(due.at) : exactDay(due.day)}</time>;
  return (
    <p class={due.overdue ? 'hint due late' : 'hint due'}>
      {due.overdue ? <Icon name="warning" /> : undefined}
      {due.fromPriority ? (due.overdue ? l10n.t('Overdue by its priority since') : l10n.t('Due by its priority')) : l10n.t('Overdue since')}{' '}
      {when}
    </p>
  );
}

function Limits() {
  return (
    <div class="fields">
      <p class="hint">{l10n.t('A run pauses and asks at these limits. Empty fields take the agent’s.')}</p>
      <FieldControl name="steps" kind="number" />
      <FieldControl name="tokens" kind="number" />
      <FieldControl name="cost" kind="number" />
      <FieldControl name="minutes" kind="number" />
      <FieldControl name="maxAttempts" kind="number" />
      <FieldControl name="weight" kind="number" />
      <FieldControl name="runAfter" kind="time" />
      <FieldControl name="schedule" />
    </div>
  );
}

function Risk() {
  const { view } = useCard();
  const { approval } = view.task;
  return (
    <div class="fields">
      <FieldControl name="risk" options={RiskLevel.options.map((value) => ({ value, label: riskWord(value) }))} />
      <FieldControl name="actionType" />
      <p class="field wide">
        {approval.state === 'approved' && approval.by
          ? l10n.t('Approved by {0}.', actorWord(approval.by))
          : approval.state === 'rejected'
            ? l10n.t('Approval was refused.')
            : approval.required
              ? l10n.t('Needs your approval before it runs.')
              : l10n.t('Needs no approval.')}
        {approval.note === null ? '' : ` ${approval.note}`}
      </p>
      <FieldControl name="capabilities" />
    </div>
  );
}

function More() {
  const { view } = useCard();
  const { task } = view;
  return (
    <div class="fields">
      <FieldControl name="project" suggestions={view.projects} />
      <FieldControl name="eta" />
      <FieldControl name="progress" kind="number" />
      {view.roots.length > 1 || task.root !== null ? (
        <FieldControl name="root" options={[{ value: '', label: l10n.t('Folder of the board') }, ...view.roots.map(same)]} />
      ) : undefined}
      <FieldControl name="payload" kind="lines" />
      <FieldControl name="metadata" kind="lines" />
      <FieldControl name="externalRefs" kind="lines" />
      <FieldControl name="chat" />
      <dl class="facts wide">
        <Fact name={l10n.t('Created')} at={task.createdAt} />
        <Fact name={l10n.t('Changed')} at={task.updatedAt} />
        <Fact name={l10n.t('Assigned')} at={task.assignedAt} />
        <Fact name={l10n.t('Queued')} at={task.queuedAt} />
        <Fact name={l10n.t('Started')} at={task.startedAt} />
        <Fact name={l10n.t('Completed')} at={task.completedAt} />
        <Fact name={l10n.t('Failed')} at={task.failedAt} />
        <dt>{l10n.t('Attempts used')}</dt>
        <dd>{task.attempts}</dd>
      </dl>
    </div>
  );
}

function Fact({ name, at }: { readonly name: string; readonly at: number | null }) {
  if (at === null) return undefined;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Moment at={at} />
      </dd>
    </>
  );
}

function agentOptions(agents: readonly string[]): FieldOption[] {
  return [{ value: '', label: l10n.t('Any that fits') }, ...agents.map(same)];
}

function same(value: string): FieldOption {
  return { value, label: value };
}
