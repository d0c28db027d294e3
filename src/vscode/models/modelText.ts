import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import type { ModelChoice } from '../../core/model/agent.ts';

/** A model for people, short: `qwen3:8b`. */
export function modelName(choice: ModelChoice): string {
  switch (choice.provider) {
    case 'openai':
    case 'ollama':
      return choice.model;
    case 'editor':
      return choice.model;
    case 'scripted':
      return l10n.t('script {0}', basename(choice.script));
    case 'simulated':
      return l10n.t('simulation');
  }
}

/** Where its replies come from: `127.0.0.1:11434`. */
export function modelPlace(choice: ModelChoice): string {
  switch (choice.provider) {
    case 'openai':
    case 'ollama':
      return new URL(choice.baseUrl).host;
    case 'editor':
      return l10n.t('{0}, in VS Code', choice.vendor);
    case 'scripted':
      return l10n.t('replays a file');
    case 'simulated':
      return l10n.t('pretends, changes nothing');
  }
}
