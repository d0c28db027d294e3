import { join, relative, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { Agent } from '../../core/model/agent.ts';
import { listSuggestedAgents, readSuggestedAgent } from '../../node/agentFiles.ts';
import { describeAgent } from '../agentText.ts';
import type { Session } from '../session.ts';

/** Takes over the agent that a file suggests: whoever types this accepts exactly the content that the file has now. */
export async function acceptAgentFile(session: Session, file: string): Promise<void> {
  const suggested = readSuggestedAgent(resolve(session.terminal.folder, file));
  if (suggested.problem !== undefined) throw new UserError('damaged', suggested.problem);
  const { content, draft } = suggested;
  const { consents, storeId } = await session.host();
  const { items } = await session.call('agent.list', AgentPage, {});
  const { name, ...change } = draft;
  const isKnown = items.some((agent) => agent.name === name);
  const agent = isKnown
    ? await session.call('agent.change', Agent, { agent: name, change })
    : await session.call('agent.create', Agent, draft);
  await consents.grant('agent-file', storeId, content, session.author.actor);
  await session.show(
    agent,
    (accepted) =>
      `${describeAgent(accepted, session.styles)}\n\n${l10n.t('Accepted as it is in {0} now. If the file changes, the agent stays as accepted here.', suggested.file)}`,
  );
}

/** What is to be said about the agent files of the workspace: broken ones, and those nobody has accepted as they are now. */
export async function notesOnAgentFiles(session: Session): Promise<string[]> {
  const { consents, storeId, folder } = await session.host();
  const notes: string[] = [];
  for (const suggested of listSuggestedAgents(join(folder, '.rota'))) {
    if (suggested.problem !== undefined) notes.push(suggested.problem);
    else if (!(await consents.has('agent-file', storeId, suggested.content))) {
      const file = relative(session.terminal.folder, suggested.file);
      notes.push(
        l10n.t('{0} suggests the agent {1}. Read it; `rota agent add --from {0}` accepts it as it is.', file, suggested.draft.name),
      );
    }
  }
  return notes;
}
