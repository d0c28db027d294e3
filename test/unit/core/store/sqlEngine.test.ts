import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { SqlEngine } from '../../../../src/core/store/sqlEngine.ts';
import { assertDeterministic, assertStorable } from '../../../../src/core/store/statementLint.ts';
import type { SqlValue } from '../../../../src/core/store/sqlDriver.ts';

async function engineWith(context: TestContext, ...statements: string[]): Promise<SqlEngine> {
  const engine = await SqlEngine.open();
  context.after(() => engine.close());
  engine.transact(statements.map((sql) => ({ sql, params: [] })));
  return engine;
}

describe('The SQL engine', () => {
  test('undoes a whole transaction when one statement fails', async (context) => {
    const engine = await engineWith(context, 'CREATE TABLE t(n INTEGER PRIMARY KEY) STRICT');
    const insert = (n: number): { sql: string; params: number[] } => ({ sql: 'INSERT INTO t VALUES(?)', params: [n] });
    assert.throws(() => engine.transact([insert(1), insert(2), insert(1)]), /UNIQUE/);
    assert.deepEqual(engine.all('SELECT n FROM t'), []);
    engine.transact([insert(1)]);
    assert.deepEqual(engine.all('SELECT n FROM t'), [{ n: 1 }]);
  });

  test('lets no query write, however it is dressed', async (context) => {
    const engine = await engineWith(context, 'CREATE TABLE t(n INTEGER PRIMARY KEY) STRICT', 'INSERT INTO t VALUES(1)');
    for (const sql of ['DELETE FROM t', 'WITH x AS (SELECT 1) DELETE FROM t RETURNING n', 'PRAGMA user_version = 7', 'DROP TABLE t']) {
      assert.throws(() => engine.all(sql), /readonly|read-only/, sql);
    }
    assert.deepEqual(engine.all('SELECT n FROM t'), [{ n: 1 }]);
  });

  test('takes one statement at a time, since SQLite would run only the first in silence', async (context) => {
    const engine = await engineWith(context, 'CREATE TABLE t(n INTEGER PRIMARY KEY) STRICT;');
    assert.throws(() => engine.all('SELECT 1; SELECT 2'), /one SQL statement at a time/);
    assert.throws(
      () => engine.transact([{ sql: 'INSERT INTO t VALUES(1); INSERT INTO t VALUES(2)', params: [] }]),
      /one SQL statement at a time/,
    );
  });

  test('reads back exactly what was stored, and text that no file can hold as it will be after a restart', async (context) => {
    const engine = await engineWith(context, 'CREATE TABLE t(n INTEGER PRIMARY KEY, v ANY) STRICT');
    const values: SqlValue[] = ['', 'a\0b', 'é漢🙂', 0.1, -1e300, 2 ** 53 - 1, null];
    engine.transact(values.map((value, n) => ({ sql: 'INSERT INTO t VALUES(?, ?)', params: [n, value] })));
    assert.deepEqual(
      engine.all('SELECT v FROM t ORDER BY n').map(({ v }) => v),
      values,
    );
    engine.transact([{ sql: 'INSERT INTO t VALUES(?, ?)', params: [100, 'half \ud83d'] }]);
    assert.deepEqual(engine.all('SELECT v FROM t WHERE n = 100'), [{ v: 'half \ufffd' }]);
  });

  test('goes on when more statements are used than it keeps prepared', async (context) => {
    const engine = await engineWith(context);
    for (let n = 0; n < 600; n++) assert.deepEqual(engine.all(`SELECT ${n} AS n`), [{ n }]);
    assert.deepEqual(engine.all('SELECT 0 AS n'), [{ n: 0 }]);
  });
});

describe('A statement for the journal', () => {
  test('is refused when its effect depends on chance or time', () => {
    for (const sql of [
      'INSERT INTO t VALUES(random())',
      'INSERT INTO t VALUES(hex(randomblob(16)))',
      "INSERT INTO t VALUES(datetime('now'))",
      'INSERT INTO t VALUES(unixepoch ( ))',
      'CREATE TABLE t(at TEXT DEFAULT CURRENT_TIMESTAMP)',
      'UPDATE t SET a = last_insert_rowid()',
    ]) {
      assert.throws(() => assertDeterministic(sql), /pass the value as a parameter/, sql);
    }
    assertDeterministic("INSERT INTO log(date, time, text) VALUES(?, ?, 'random() at current_timestamp') -- date('now')");
  });

  test('is refused with a value that the journal would not give back', () => {
    for (const value of [NaN, Infinity, 2 ** 53, undefined, true, new Uint8Array(1), 1n]) {
      assert.throws(() => assertStorable([{ sql: 'x', params: [value as SqlValue] }]), /parameter must be/, String(value));
    }
    assert.throws(() => assertStorable([{ sql: 'x', params: ['a'.repeat(9e6)] }]), { code: 'invalid' });
    assertStorable([{ sql: 'x', params: ['', -(2 ** 53) + 1, null, 0.5] }]);
  });
});
