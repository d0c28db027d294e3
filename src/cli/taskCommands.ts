import * as l10n from '@vscode/l10n';
import { Option, type Command } from 'commander';
import * as z from 'zod';
import { AgentPage } from '../core/actions/agentActions.ts';
import { TaskDetails, TaskPage } from '../core/actions/taskActions.ts';
import { UserError } from '../core/base/errors.ts';
import { dueOf } from '../core/model/due.ts';
import { Comment, Task, type TaskRef } from '../core/model/task.ts';
import { Priority, TaskStatus } from '../core/model/taskStatus.ts';
import { openRequests } from './openRequests.ts';
import { choice, taskRef, textOrFile, wholeNumber } from './optionValues.ts';
import type { Session } from './session.ts';
import { addTaskOptions, taskFields, type TaskOptions } from './taskOptions.ts';
import { describeTask, nameTask, taskTable } from './taskText.ts';
import { table } from './textLayout.ts';

interface AddOptions extends TaskOptions {
  readonly queue?: boolean;
  readonly needsApproval?: boolean;
  readonly approval: boolean;
}

interface EditOptions extends TaskOptions {
  readonly progress?: number;
  readonly clear?: readonly string[];
}

interface ListOptions {
  readonly status?: readonly TaskStatus[];
  readonly priority?: readonly Priority[];
  readonly project?: string;
  readonly agent?: string;
  readonly unassigned?: boolean;
  readonly label?: string;
  readonly search?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Making, finding and changing cards. */
export function addTaskCommands(task: Command, session: Session): void {
  const t = l10n.t;
  addTaskOptions(task.command('add').description(t('Add a card')).argument('<title>', t('what should be done, in one line')))
    .option('--queue', t('put it in the queue at once: `rota task execute` does it'))
    .option('--needs-approval', t('does not start before a person accepts it'))
    .option('--no-approval', t('starts without approval, however risky: you are the one who says so'))
    .addHelpText(
      'after',
      `\n${t('Example')}:\n  rota task add "Fix the date parser" -d "It takes months for minutes." --check "npm test" --queue`,
    )
    .action((title: string, options: AddOptions) => add(session, title, options));
  task
    .command('list')
    .alias('ls')
    .description(t('List cards'))
    .addOption(new Option('-s, --status <status>', t('only these (repeatable)')).argParser(choice(TaskStatus)))
    .addOption(new Option('-p, --priority <level>', t('only these (repeatable)')).argParser(choice(Priority)))
    .option('--project <name>')
    .option('--agent <name>')
    .option('--unassigned', t('only cards without an agent'))
    .option('--label <label>')
    .option('--search <words>', t('every word occurs in title, description or labels'))
    .option('--limit <number>', t('cards on a page'), wholeNumber, 100)
    .option('--cursor <cursor>', t('the next page, as the last one named it'))
    .action((options: ListOptions) => list(session, options));
  task
    .command('show')
    .description(t('Show a card with its checks, history and comments'))
    .argument('<card>', t('number or id'), taskRef)
    .action((ref: TaskRef) => show(session, ref));
  task
    .command('statistics')
    .description(t('Count cards by status'))
    .action(() => statistics(session));
  addTaskOptions(
    task.command('edit').description(t('Change a card; lists are replaced as a whole')).argument('<card>', t('number or id'), taskRef),
  )
    .option('--title <title>')
    .option('--progress <percent>', t('0 to 100'), wholeNumber)
    .addOption(new Option('--clear <field>', t('empty a field (repeatable)')).argParser(choice(z.enum(clearable))))
    .action((ref: TaskRef, options: EditOptions) => edit(session, ref, options));
  task
    .command('comment')
    .description(t('Comment on a card; agents read what people say there'))
    .argument('<card>', t('number or id'), taskRef)
    .argument('<text>', t('the comment, @FILE or @- for standard input'))
    .action((ref: TaskRef, text: string) => comment(session, ref, text));
}

const empties = {
  description: '',
  checks: [],
  labels: [],
  project: null,
  agent: null,
  payload: null,
  metadata: {},
  budget: {},
  due: null,
  eta: null,
  parent: null,
  dependsOn: [],
  relations: [],
  capabilities: [],
  runAfter: null,
  externalRefs: [],
} as const;
const clearable = Object.keys(empties) as [keyof typeof empties, ...(keyof typeof empties)[]];

async function add(session: Session, title: string, options: AddOptions): Promise<void> {
  await session.host({ create: true });
  const fields = await taskFields({ ...options, title }, session.terminal, (ref) => idOf(session, ref));
  const status = options.queue ? 'queued' : 'todo';
  const approvalRequired = options.needsApproval ? true : options.approval ? undefined : false;
  const draft = { ...fields, status, ...(approvalRequired === undefined ? {} : { approvalRequired }) };
  const created = await session.call('task.create', Task, draft);
  await session.show(created, (task) => l10n.t('Added {0}, {1}.', nameTask(task), task.status));
  await noteUnknownAgent(session, options.agent);
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const { status, priority, project, label, limit, cursor, search: text } = options;
  const agent = options.unassigned ? null : options.agent;
  const filter = { status, priority, project, label, limit, cursor, text, agent, order: 'number' };
  const page = await session.call(
    'task.list',
    TaskPage,
    Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  );
  const open = await openRequests(session);
  await session.show(page, ({ items }) => taskTable(items, session.styles, session.terminal.stdout.columns || undefined, open));
  const narrowed = [status, priority, project, label, cursor, text, agent].some((value) => value !== undefined);
  if (page.items.length === 0) session.note(narrowed ? l10n.t('No card matches.') : l10n.t('No cards. `rota task add "TITLE"` adds one.'));
  if (page.cursor !== null) session.note(l10n.t('There are more: --cursor {0}', page.cursor));
}

async function show(session: Session, ref: TaskRef): Promise<void> {
  const details = await session.call('task.get', TaskDetails, { task: ref });
  const open = await openRequests(session);
  const { board } = await session.host();
  const due = dueOf(details.task, board.sla, Date.now());
  await session.show(details, (shown) => describeTask({ ...shown, due }, session.styles, open));
}

async function statistics(session: Session): Promise<void> {
  const counts = await session.call('task.statistics', z.record(TaskStatus, z.number()), {});
  await session.show(counts, (shown) => table(Object.entries(shown).map(([status, count]) => [status, String(count)])));
}

async function edit(session: Session, ref: TaskRef, options: EditOptions): Promise<void> {
  const fields = await taskFields(options, session.terminal, (other) => idOf(session, other));
  const cleared = Object.fromEntries((options.clear ?? []).map((field) => [field, empties[field as keyof typeof empties]]));
  const change = { ...cleared, ...fields, ...(options.progress === undefined ? {} : { progress: options.progress }) };
  if (Object.keys(change).length === 0)
    throw new UserError('invalid', l10n.t('Say what should change: `rota task edit --help` lists the options.'));
  const changed = await session.call('task.change', Task, { task: ref, change });
  await session.show(changed, (task) => l10n.t('Changed {0}.', nameTask(task)));
  await noteUnknownAgent(session, options.agent);
}

/** A card may be meant for an agent that comes later; a slip of the finger should not stay unseen. */
async function noteUnknownAgent(session: Session, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const { items } = await session.call('agent.list', AgentPage, {});
  if (items.every((agent) => agent.name !== name))
    session.note(l10n.t('There is no agent "{0}" yet: the card does not start before `rota agent add` makes it.', name));
}

async function comment(session: Session, ref: TaskRef, value: string): Promise<void> {
  const text = await textOrFile(value, session.terminal);
  const made = await session.call('task.comment', Comment, { task: ref, text });
  await session.show(made, () => l10n.t('Commented.'));
}

async function idOf(session: Session, ref: TaskRef): Promise<string> {
  return (await session.call('task.get', TaskDetails, { task: ref })).task.id;
}
