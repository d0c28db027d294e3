import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HealthFix } from '../../core/model/health.ts';
import type { Session } from '../session.ts';

/** What the button of a fix says. */
export function fixTitle(fix: HealthFix): string {
  switch (fix) {
    case 'open-folder':
      return l10n.t('Open Folder');
    case 'make-board':
      return l10n.t('Make Board');
    case 'trust-workspace':
      return l10n.t('Manage Trust');
    case 'add-agent':
      return l10n.t('Add Agent');
    case 'choose-model':
      return l10n.t('Choose Model');
    case 'set-key':
      return l10n.t('Set API Key');
    case 'open-board-file':
      return l10n.t('Open board.json');
    case 'move-board':
      return l10n.t('Move Board');
    case 'restore-backup':
      return l10n.t('Restore from a Backup...');
    case 'salvage-board':
      return l10n.t('Salvage the Board...');
    case 'adopt-board':
      return l10n.t('Use the Board Found Here');
    case 'choose-tools':
      return l10n.t('Choose Tools');
    case 'show-log':
      return l10n.t('Show Log');
    case 'open-settings':
      return l10n.t('Open Setting');
  }
}

/** Does what a fix offers; resolves when the person is through with it. */
export async function applyFix(fix: HealthFix, subject: string | null, { board }: Session): Promise<void> {
  const [command, ...args] = commandOf(fix, subject, board?.place.root ?? '');
  await vscode.commands.executeCommand(command, ...args);
}

function commandOf(fix: HealthFix, subject: string | null, root: string): [command: string, ...args: unknown[]] {
  const about = subject === null ? [] : [subject];
  switch (fix) {
    case 'open-folder':
      return ['workbench.action.files.openFolder'];
    case 'make-board':
      return ['rota.initialize'];
    case 'trust-workspace':
      return ['workbench.trust.manage'];
    case 'add-agent':
      return ['rota.addAgent'];
    case 'choose-model':
      return ['rota.chooseModel', ...about];
    case 'set-key':
      return ['rota.setKey', ...about];
    case 'open-board-file':
      return ['vscode.open', vscode.Uri.file(join(root, '.rota', 'board.json'))];
    case 'move-board':
      return ['rota.moveBoard'];
    case 'restore-backup':
      return ['rota.restoreBackup'];
    case 'salvage-board':
      return ['rota.salvageBoard'];
    case 'adopt-board':
      return ['rota.adoptBoard'];
    case 'choose-tools':
      return ['rota.chooseTools', ...about];
    case 'show-log':
      return ['rota.showLog'];
    case 'open-settings':
      return ['workbench.action.openSettings', ...about];
  }
}
