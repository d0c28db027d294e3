import type { RotaSettings } from '../../core/model/settings.ts';
import { WorkspaceTools, type WorkspaceToolsOptions } from './workspaceTools.ts';

interface ToolHost extends Omit<WorkspaceToolsOptions, 'hostPath' | 'commandPath'> {
  readonly settings: Pick<RotaSettings, 'command.environment'>;
  /** The environment of this host. */
  readonly host: NodeJS.ProcessEnv;
}

/** The tools of the workspace that a board is about. */
export function openWorkspaceTools({ settings, host, ...options }: ToolHost): WorkspaceTools {
  const hostPath = host['PATH'] ?? host['Path'];
  return new WorkspaceTools({ ...options, hostPath, commandPath: settings['command.environment']['PATH'] ?? hostPath });
}
