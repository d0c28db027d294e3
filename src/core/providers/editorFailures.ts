import * as l10n from '@vscode/l10n';
import { messageOf } from '../base/errors.ts';
import { failure, quoted } from './failures.ts';
import type { ProviderFailure } from './provider.ts';
import { ProviderError } from './providerError.ts';
import { cleanServerText } from './serverText.ts';

/** What the editor threw instead of a reply; `code` is its own word, or the name of the error where it has none. */
export class EditorModelError extends Error {
  override readonly name = 'EditorModelError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** There is no editor here: the code of an error of our own. */
export const ELSEWHERE = 'Elsewhere';

/** Sorts what was thrown by what a person can do about it. */
export function explainEditorError(model: string, error: unknown): ProviderFailure {
  const said = quoted(cleanServerText(messageOf(error), undefined));
  switch (error instanceof EditorModelError ? error.code : '') {
    case ELSEWHERE:
      return failure('not-configured', false, [
        l10n.t('The model {0} lives in VS Code. Run the card there, or give the agent another model.', model),
      ]);
    case 'NoPermissions':
      return failure('unauthorized', false, [
        l10n.t('VS Code was not allowed yet to give the model {0} to Rota.', model),
        l10n.t('Open the card and press Run once: the editor asks then.'),
      ]);
    case 'NotFound':
      return failure('unknown-model', false, [
        l10n.t('VS Code has no model {0} now.', model),
        l10n.t('Sign in to its provider or install the extension that brings it, or give the agent another model.'),
      ]);
    case 'Blocked':
    case 'ChatQuotaExceeded':
      return failure('rate-limited', false, [
        l10n.t('VS Code refuses the model {0} for now, usually because a quota is used up.', model),
        said,
        l10n.t('Wait until it is renewed, or give the agent another model.'),
      ]);
    case 'ChatRateLimited':
      return failure('rate-limited', true, [l10n.t('The model {0} is asked too often.', model), said]);
    default:
      return failure('overloaded', true, [l10n.t('The model {0} in VS Code failed.', model), said]);
  }
}

export function silentEditorModel(model: string, limit: number): ProviderError {
  return new ProviderError(
    failure('timeout', true, [
      l10n.t('The model {0} in VS Code was silent for {1} seconds.', model, String(Math.ceil(limit / 1000))),
      l10n.t('Try again, or give the agent another model.'),
    ]),
  );
}
