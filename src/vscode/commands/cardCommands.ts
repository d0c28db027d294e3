import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Task } from '../../core/model/task.ts';
import type { cardCommandIds, CommandHandlers } from '../contributions.ts';
import type { WindowParts } from '../windowParts.ts';
import { cardTargets } from './cardTarget.ts';

/** Commands about single cards. */
export function cardCommands({ session, navigation }: WindowParts): CommandHandlers<(typeof cardCommandIds)[number]> {
  return {
    'rota.newCard': async () => {
      const title = await vscode.window.showInputBox({ prompt: l10n.t('What should be done?') });
      if (title) await session.call('task.create', Task, { title });
    },
    'rota.newCardFromSelection': () => undefined,
    'rota.openCard': async (...args) => {
      const [task] = cardTargets(args);
      if (task) await navigation.openCard(task);
    },
    'rota.renameCard': () => undefined,
    'rota.moveCard': () => undefined,
    'rota.moveCardUp': () => undefined,
    'rota.moveCardDown': () => undefined,
    'rota.setPriority': () => undefined,
    'rota.assignAgent': () => undefined,
    'rota.setLabels': () => undefined,
    'rota.linkCard': () => undefined,
    'rota.commentCard': () => undefined,
    'rota.deleteCard': () => undefined,
  };
}
