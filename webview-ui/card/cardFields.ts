import * as l10n from '@vscode/l10n';
import { KnownAgentName } from '../../src/core/model/scalars.ts';
import type { Task, TaskChange } from '../../src/core/model/task.ts';
import { Priority, RiskLevel } from '../../src/core/model/taskStatus.ts';
import type { Budget } from '../../src/core/model/usage.ts';
import {
  readDue,
  readJson,
  readList,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readPairs,
  readText,
  readTime,
  showDate,
  type Reading,
} from './fieldTexts.ts';

/** A field of a card as text that a person edits. */
export interface CardField {
  readonly label: string;
  /** One short sentence below the label, for what is not plain. */
  readonly hint?: string;
  /** The part of the card that it writes. */
  readonly key: Exclude<keyof TaskChange, 'checks'>;
  show(task: Task): string;
  /** `task` is the card as it is now: a field may be one part of a value. */
  read(text: string, task: Task): Reading<TaskChange>;
}

export type CardFieldName =
  | 'title'
  | 'description'
  | 'priority'
  | 'agent'
  | 'labels'
  | 'due'
  | 'eta'
  | 'progress'
  | 'steps'
  | 'tokens'
  | 'cost'
  | 'minutes'
  | 'maxAttempts'
  | 'weight'
  | 'runAfter'
  | 'schedule'
  | 'risk'
  | 'actionType'
  | 'capabilities'
  | 'project'
  | 'root'
  | 'chat'
  | 'payload'
  | 'metadata'
  | 'externalRefs';

const whole = true;
const large = 1_000_000_000_000;

/** Every field that is edited as one text. Made when the language is known. */
export function cardFields(): Record<CardFieldName, CardField> {
  return { ...dailyFields(), ...limitFields(), ...detailFields(), ...dataFields() };
}

function dailyFields(): Pick<
  Record<CardFieldName, CardField>,
  'title' | 'description' | 'priority' | 'agent' | 'labels' | 'due' | 'eta' | 'progress'
> {
  return {
    title: {
      label: l10n.t('Title'),
      key: 'title',
      show: ({ title }) => title,
      read: (text) => (text.trim() === '' ? { problem: l10n.t('A card needs a title.') } : as(readText(text, 500), (title) => ({ title }))),
    },
    description: {
      label: l10n.t('Description'),
      key: 'description',
      show: ({ description }) => description,
      read: (text) =>
        text.length > 200_000 ? { problem: l10n.t('At most {0} characters fit here.', 200_000) } : { value: { description: text } },
    },
    priority: {
      label: l10n.t('Priority'),
      key: 'priority',
      show: ({ priority }) => priority,
      read: (text) => ({ value: { priority: Priority.parse(text) } }),
    },
    agent: {
      label: l10n.t('Agent'),
      key: 'agent',
      show: ({ agent }) => agent ?? '',
      read: (text) => ({ value: { agent: text === '' ? null : KnownAgentName.parse(text) } }),
    },
    labels: {
      label: l10n.t('Labels'),
      hint: l10n.t('Separated by commas.'),
      key: 'labels',
      show: ({ labels }) => labels.join(', '),
      read: (text) => as(readList(text), (labels) => ({ labels })),
    },
    due: { label: l10n.t('Due'), key: 'due', show: ({ due }) => showDate(due), read: (text) => as(readDue(text), (due) => ({ due })) },
    eta: {
      label: l10n.t('Expected'),
      hint: l10n.t('When it may be ready, in words.'),
      key: 'eta',
      show: ({ eta }) => eta ?? '',
      read: (text) => as(readOptionalText(text, 200), (eta) => ({ eta })),
    },
    progress: {
      label: l10n.t('Progress (%)'),
      key: 'progress',
      show: ({ progress }) => String(progress),
      read: (text) => as(readNumber(text, { least: 0, most: 100, whole }), (progress) => ({ progress })),
    },
  };
}

function limitFields(): Pick<
  Record<CardFieldName, CardField>,
  'steps' | 'tokens' | 'cost' | 'minutes' | 'maxAttempts' | 'weight' | 'runAfter' | 'schedule'
> {
  return {
    steps: budgetField('steps', l10n.t('Steps'), { least: 1, most: 10_000, whole }),
    tokens: budgetField('tokens', l10n.t('Tokens'), { least: 1, most: large, whole }),
    cost: budgetField('cost', l10n.t('Cost (US dollars)'), { least: 0.000001, most: large, whole: false }),
    minutes: budgetField('minutes', l10n.t('Minutes'), { least: 0.01, most: 10_080, whole: false }),
    maxAttempts: {
      label: l10n.t('Attempts'),
      hint: l10n.t('How often agents may try.'),
      key: 'maxAttempts',
      show: ({ maxAttempts }) => String(maxAttempts),
      read: (text) => as(readNumber(text, { least: 1, most: 50, whole }), (maxAttempts) => ({ maxAttempts })),
    },
    weight: {
      label: l10n.t('Weight'),
      hint: l10n.t('Heavier cards of the same priority start first.'),
      key: 'weight',
      show: ({ weight }) => String(weight),
      read: (text) => as(readNumber(text, { least: -1_000_000, most: 1_000_000, whole }), (weight) => ({ weight })),
    },
    runAfter: {
      label: l10n.t('Start not before'),
      key: 'runAfter',
      show: ({ runAfter }) => showDate(runAfter),
      read: (text) => as(readTime(text), (runAfter) => ({ runAfter })),
    },
    schedule: {
      label: l10n.t('Schedule'),
      hint: l10n.t('Kept with the card; nothing runs by it yet.'),
      key: 'schedule',
      show: ({ schedule }) => schedule ?? '',
      read: (text) => as(readOptionalText(text, 200), (schedule) => ({ schedule })),
    },
  };
}

function detailFields(): Pick<Record<CardFieldName, CardField>, 'risk' | 'actionType' | 'capabilities' | 'project' | 'root' | 'chat'> {
  return {
    risk: {
      label: l10n.t('Risk'),
      hint: l10n.t('High and critical need your approval before a run.'),
      key: 'risk',
      show: ({ risk }) => risk,
      read: (text) => ({ value: { risk: RiskLevel.parse(text) } }),
    },
    actionType: {
      label: l10n.t('Kind of action'),
      hint: l10n.t('Such as {0} or {1}: raises the risk.', 'prod_deploy', 'payment'),
      key: 'actionType',
      show: ({ actionType }) => actionType ?? '',
      read: (text) => as(readOptionalText(text, 100), (actionType) => ({ actionType })),
    },
    capabilities: {
      label: l10n.t('Needed abilities'),
      hint: l10n.t('Separated by commas. Only agents with all of them take the card.'),
      key: 'capabilities',
      show: ({ capabilities }) => capabilities.join(', '),
      read: (text) => as(readList(text), (capabilities) => ({ capabilities })),
    },
    project: {
      label: l10n.t('Project'),
      key: 'project',
      show: ({ project }) => project ?? '',
      read: (text) => as(readOptionalText(text, 200), (project) => ({ project })),
    },
    root: {
      label: l10n.t('Folder'),
      hint: l10n.t('The workspace folder that agents work in.'),
      key: 'root',
      show: ({ root }) => root ?? '',
      read: (text) => ({ value: { root: text === '' ? null : text } }),
    },
    chat: {
      label: l10n.t('Chat'),
      key: 'chat',
      show: ({ chat }) => chat ?? '',
      read: (text) => as(readOptionalText(text, 200), (chat) => ({ chat })),
    },
  };
}

/** What is for programs more than for people. */
function dataFields(): Pick<Record<CardFieldName, CardField>, 'payload' | 'metadata' | 'externalRefs'> {
  return {
    payload: {
      label: l10n.t('Payload'),
      hint: l10n.t('JSON that is handed to the agent.'),
      key: 'payload',
      show: ({ payload }) => (payload === null ? '' : JSON.stringify(payload, null, 2)),
      read: (text) => as(readJson(text), (payload) => ({ payload })),
    },
    metadata: {
      label: l10n.t('Metadata'),
      hint: l10n.t('One {0} a line.', 'name=value'),
      key: 'metadata',
      show: ({ metadata }) =>
        Object.entries(metadata)
          .map(([name, value]) => `${name}=${value}`)
          .join('\n'),
      read: (text) => as(readPairs(text, '='), (pairs) => ({ metadata: Object.fromEntries(pairs) })),
    },
    externalRefs: {
      label: l10n.t('Same card elsewhere'),
      hint: l10n.t('One {0} a line.', 'system:id'),
      key: 'externalRefs',
      show: ({ externalRefs }) => externalRefs.map(({ system, id }) => `${system}:${id}`).join('\n'),
      read: (text) => as(readPairs(text, ':'), (pairs) => ({ externalRefs: pairs.map(([system, id]) => ({ system, id })) })),
    },
  };
}

/** One limit of the budget; the others stay as they are. Blank takes the agent's. */
function budgetField(name: keyof Budget, label: string, range: Parameters<typeof readOptionalNumber>[1]): CardField {
  return {
    label,
    key: 'budget',
    show: ({ budget }) => (budget[name] === undefined ? '' : String(budget[name])),
    read: (text, { budget }) =>
      as(readOptionalNumber(text, range), (value) => {
        const { [name]: _before, ...others } = budget;
        return { budget: value === undefined ? others : { ...others, [name]: value } };
      }),
  };
}

function as<V>(reading: Reading<V>, change: (value: V) => TaskChange): Reading<TaskChange> {
  return 'problem' in reading ? reading : { value: change(reading.value) };
}
