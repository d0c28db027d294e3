import type { Task } from '../model/task.ts';
import { needsApproval } from '../rules/approvals.ts';
import { countChecks } from '../rules/checkList.ts';
import { isReadyWithoutDependencies } from '../rules/claiming.ts';
import { foldText } from '../base/foldText.ts';
import { jsonColumn } from './rows.ts';
import type { SqlValue, Statement } from './sqlDriver.ts';
import { jsonValue, sqlValue } from './sqlValues.ts';

type Kind = 'scalar' | 'boolean' | 'json';
/** Columns that tend to change together: one fixed UPDATE a group, so that a claim does not write the description anew. */
type Group = 'fixed' | 'text' | 'plan' | 'checks' | 'state' | 'outcome';

const columns: Record<keyof Task, readonly [column: string, kind: Kind, group: Group]> = {
  id: ['id', 'scalar', 'fixed'],
  number: ['number', 'scalar', 'fixed'],
  source: ['source', 'json', 'fixed'],
  createdAt: ['created_at', 'scalar', 'fixed'],
  title: ['title', 'scalar', 'text'],
  description: ['description', 'scalar', 'text'],
  labels: ['labels', 'json', 'text'],
  payload: ['payload', 'json', 'text'],
  metadata: ['metadata', 'json', 'text'],
  project: ['project', 'scalar', 'plan'],
  priority: ['priority', 'scalar', 'plan'],
  weight: ['weight', 'scalar', 'plan'],
  parent: ['parent', 'scalar', 'plan'],
  dependsOn: ['depends_on', 'json', 'plan'],
  relations: ['relations', 'json', 'plan'],
  capabilities: ['capabilities', 'json', 'plan'],
  risk: ['risk', 'scalar', 'plan'],
  actionType: ['action_type', 'scalar', 'plan'],
  approval: ['approval', 'json', 'plan'],
  accepted: ['accepted', 'boolean', 'plan'],
  externalRefs: ['external_refs', 'json', 'plan'],
  due: ['deadline', 'scalar', 'plan'],
  schedule: ['schedule', 'scalar', 'plan'],
  budget: ['budget', 'json', 'plan'],
  maxAttempts: ['max_attempts', 'scalar', 'plan'],
  chat: ['chat', 'scalar', 'plan'],
  root: ['root', 'scalar', 'plan'],
  checks: ['checks', 'json', 'checks'],
  status: ['status', 'scalar', 'state'],
  statusReason: ['status_reason', 'scalar', 'state'],
  rank: ['rank', 'scalar', 'state'],
  agent: ['agent', 'scalar', 'state'],
  attempts: ['attempts', 'scalar', 'state'],
  lease: ['lease', 'json', 'state'],
  fence: ['fence', 'scalar', 'state'],
  openDependencies: ['open_dependencies', 'scalar', 'state'],
  lostDependencies: ['lost_dependencies', 'scalar', 'state'],
  progress: ['progress', 'scalar', 'state'],
  eta: ['eta', 'scalar', 'state'],
  runAfter: ['run_after', 'scalar', 'state'],
  revision: ['revision', 'scalar', 'state'],
  updatedAt: ['updated_at', 'scalar', 'state'],
  assignedAt: ['assigned_at', 'scalar', 'state'],
  queuedAt: ['queued_at', 'scalar', 'state'],
  startedAt: ['started_at', 'scalar', 'state'],
  completedAt: ['completed_at', 'scalar', 'state'],
  failedAt: ['failed_at', 'scalar', 'state'],
  result: ['result', 'scalar', 'outcome'],
  error: ['error', 'scalar', 'outcome'],
  changeRequest: ['change_request', 'scalar', 'outcome'],
};

const keys = Object.keys(columns) as (keyof Task)[];
const groups = ['text', 'plan', 'checks', 'outcome'] as const;
const keysOf = (group: Group): (keyof Task)[] => keys.filter((key) => columns[key][2] === group);

/** True for a payload that is no JSON or too deep for SQLite: `taskJson` has none then, since every JSON value fits that field. */
export const payloadUnreadable = 'tasks.payload IS NOT NULL AND NOT json_valid(tasks.payload)';

/** SQL for a whole task as one JSON text in the words of the model; the table is called `tasks`. */
function taskObject(columnOf: (key: keyof Task) => string): string {
  return `json_object(${keys.map((key) => `'${key}', ${columnOf(key)}`).join(', ')})`;
}

/** SQL for a whole task as one JSON text, whatever its columns hold; `readTasks` says which made no sense. */
export const taskJson = taskObject(columnSql);

/** What stood for a column before the version that made it. */
const olderColumns: readonly { readonly key: keyof Task; readonly since: number; readonly sql: string }[] = [
  { key: 'due', since: 4, sql: 'tasks.due' },
  { key: 'lostDependencies', since: 4, sql: '0' },
];

/** The same for tables of an older version. */
export function taskJsonAt(version: number): string {
  return taskObject((key) => olderColumns.find((column) => column.key === key && version < column.since)?.sql ?? columnSql(key));
}

/** Columns that follow from a task's fields: for look-ups and for the board. */
const derived = ['ready', 'checks_total', 'checks_passed', 'checks_failed', 'approval_pending'] as const;
const marks = '?, '.repeat(keys.length + derived.length - 1);
const insertTask = `INSERT INTO tasks(${keys.map((key) => columns[key][0]).join(', ')}, ${derived.join(', ')}) VALUES(${marks}?)`;
const updateState = updateOf(keysOf('state'), derived.map((column) => `, ${column} = ?`).join(''));
const updates = Object.fromEntries(groups.map((group) => [group, updateOf(keysOf(group), '')]));

function columnSql(key: keyof Task): string {
  const [column, kind] = columns[key];
  if (key === 'payload') return `iif(${payloadUnreadable}, NULL, json(tasks.payload))`;
  if (kind === 'scalar') return `tasks.${column}`;
  return kind === 'json' ? jsonColumn(`tasks.${column}`) : `json(iif(tasks.${column}, 'true', 'false'))`;
}

function updateOf(changed: readonly (keyof Task)[], more: string): string {
  return `UPDATE tasks SET ${changed.map((key) => `${columns[key][0]} = ?`).join(', ')}${more} WHERE id = ?`;
}

function encode(task: Task, key: keyof Task): SqlValue {
  return columns[key][1] === 'json' ? jsonValue(task[key]) : sqlValue(task[key]);
}

/** The writes that lead from one state of a task to the next, with what is derived from it for look-ups. */
export function saveTask(before: Task | undefined, after: Task): Statement[] {
  const encoded = (list: readonly (keyof Task)[]): SqlValue[] => list.map((key) => encode(after, key));
  if (!before) {
    return [{ sql: insertTask, params: [...encoded(keys), ...deriveColumns(after)] }, ...saveLookUps(after)];
  }
  const statements: Statement[] = [{ sql: updateState, params: [...encoded(keysOf('state')), ...deriveColumns(after), after.id] }];
  for (const group of groups) {
    const changed = keysOf(group).some((key) => encode(before, key) !== encode(after, key));
    if (changed) statements.push({ sql: updates[group] ?? '', params: [...encoded(keysOf(group)), after.id] });
  }
  if (searchText(before) !== searchText(after)) statements.push(...saveSearch(after));
  return [...statements, ...saveDependencies(before.dependsOn, after), ...saveRefs(before.externalRefs, after)];
}

/** The rows that a card is looked up by, for a card that has none. */
export function saveLookUps(task: Task): Statement[] {
  return [...saveSearch(task), ...saveDependencies([], task), ...saveRefs([], task)];
}

function deriveColumns(task: Task): SqlValue[] {
  const { total, passed, failed } = countChecks(task.checks);
  return [isReadyWithoutDependencies(task) ? 1 : 0, total, passed, failed, needsApproval(task) ? 1 : 0];
}

/** Sums up anew what the runs of a task tell the board. */
export function sumRuns(task: string, revision: number): Statement {
  const sql = `UPDATE tasks SET revision = ?, run = (SELECT id FROM runs WHERE runs.task = tasks.id ORDER BY seq DESC LIMIT 1),
    cost = (SELECT sum(cost) FROM runs WHERE runs.task = tasks.id) WHERE id = ?`;
  return { sql, params: [revision, task] };
}

/** Counts anew, in one write however many they are, what the tasks that wait for this one still wait for. */
export function countDependents(task: string, revision: number): Statement {
  const count = (where: string): string => `(SELECT count(*) FROM task_dependencies AS link
      JOIN tasks AS other ON other.id = link.dependency WHERE link.task = tasks.id AND other.status ${where})`;
  const sql = `UPDATE tasks SET revision = ?, open_dependencies = ${count(`<> 'done'`)}, lost_dependencies = ${count(`IN ('canceled', 'failed')`)}
    WHERE id IN (SELECT task FROM task_dependencies WHERE dependency = ?)`;
  return { sql, params: [revision, task] };
}

function searchText(task: Task): string {
  return foldText([task.title, task.description, ...task.labels].join('\n'));
}

function saveSearch(task: Task): Statement[] {
  return [
    {
      sql: 'INSERT INTO task_search(task, text) VALUES(?, ?) ON CONFLICT(task) DO UPDATE SET text = excluded.text',
      params: [task.id, searchText(task)],
    },
  ];
}

function saveDependencies(before: readonly string[], task: Task): Statement[] {
  const after: readonly string[] = task.dependsOn;
  const gone = before.filter((id) => !after.includes(id));
  const added = after.filter((id) => !before.includes(id));
  return [
    ...gone.map((id) => ({ sql: 'DELETE FROM task_dependencies WHERE task = ? AND dependency = ?', params: [task.id, id] })),
    ...added.map((id) => ({ sql: 'INSERT INTO task_dependencies(task, dependency) VALUES(?, ?)', params: [task.id, id] })),
  ];
}

function saveRefs(before: Task['externalRefs'], task: Task): Statement[] {
  if (JSON.stringify(before) === JSON.stringify(task.externalRefs)) return [];
  return [
    { sql: 'DELETE FROM external_refs WHERE task = ?', params: [task.id] },
    ...task.externalRefs.map((ref) => ({
      sql: 'INSERT INTO external_refs(system, id, task) VALUES(?, ?, ?)',
      params: [ref.system, ref.id, task.id],
    })),
  ];
}
