import * as l10n from '@vscode/l10n';
import { UserError } from '../base/errors.ts';
import type { Actor } from '../model/actor.ts';
import type { CheckCounts } from '../model/boardCard.ts';
import type { Check, CheckSpec } from '../model/check.ts';

/**
 * The checks after somebody wrote a new list. Unchanged checks keep id, state and evidence. What a person writes is accepted, what
 * agents and programs write is proposed; they cannot remove what was accepted.
 */
export function replaceChecks(checks: readonly Check[], specs: readonly CheckSpec[], by: Actor): Check[] {
  const left = [...checks];
  let lastId = Math.max(0, ...checks.map(numberOf));
  const next = specs.map((spec) => {
    const at = left.findIndex((check) => sameSpec(check.spec, spec));
    const kept = at < 0 ? undefined : left.splice(at, 1)[0];
    if (kept) return kept;
    assertNotBlank(spec);
    lastId += 1;
    return newCheck(`c${lastId}`, spec, by);
  });
  const protectedOnes = by.kind === 'person' ? [] : left.filter((check) => check.state === 'accepted');
  return [...protectedOnes, ...next];
}

/** The checks without their evidence: what an ended task starts anew with. */
export function withoutEvidence(checks: readonly Check[]): Check[] {
  return checks.map((check) => ({ ...check, baseline: null, latest: null }));
}

/** How the accepted checks stand by their latest result. */
export function countChecks(checks: readonly Check[]): CheckCounts {
  const accepted = checks.filter((check) => check.state === 'accepted');
  const passed = accepted.filter((check) => check.latest?.passed === true).length;
  const failed = accepted.filter((check) => check.latest?.passed === false && check.latest.unmeasured === undefined).length;
  return { total: accepted.length, passed, failed };
}

/** A blank command always ends with 0, and would make everything done. */
function assertNotBlank(spec: CheckSpec): void {
  if (spec.kind === 'command' && spec.command.trim() === '')
    throw new UserError('invalid', l10n.t('The command of a check must not be blank: it would always pass.'));
  if (spec.kind !== 'command' && spec.pattern?.trim() === '')
    throw new UserError('invalid', l10n.t('The pattern of a check must not be blank.'));
}

function newCheck(id: string, spec: CheckSpec, by: Actor): Check {
  return { id, spec, state: by.kind === 'person' ? 'accepted' : 'proposed', by, baseline: null, latest: null };
}

function numberOf(check: Check): number {
  const number = Number(check.id.slice(1));
  return Number.isSafeInteger(number) ? number : 0;
}

function sameSpec(a: CheckSpec, b: CheckSpec): boolean {
  if (a.kind === 'command') return b.kind === 'command' && a.command === b.command && a.timeLimit === b.timeLimit;
  if (a.kind === 'problems') return b.kind === 'problems' && a.pattern === b.pattern;
  return b.kind === 'files' && a.pattern === b.pattern && a.expect === b.expect && a.containing === b.containing;
}
