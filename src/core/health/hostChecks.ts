import type { Task } from '../model/task.ts';
import { boardCheck, folderCheck, type FolderFacts } from './boardHealth.ts';
import type { HealthCheck } from './healthCheck.ts';
import { modelCheck, type ModelHealthPorts } from './modelHealth.ts';
import { networkCheck, type NetworkFacts } from './networkHealth.ts';
import { asideCheck, backupCheck, type AsideFolder, type BackupPorts } from './safetyHealth.ts';
import { sandboxCheck, toolCheck, type ProgramFacts } from './toolHealth.ts';

/** What every host can tell of itself. */
export interface HostHealth extends BackupPorts {
  /** Of the folder that a board's files are in, or would be. */
  readFolder(store: string): Promise<FolderFacts>;
  /** Folders in it with files that were put out of the way. */
  readAside(store: string): Promise<readonly AsideFolder[]>;
  /** Cards that are not done, failed or canceled. */
  listOpenCards(): Promise<readonly Task[]>;
  readonly models: ModelHealthPorts;
  readPrograms(): Promise<ProgramFacts>;
  readNetwork(): NetworkFacts;
}

/** Statuses of cards that somebody may still work on. */
export const openStatuses = ['todo', 'queued', 'running', 'waiting', 'review'] as const;

/** The checks that all hosts share, in the order in which they are read. */
export function hostChecks(host: HostHealth): HealthCheck[] {
  const { readBoard, readFolder, readAside, listOpenCards, models, readPrograms, readNetwork } = host;
  return [
    boardCheck(readBoard),
    folderCheck(readBoard, readFolder),
    backupCheck(host),
    asideCheck(readBoard, readAside),
    modelCheck(models),
    networkCheck(readNetwork),
    toolCheck(readPrograms, listOpenCards),
    sandboxCheck(),
  ];
}
