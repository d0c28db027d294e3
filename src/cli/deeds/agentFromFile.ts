import { join, relative, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import { findNamed } from '../../core/base/names.ts';
import { AgentPage } from '../../core/actions/agentActions.ts';
import { Agent } from '../../core/model/agent.ts';
import { listSuggestedAgents, readSuggestedAgent } from '../../node/agentFiles.ts';
import { describeAgent } from '../agentText.ts';
import type { AgentOptions } from '../agentOptions.ts';
import type { Session } from '../session.ts';
import { agentFields } from './agentFields.ts';

/** Takes over the agent that a file suggests: whoever types this accepts exactly the content that the file has now. */
export async function acceptAgentFile(session: Session, file: string, options: AgentOptions): Promise<void> {
  const suggested = readSuggestedAgent(resolve(session.terminal.folder, file));
  if (suggested.problem !== undefined) throw new UserError('damaged', suggested.problem);
  const { content, draft, leftOut } = suggested;
  const { consents, storeId } = await session.host();
  const { items } = await session.call('agent.list', AgentPage, {});
  const known = findNamed(items, draft.name);
  // What the person types comes before the file; a file of another product names no model that could be asked.
  const { name, ...change } = { ...draft, ...(await agentFields(options, session.terminal, draft.model ?? known?.model)) };
  const agent = known
    ? await session.call('agent.change', Agent, { agent: known.name, change })
    : await session.call('agent.create', Agent, { name, ...change });
  await consents.grant('agent-file', storeId, content, session.author.actor);
  if (leftOut.length > 0) session.note(leftOutText(suggested.file, leftOut));
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
    if (suggested.problem !== undefined) {
      notes.push(suggested.problem);
      continue;
    }
    if (!(await consents.has('agent-file', storeId, suggested.content))) {
      const file = relative(session.terminal.folder, suggested.file);
      notes.push(
        suggested.draft.model === undefined
          ? l10n.t(
              '{0} suggests the agent {1}. Read it; `rota agent add --from {0}` with --base-url and --model accepts it: it names no model that Rota can ask.',
              file,
              suggested.draft.name,
            )
          : l10n.t('{0} suggests the agent {1}. Read it; `rota agent add --from {0}` accepts it as it is.', file, suggested.draft.name),
      );
      if (suggested.leftOut.length > 0) notes.push(leftOutText(file, suggested.leftOut));
    }
  }
  return notes;
}

function leftOutText(file: string, leftOut: readonly string[]): string {
  return l10n.t('{0} was written for another product; what means nothing here is left out: {1}.', file, leftOut.join(', '));
}
