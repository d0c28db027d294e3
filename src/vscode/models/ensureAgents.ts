import * as l10n from '@vscode/l10n';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { UserError } from '../../core/base/errors.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { WindowParts } from '../windowParts.ts';

/** Whether somebody is there to do these cards; offers to choose a model when nobody is. */
export async function ensureAgents({ session }: WindowParts, _tasks: readonly TaskId[]): Promise<boolean> {
  const { items } = await session.call('agent.list', AgentPage, {});
  if (items.length > 0) return true;
  throw new UserError('unavailable', l10n.t('There is no agent yet. Add one first.'));
}
