import * as l10n from '@vscode/l10n';
import { ToolError } from '../base/errors.ts';
import { globMatcher } from '../base/glob.ts';
import type { CheckSpec } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import type { ProblemCount } from '../rules/problemCounts.ts';
import type { FileProblems } from '../tools/editorServices.ts';
import { nameOf } from '../tools/fileEffects.ts';
import type { RunPorts } from './runPorts.ts';

/** Each file is shown in the editor for a moment. */
const MAX_FILES = 50;
const MAX_LISTED = 20_000;
const MAX_REASONS = 5;

type ProblemPorts = Pick<RunPorts, 'workArea' | 'editor'>;

/** Errors of some files, with a line for each. */
export interface MeasuredProblems extends ProblemCount {
  readonly output: string;
}

/** The files that a check of problems is about: those that match its pattern, else those that the task's runs wrote and that are still there. */
export async function filesOfCheck(
  spec: Extract<CheckSpec, { kind: 'problems' }>,
  at: WorkPath,
  touched: readonly WorkPath[],
  options: { ports: ProblemPorts; signal: AbortSignal },
): Promise<WorkPath[]> {
  const { workArea } = options.ports;
  if (spec.pattern !== undefined) {
    const matches = globMatcher(spec.pattern);
    const { entries } = await workArea.list(at, { depth: 64, limit: MAX_LISTED }, options.signal);
    return entries.filter(({ kind, path }) => kind === 'file' && matches(path)).map(({ path }) => ({ root: at.root, path }));
  }
  const present: WorkPath[] = [];
  for (const file of touched) if (await exists(file, options.ports)) present.push(file);
  return present;
}

/** What the editor's language tools say of the files. Never throws but on abort: what cannot be measured is said so. */
export async function measureProblems(
  files: readonly WorkPath[],
  { ports, signal }: { ports: ProblemPorts; signal: AbortSignal },
): Promise<MeasuredProblems> {
  const { editor, workArea } = ports;
  if (!editor) return nothingMeasured(l10n.t('this needs the editor'));
  if (files.length > MAX_FILES)
    return nothingMeasured(l10n.t('{0} files are too many, at most {1} can be measured', files.length, MAX_FILES));
  let found: readonly FileProblems[];
  try {
    found = await editor.problems(files, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof ToolError)) throw error;
    return nothingMeasured(error.message);
  }
  const errors: Record<string, number> = {};
  const unmeasured: string[] = [];
  const lines: string[] = [];
  for (const file of found) {
    const name = nameOf(file.at, workArea);
    if ('unmeasured' in file) {
      unmeasured.push(`${name} (${file.unmeasured})`);
      continue;
    }
    const wrong = file.problems.filter(({ severity }) => severity === 'error');
    errors[name] = wrong.length;
    lines.push(...wrong.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`));
  }
  const more = unmeasured.length - MAX_REASONS;
  return {
    errors,
    unmeasured: more > 0 ? [...unmeasured.slice(0, MAX_REASONS), l10n.t('{0} more', more)] : unmeasured,
    output: lines.join('\n'),
  };
}

function nothingMeasured(reason: string): MeasuredProblems {
  return { errors: {}, unmeasured: [reason], output: '' };
}

async function exists(at: WorkPath, { workArea }: ProblemPorts): Promise<boolean> {
  try {
    return (await workArea.read(at)) !== undefined;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}
