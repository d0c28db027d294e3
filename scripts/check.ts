import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBudget } from './budget.ts';
import { checkFeatures } from './features.ts';
import { checkLooks } from './looks.ts';

/** What one step found: the note stands on its line, the report is shown when it failed. */
interface StepResult {
  readonly passed: boolean;
  readonly note: string;
  readonly report: string;
}

type Step = (root: string) => Promise<StepResult>;

const tools = join(import.meta.dirname, '../node_modules');

/** The slow ones first: they share the processors with the rest. */
const steps: Record<string, Step> = {
  lint: (root) => runTool(root, 'eslint/bin/eslint.js', ['.']),
  types: async (root) => {
    const product = await runTool(root, 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false']);
    // The pages live in a browser: their types have its document and know no node.
    return product.passed && existsSync(join(root, 'webview-ui'))
      ? runTool(root, 'typescript/bin/tsc', ['--noEmit', '--pretty', 'false', '-p', 'webview-ui'])
      : product;
  },
  layers: async (root) => {
    const folders = ['src', 'webview-ui', 'scripts', 'test'].filter((folder) => existsSync(join(root, folder)));
    const result = await runTool(root, 'dependency-cruiser/bin/dependency-cruiser.mjs', ['--no-progress', ...folders]);
    return { ...result, note: /\d+ modules, \d+ dependencies/.exec(result.report)?.[0] ?? '' };
  },
  format: (root) => runTool(root, '@biomejs/biome/bin/biome', ['format', '--colors=off', '--max-diagnostics=none', '.']),
  unused: (root) => runTool(root, 'knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
  budget: measureBudget,
  features: checkFeatures,
  looks: checkLooks,
};

const { values } = parseArgs({
  options: {
    root: { type: 'string', default: join(import.meta.dirname, '..') },
  },
});
process.exitCode = (await runSteps(values.root)) ? 0 : 1;

/** Runs all steps, as many at once as there are processors, and prints a line for each as it ends. */
async function runSteps(root: string): Promise<boolean> {
  const waiting = Object.entries(steps);
  let passed = true;
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, step] = next;
      const start = performance.now();
      const result = await step(root);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const line = `${result.passed ? 'ok  ' : 'FAIL'} ${name.padEnd(8)} ${seconds.padStart(5)} s  ${result.note}`;
      console.log(line.trimEnd());
      if (!result.passed) console.log(`${result.report.trim()}\n`);
      passed &&= result.passed;
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  return passed;
}

function runTool(root: string, tool: string, args: readonly string[]): Promise<StepResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(tools, tool), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let report = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (report += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (report += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ passed: code === 0, note: '', report }));
  });
}
