import * as l10n from '@vscode/l10n';
import { CheckSpec } from '../../src/core/model/check.ts';
import { readNumber, type Reading } from './fieldTexts.ts';

/** A check while it is written: every part as text, so that changing the kind loses nothing. */
export interface CheckDraft {
  readonly kind: 'command' | 'present' | 'absent' | 'problems';
  readonly command: string;
  readonly timeLimit: string;
  readonly pattern: string;
  readonly containing: string;
}

export function draftOfCheck(spec: CheckSpec | undefined): CheckDraft {
  const empty: CheckDraft = { kind: 'command', command: '', timeLimit: '300', pattern: '', containing: '' };
  if (!spec) return empty;
  if (spec.kind === 'command') return { ...empty, command: spec.command, timeLimit: String(spec.timeLimit) };
  if (spec.kind === 'problems') return { ...empty, kind: 'problems', pattern: spec.pattern ?? '' };
  return { ...empty, kind: spec.expect, pattern: spec.pattern, containing: spec.containing ?? '' };
}

/** The check that was written, or what is wrong with it. */
export function readCheck({ kind, command, timeLimit, pattern, containing }: CheckDraft): Reading<CheckSpec> {
  if (kind === 'problems') {
    const parsed = CheckSpec.safeParse({ kind, ...(pattern.trim() === '' ? {} : { pattern: pattern.trim() }) });
    return parsed.success
      ? { value: parsed.data }
      : { problem: l10n.t('The pattern must lie inside the workspace, such as {0}.', 'src/**/*.ts') };
  }
  if (kind !== 'command') {
    if (pattern.trim() === '') return { problem: l10n.t('Name a file, or a pattern such as {0}.', 'dist/*.js') };
    const parsed = CheckSpec.safeParse({
      kind: 'files',
      pattern: pattern.trim(),
      expect: kind,
      ...(containing === '' ? {} : { containing }),
    });
    return parsed.success
      ? { value: parsed.data }
      : { problem: l10n.t('The pattern must lie inside the workspace, such as {0}.', 'dist/*.js') };
  }
  if (command.trim() === '') return { problem: l10n.t('Write the command, such as {0}.', 'npm test') };
  const limit = readNumber(timeLimit, { least: 1, most: 3600, whole: true });
  if ('problem' in limit) return { problem: l10n.t('Time limit: {0}', limit.problem) };
  const parsed = CheckSpec.safeParse({ kind: 'command', command: command.trim(), timeLimit: limit.value });
  return parsed.success ? { value: parsed.data } : { problem: l10n.t('A command has at most {0} characters.', 4000) };
}
