import * as l10n from '@vscode/l10n';
import { systemFailure } from './systemErrors.ts';
import type { HealthCheck } from '../core/health/healthCheck.ts';

/** Whether the person's own data folder and what lies in it can be used. What is wrong is named, never what a file holds. */
export function personalCheck(openFolder: () => string, reads: readonly ((dataFolder: string) => unknown)[]): HealthCheck {
  return {
    id: 'data',
    title: l10n.t('Data folder'),
    look: async () => {
      const folder = attempt(openFolder);
      if ('problem' in folder) return [{ state: 'problem', detail: folder.problem }];
      const broken = reads.map((read) => attempt(() => read(folder.value))).flatMap((tried) => ('problem' in tried ? [tried.problem] : []));
      if (broken.length > 0) return broken.map((detail) => ({ state: 'problem', detail }));
      return [{ state: 'ok', detail: l10n.t('Consents and keys are kept in {0}.', folder.value) }];
    },
  };
}

/** What it reads, or the sentence that says why it cannot be used. A bug is thrown on. */
export function attempt<T>(read: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: read() };
  } catch (error) {
    const told = systemFailure(error);
    if (!told) throw error;
    return { problem: told.message };
  }
}
