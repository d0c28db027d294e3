import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import ts from 'typescript';

const limits = { median: 100, p90: 250, max: 400 };
const vagueWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers']);

interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly anyCount: number;
}

/** Sizes and names of the product's files against the budget of CONTRIBUTING.md. */
export async function measureBudget(root: string): Promise<{ passed: boolean; note: string; report: string }> {
  const files = await readSources(root);
  const bySize = files.toSorted((a, b) => a.lines - b.lines);
  const median = quantile(bySize, 0.5);
  const p90 = quantile(bySize, 0.9);
  const anyCount = files.reduce((sum, file) => sum + file.anyCount, 0);
  const largest = bySize.at(-1);

  const faults = [
    ...(median > limits.median ? [`median file has ${median} lines, allowed are ${limits.median}`] : []),
    ...(p90 > limits.p90 ? [`one file in ten has more than ${p90} lines, allowed are ${limits.p90}`] : []),
    ...files.filter((file) => file.lines > limits.max).map((file) => `${file.path}: ${file.lines} lines, allowed are ${limits.max}`),
    ...files.filter((file) => file.anyCount > 0).map((file) => `${file.path}: ${file.anyCount} times "any"`),
    ...files.filter((file) => isVague(file.path)).map((file) => `${file.path}: the name does not say what is in it`),
  ];
  const size = `${files.length} files, lines: median ${median}, p90 ${p90}, most ${largest?.lines ?? 0} (${largest?.path ?? 'none'})`;
  return { passed: faults.length === 0, note: `${size}; any: ${anyCount}`, report: faults.join('\n') };
}

async function readSources(root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const found of glob(['src/**/*.ts', 'webview-ui/**/*.{ts,tsx}'], { cwd: root })) {
    const path = found.replaceAll('\\', '/');
    const text = await readFile(join(root, path), 'utf8');
    files.push({ path, lines: countLines(text), anyCount: countAny(path, text) });
  }
  return files;
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function countAny(path: string, text: string): number {
  if (!/\bany\b/.test(text)) return 0;
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) count += 1;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return count;
}

/** Looks at each word of the camelCase name and of its folders. */
function isVague(path: string): boolean {
  const parts = [...path.split('/').slice(0, -1), basename(path).replace(/\.tsx?$/, '')];
  return parts.flatMap((part) => part.split(/[^A-Za-z]|(?=[A-Z])/)).some((word) => vagueWords.has(word.toLowerCase()));
}

function quantile(bySize: readonly SourceFile[], share: number): number {
  return bySize[Math.max(0, Math.ceil(bySize.length * share) - 1)]?.lines ?? 0;
}
