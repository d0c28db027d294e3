import * as l10n from '@vscode/l10n';
import { messageOf, ToolError } from '../base/errors.ts';
import { globMatcher } from '../base/glob.ts';
import { screenText } from '../base/terminalText.ts';
import type { CheckResult, CheckSpec } from '../model/check.ts';
import type { WorkPath } from '../model/effect.ts';
import { hiddenFailure } from '../rules/hiddenFailure.ts';
import type { ProcessResult } from '../tools/processRunner.ts';
import type { RunPorts } from './runPorts.ts';
import { unsavedNote } from './unsavedNote.ts';

/** Evidence kept on the card: the end of the output, where test runners say what failed. */
const MAX_EVIDENCE = 8_000;
const MAX_FILES = 20_000;

type CheckPorts = Pick<RunPorts, 'workArea' | 'processes' | 'clock' | 'filter' | 'toolFolders'>;

/** Runs a command or looks for files in a folder of the workspace and answers what it found. Throws only on abort. */
export async function runCheck(
  spec: Exclude<CheckSpec, { kind: 'problems' }>,
  folder: WorkPath,
  tag: string,
  options: { ports: CheckPorts; signal: AbortSignal },
): Promise<CheckResult> {
  const { clock, filter } = options.ports;
  const began = clock.monotonic();
  const found = spec.kind === 'command' ? await runCommand(spec, folder, tag, options) : await lookForFiles(spec, folder, options);
  options.signal.throwIfAborted();
  return { ...found, output: evidenceOf(filter(found.output)), at: clock.now(), duration: Math.round(clock.monotonic() - began) };
}

type Found = Pick<CheckResult, 'passed' | 'summary' | 'output'>;
type Options = { ports: CheckPorts; signal: AbortSignal };

async function runCommand(
  spec: Extract<CheckSpec, { kind: 'command' }>,
  at: WorkPath,
  tag: string,
  { ports, signal }: Options,
): Promise<Found> {
  const note = await unsavedNote(ports.workArea);
  const found = await outcomeOf(spec, at, tag, { ports, signal });
  return note === '' ? found : { ...found, summary: `${found.summary}; ${note}` };
}

async function outcomeOf(
  spec: Extract<CheckSpec, { kind: 'command' }>,
  at: WorkPath,
  tag: string,
  { ports, signal }: Options,
): Promise<Found> {
  const request = { command: { shell: spec.command }, folder: ports.workArea.folder(at), timeLimit: spec.timeLimit * 1000, tag };
  const result = await ports.processes.start(request, undefined, signal).result;
  const output = screenText(result.output);
  switch (result.ended) {
    case 'exit':
      return { passed: result.exitCode === 0, summary: summaryOf(spec.command, result, ports), output };
    case 'time-limit':
      return { passed: false, summary: `${l10n.t('stopped after its limit of {0} s', spec.timeLimit)}${watching(output)}`, output };
    case 'not-started':
      return { passed: false, summary: l10n.t('could not start: {0}', result.error ?? ''), output };
    case 'signal':
    case 'aborted':
      return { passed: false, summary: l10n.t('ended by a signal'), output };
  }
}

/** The exit code, where programs came from when that may surprise, and what hides behind a zero. */
function summaryOf(command: string, { exitCode, output }: ProcessResult, { toolFolders }: CheckPorts): string {
  const parts = [
    l10n.t('exit code {0}', exitCode ?? '?'),
    toolFolders?.adviceOn(command, exitCode),
    exitCode === 0 ? hiddenFailure(command, output) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

/** Test runners that look for a terminal or a build server to decide whether they go on for ever. */
function watching(output: string): string {
  if (!/\bwatch(ing)?\b|waiting for (file )?changes|press \w+ to (quit|exit|show help)/i.test(output)) return '';
  return `; ${l10n.t('it seems to wait for changes: give it the option to run once, or set "command.ci"')}`;
}

async function lookForFiles(spec: Extract<CheckSpec, { kind: 'files' }>, at: WorkPath, { ports, signal }: Options): Promise<Found> {
  const matches = globMatcher(spec.pattern);
  const { entries } = await ports.workArea.list(at, { depth: 64, limit: MAX_FILES, includeIgnored: true }, signal);
  const candidates = entries.filter((entry) => entry.kind === 'file' && matches(entry.path)).map((entry) => entry.path);
  const found: string[] = [];
  for (const path of candidates) {
    if (spec.containing === undefined || (await textOf(path, at, ports)).includes(spec.containing)) found.push(path);
  }
  const passed = found.length > 0 === (spec.expect === 'present');
  return {
    passed,
    summary: found.length === 1 ? l10n.t('1 file matches') : l10n.t('{0} files match', found.length),
    output: found.slice(0, 50).join('\n'),
  };
}

/** Files that cannot be read as they stand hold no text that counts. */
async function textOf(path: string, at: WorkPath, { workArea }: CheckPorts): Promise<string> {
  try {
    const snapshot = await workArea.read({ root: at.root, path });
    return snapshot ? new TextDecoder().decode(snapshot.bytes) : '';
  } catch (error) {
    if (error instanceof ToolError) return '';
    throw new Error(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** What is kept of an output. */
export function evidenceOf(text: string): string {
  return text.length <= MAX_EVIDENCE ? text : `…\n${text.slice(-MAX_EVIDENCE)}`;
}
