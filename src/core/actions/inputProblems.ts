import * as l10n from '@vscode/l10n';
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with an input, each problem with its place: `title: must not be empty; limit: must be at least 1`. */
export function inputProblems({ issues }: { readonly issues: readonly Issue[] }): string {
  return issues.map((issue) => (issue.path.length === 0 ? said(issue) : `${issue.path.join('.')}: ${said(issue)}`)).join('; ');
}

/** The schema's own words, and plain ones for what zod says to programmers. */
function said(issue: Issue): string {
  if (!/^(Too (small|big)|Invalid URL)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? l10n.t('must not be empty')
        : l10n.t('must be at least {0}', String(issue.minimum));
    case 'too_big':
      return issue.origin === 'string'
        ? l10n.t('must have at most {0} characters', String(issue.maximum))
        : l10n.t('must be at most {0}', String(issue.maximum));
    case 'invalid_format':
      return l10n.t('an address is expected that begins with http:// or https://');
    default:
      return issue.message;
  }
}
