/** The tables of version 1. Never edited: what came later is in the steps after it. */
export const firstSchema: readonly string[] = [
  `CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE tasks(
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT NOT NULL, status TEXT NOT NULL,
    status_reason TEXT, priority TEXT NOT NULL, rank TEXT NOT NULL, weight INTEGER NOT NULL, ready INTEGER NOT NULL,
    labels TEXT NOT NULL, project TEXT, payload TEXT, metadata TEXT NOT NULL, parent TEXT, depends_on TEXT NOT NULL,
    relations TEXT NOT NULL, agent TEXT, capabilities TEXT NOT NULL, risk TEXT NOT NULL, action_type TEXT, approval TEXT NOT NULL,
    accepted INTEGER NOT NULL, external_refs TEXT NOT NULL, run_after INTEGER, due INTEGER, schedule TEXT, checks TEXT NOT NULL,
    budget TEXT NOT NULL, attempts INTEGER NOT NULL, max_attempts INTEGER NOT NULL, lease TEXT, fence INTEGER NOT NULL,
    open_dependencies INTEGER NOT NULL, progress INTEGER NOT NULL, eta TEXT, result TEXT, error TEXT, change_request TEXT, chat TEXT,
    root TEXT, source TEXT NOT NULL, revision INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    assigned_at INTEGER, queued_at INTEGER, started_at INTEGER, completed_at INTEGER, failed_at INTEGER) STRICT`,
  `CREATE INDEX tasks_rank ON tasks(rank)`,
  `CREATE INDEX tasks_status ON tasks(status, rank)`,
  `CREATE INDEX tasks_claim ON tasks(ready, open_dependencies, priority, weight DESC, rank, number)`,
  `CREATE INDEX tasks_revision ON tasks(revision)`,
  `CREATE INDEX tasks_parent ON tasks(parent) WHERE parent IS NOT NULL`,
  `CREATE TABLE task_search(task TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE task_dependencies(task TEXT NOT NULL, dependency TEXT NOT NULL, PRIMARY KEY(task, dependency)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX task_dependencies_reverse ON task_dependencies(dependency, task)`,
  `CREATE TABLE external_refs(system TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL, PRIMARY KEY(system, id)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE deleted_tasks(task TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX deleted_tasks_revision ON deleted_tasks(revision)`,
  `CREATE TABLE task_events(
    seq INTEGER PRIMARY KEY, task TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, type TEXT NOT NULL, message TEXT NOT NULL) STRICT`,
  `CREATE INDEX task_events_task ON task_events(task, seq)`,
  `CREATE TABLE comments(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, actor TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX comments_task ON comments(task, seq)`,
  `CREATE TABLE artifacts(
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, run TEXT, name TEXT NOT NULL, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX artifacts_task ON artifacts(task, seq)`,
  `CREATE TABLE runs(
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, attempt INTEGER NOT NULL, agent TEXT NOT NULL, runner TEXT NOT NULL,
    simulated INTEGER NOT NULL, fence INTEGER NOT NULL, status TEXT NOT NULL, usage TEXT NOT NULL, cost REAL, steps INTEGER NOT NULL,
    started_at INTEGER NOT NULL, ended_at INTEGER, error TEXT, cancel_requested INTEGER NOT NULL, event_count INTEGER NOT NULL,
    log_bytes INTEGER NOT NULL) STRICT`,
  `CREATE INDEX runs_task ON runs(task, seq)`,
  `CREATE INDEX runs_status ON runs(status, agent)`,
  `CREATE TABLE run_files(
    run TEXT NOT NULL, root TEXT NOT NULL, path TEXT NOT NULL, access TEXT NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY(run, root, path)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE requests(
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, run TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    answer TEXT, answered_at INTEGER, answered_by TEXT) STRICT`,
  `CREATE INDEX requests_run ON requests(run, seq)`,
  `CREATE INDEX requests_task ON requests(task, seq)`,
  `CREATE INDEX requests_open ON requests(seq) WHERE answered_at IS NULL`,
  `CREATE TABLE agents(name TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE audit(
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, entity TEXT NOT NULL, outcome TEXT NOT NULL,
    detail TEXT NOT NULL) STRICT`,
  `CREATE INDEX audit_entity ON audit(entity, seq)`,
  `CREATE TABLE operations(id TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX operations_at ON operations(at)`,
];

/** Version 2: what a board shows of a card beside its own fields stands in its row, so that ten thousand are one query without a join. */
export const boardFacts: readonly string[] = [
  'ALTER TABLE tasks ADD COLUMN checks_total INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE tasks ADD COLUMN checks_passed INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE tasks ADD COLUMN checks_failed INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE tasks ADD COLUMN approval_pending INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE tasks ADD COLUMN run TEXT',
  'ALTER TABLE tasks ADD COLUMN cost REAL',
  `UPDATE tasks SET
    checks_total = (SELECT count(*) FROM json_each(iif(json_valid(tasks.checks), tasks.checks, '[]')) WHERE value ->> 'state' = 'accepted'),
    checks_passed = (SELECT count(*) FROM json_each(iif(json_valid(tasks.checks), tasks.checks, '[]')) WHERE value ->> 'state' = 'accepted' AND value ->> '$.latest.passed' = 1),
    checks_failed = (SELECT count(*) FROM json_each(iif(json_valid(tasks.checks), tasks.checks, '[]')) WHERE value ->> 'state' = 'accepted' AND value ->> '$.latest.passed' = 0),
    approval_pending = iif(json_valid(approval), ifnull(approval ->> 'required' = 1 AND approval ->> 'state' <> 'approved', 0), 0),
    run = (SELECT id FROM runs WHERE runs.task = tasks.id ORDER BY seq DESC LIMIT 1),
    cost = (SELECT sum(cost) FROM runs WHERE runs.task = tasks.id)`,
];

/** Version 3: a deleted card is kept for a while, so that it can be restored. */
export const keptCards: readonly string[] = [
  'ALTER TABLE deleted_tasks ADD COLUMN at INTEGER',
  'ALTER TABLE deleted_tasks ADD COLUMN number INTEGER',
  'ALTER TABLE deleted_tasks ADD COLUMN content TEXT',
  'ALTER TABLE deleted_tasks ADD COLUMN links TEXT',
  'CREATE INDEX deleted_tasks_kept ON deleted_tasks(at) WHERE content IS NOT NULL',
];

/**
 * Version 4: a card is due on a day (text) or at a time (number), so that column takes both; how many of the cards that it waits for were
 * canceled or failed stands in its row; searches compare letters that have two spellings by one.
 */
export const dueDays: readonly string[] = [
  'ALTER TABLE tasks ADD COLUMN deadline ANY',
  'ALTER TABLE tasks ADD COLUMN lost_dependencies INTEGER NOT NULL DEFAULT 0',
  'UPDATE tasks SET deadline = due, due = NULL WHERE due IS NOT NULL',
  `UPDATE tasks SET lost_dependencies = (SELECT count(*) FROM task_dependencies AS link JOIN tasks AS other ON other.id = link.dependency
    WHERE link.task = tasks.id AND other.status IN ('canceled', 'failed')) WHERE open_dependencies > 0`,
  `UPDATE deleted_tasks SET content = json_set(content, '$.lostDependencies', 0) WHERE json_valid(content)`,
  `UPDATE task_search SET text = replace(replace(replace(replace(text, 'i\u0307', 'i'), '\u0131', 'i'), '\u00df', 'ss'), '\u03c2', '\u03c3')`,
];

/** Version 5: a store keeps the days on which it was written, and a deleted card is kept for a number of them. */
export const storeDays: readonly string[] = [
  'CREATE TABLE store_days(day INTEGER PRIMARY KEY) STRICT',
  'ALTER TABLE deleted_tasks ADD COLUMN day INTEGER',
  'UPDATE deleted_tasks SET day = 0 WHERE content IS NOT NULL',
  'CREATE INDEX deleted_tasks_day ON deleted_tasks(day) WHERE content IS NOT NULL',
];
