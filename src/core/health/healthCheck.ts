import * as l10n from '@vscode/l10n';
import { unlessAborted } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { HealthFinding, HealthFix, HealthState } from '../model/health.ts';

/** What a check says: its findings without what the check itself says of them. */
export interface Found {
  readonly title?: string;
  readonly state: HealthState;
  readonly detail: string;
  readonly fix?: HealthFix;
  readonly subject?: string;
}

/** Looks at one thing that Rota needs. What it rejects with is a finding too. */
export interface HealthCheck {
  readonly id: string;
  readonly title: string;
  look(signal: AbortSignal): Promise<readonly Found[]>;
}

export interface HealthRun {
  readonly clock: Clock;
  /** Milliseconds for each check; one that takes longer is a finding. */
  readonly patience: number;
  /** Ends the whole; checks that are not done yet are left out. */
  readonly signal: AbortSignal;
  /** Hears of all findings so far, in the order of the checks. */
  onFound?(findings: readonly HealthFinding[]): void;
}

/** Carries out all checks at once and answers their findings in order. Never rejects. */
export async function checkHealth(checks: readonly HealthCheck[], run: HealthRun): Promise<HealthFinding[]> {
  const done = new Map<HealthCheck, HealthFinding[]>();
  const soFar = (): HealthFinding[] => checks.flatMap((check) => done.get(check) ?? []);
  await Promise.all(
    checks.map(async (check) => {
      const findings = await lookInTime(check, run);
      if (!findings) return;
      done.set(check, findings);
      run.onFound?.(soFar());
    }),
  );
  return soFar();
}

/** The worst of them, for an exit code or a mark. */
export function worstOf(findings: readonly HealthFinding[]): HealthState {
  const order: readonly HealthState[] = ['problem', 'warning', 'note', 'ok'];
  return order.find((state) => findings.some((finding) => finding.state === state)) ?? 'ok';
}

async function lookInTime(check: HealthCheck, { clock, patience, signal }: HealthRun): Promise<HealthFinding[] | undefined> {
  const limit = new AbortController();
  const timer = clock.after(patience, () => limit.abort(new Error(l10n.t('No answer within {0} seconds.', Math.round(patience / 1000)))));
  const both = AbortSignal.any([signal, limit.signal]);
  try {
    return (await unlessAborted(check.look(both), both)).map((found) => findingOf(check, found));
  } catch (error) {
    if (signal.aborted) return undefined;
    return [findingOf(check, { state: 'problem', detail: l10n.t('This could not be looked at: {0}', messageOf(error)), fix: 'show-log' })];
  } finally {
    timer.dispose();
  }
}

function findingOf({ id, title }: HealthCheck, found: Found): HealthFinding {
  return {
    id,
    title: found.title ?? title,
    state: found.state,
    detail: found.detail,
    fix: found.fix ?? null,
    subject: found.subject ?? null,
  };
}
