import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const featureCount = 197;
const columns = 5;

interface Feature {
  readonly line: number;
  readonly id: string;
  readonly status: string;
  readonly action: string;
  readonly proof: string;
}

/** Both halves of a row that is built in part. */
const inPart = /^part: \S.*; missing: \S/;

/**
 * Reads test/features.md: every founding feature stands there once, and is either built, whole or in part, with the action and the tests
 * that prove what is there, or names the issue or the area that will bring it. A test is written as `path` "name of the test". What every
 * task store must do stands in test/support/conformance and is run for each of them.
 */
export function checkFeatures(root: string): Promise<{ passed: boolean; note: string; report: string }> {
  const path = join(root, 'test/features.md');
  if (!existsSync(path)) return Promise.resolve({ passed: false, note: '', report: 'test/features.md is missing' });
  const rows = parseTable(readFileSync(path, 'utf8'));
  const faults = [
    ...missingIds(rows),
    ...rows.flatMap((row) => checkRow(root, row).map((fault) => `test/features.md:${row.line} ${row.id}: ${fault}`)),
  ];
  const built = rows.filter((row) => row.status === 'built').length;
  const part = rows.filter((row) => inPart.test(row.status)).length;
  return Promise.resolve({
    passed: faults.length === 0,
    note: `${built} built, ${part} part of ${featureCount}`,
    report: faults.join('\n'),
  });
}

function parseTable(text: string): Feature[] {
  return text.split('\n').flatMap((content, index) => {
    if (!/^\|\s*F\d/.test(content)) return [];
    const cells = content
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [id = '', , status = '', action = '', proof = ''] = cells;
    return [{ line: index + 1, id, status: cells.length === columns ? status : '', action, proof }];
  });
}

function missingIds(rows: readonly Feature[]): string[] {
  const wanted = Array.from({ length: featureCount }, (_, index) => `F${String(index + 1).padStart(3, '0')}`);
  const faults = wanted.flatMap((id) => {
    const count = rows.filter((row) => row.id === id).length;
    return count === 1 ? [] : [`${id} stands ${count} times in test/features.md, expected is once`];
  });
  return [...faults, ...rows.filter((row) => !wanted.includes(row.id)).map((row) => `there is no feature ${row.id}`)];
}

function checkRow(root: string, row: Feature): string[] {
  if (row.status === 'built') return checkProof(root, row, 'is built');
  if (inPart.test(row.status)) return checkProof(root, row, 'is built in part');
  if (row.status.startsWith('part'))
    return ['is built in part but does not say both halves, as "part: what is there; missing: what is missing"'];
  if (/^issue \d+$/.test(row.status) || /^later: \S/.test(row.status)) return [];
  return ['has five cells, and its status is "built", "part: ...; missing: ...", "issue N" or "later: AREA"'];
}

function checkProof(root: string, { action, proof }: Feature, claim: string): string[] {
  const faults = action === '' ? [`${claim} but names no action`] : [];
  const tests = [...proof.matchAll(/`([^`]+)` "([^"]+)"/g)];
  if (tests.length === 0) return [...faults, `${claim} but names no test, as \`path\` "name of the test"`];
  return [...faults, ...tests.flatMap(([, file = '', name = '']) => findTest(root, file, name))];
}

function findTest(root: string, file: string, name: string): string[] {
  const path = join(root, file);
  if (!/^test\/(.*\.test|support\/conformance\/\w+)\.ts$/.test(file) || !existsSync(path)) return [`there is no test file ${file}`];
  const [text, opening] = [readFileSync(path, 'utf8'), file.endsWith('.test.ts') ? /\($/ : /\[\s*$/];
  const named = ["'", '"', '`'].some((quote) =>
    text
      .split(`${quote}${name}${quote}`)
      .slice(0, -1)
      .some((before) => opening.test(before)),
  );
  return named ? [] : [`${file} has no test "${name}"`];
}
