import * as l10n from '@vscode/l10n';
import type * as z from 'zod';

type RawIssue = z.core.$ZodRawIssue;

/** Says what a schema found wrong in words for whoever wrote the text: to be given to `safeParse` as `error`. The schema's own words win. */
export function plainWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return l10n.t('it is missing');
      return l10n.t('{0} is expected here, not {1}', kindName(issue.expected), kindName(kindOf(issue.input)));
    case 'invalid_value':
      return issue.values.length === 1
        ? l10n.t('{0} is expected here', quoted(issue.values))
        : l10n.t('one of these is expected here: {0}', quoted(issue.values));
    case 'unrecognized_keys':
      return l10n.t('there is no such field');
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return l10n.t('it does not have the form that is expected here');
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? l10n.t('one of these is expected here: {0}', quoted(issue.options))
        : l10n.t('it is none of what can stand here');
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return undefined;
  }
}

function tooSmall({ origin, minimum }: Extract<RawIssue, { code: 'too_small' }>): string {
  if (origin === 'string' && minimum === 1) return l10n.t('it must not be empty');
  if (origin === 'string') return l10n.t('it needs {0} characters at least', String(minimum));
  return origin === 'array' ? l10n.t('it needs {0} entries at least', String(minimum)) : l10n.t('it must be {0} at least', String(minimum));
}

function tooBig({ origin, maximum }: Extract<RawIssue, { code: 'too_big' }>): string {
  if (origin === 'string') return l10n.t('it may have {0} characters at most', String(maximum));
  return origin === 'array' ? l10n.t('it may have {0} entries at most', String(maximum)) : l10n.t('it may be {0} at most', String(maximum));
}

function quoted(values: readonly unknown[]): string {
  return values.map((value) => `"${String(value)}"`).join(', ');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function kindName(kind: string): string {
  switch (kind) {
    case 'string':
      return l10n.t('a text');
    case 'number':
      return l10n.t('a number');
    case 'int':
      return l10n.t('a whole number');
    case 'boolean':
      return l10n.t('true or false');
    case 'array':
      return l10n.t('a list');
    case 'object':
    case 'record':
      return l10n.t('a block of fields');
    case 'null':
    case 'undefined':
      return l10n.t('nothing');
    default:
      return l10n.t('something else');
  }
}
