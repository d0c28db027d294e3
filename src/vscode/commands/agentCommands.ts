import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod';
import { nameKey } from '../../core/base/names.ts';
import type { agentCommandIds, CommandHandlers } from '../contributions.ts';
import { showInformation } from '../messages.ts';
import { addAgent } from '../models/addAgent.ts';
import { chooseModelOf, editAgent } from '../models/editAgent.ts';
import { chooseFirstModel } from '../models/firstModel.ts';
import { removeKey, setKey } from '../models/keyCommands.ts';
import type { WindowParts } from '../windowParts.ts';
import { chooseAgent } from './agentTarget.ts';
import { CLICK } from './openCard.ts';

/** A second click on the same row within this time (ms) edits the agent; the first only selects it. */
const DOUBLE = 500;

/** Commands about agents, models and keys. */
export function agentCommands(parts: WindowParts): CommandHandlers<(typeof agentCommandIds)[number]> {
  let last: { name: string | undefined; at: number } = { name: undefined, at: 0 };
  return {
    'rota.addAgent': async () => {
      const agent = await addAgent(parts);
      const edit = l10n.t('Edit');
      if (agent && (await showInformation(l10n.t('Agent "{0}" is there. Run a card to see it work.', agent.name), edit)) === edit)
        await editAgent(parts, agent.name);
    },
    'rota.editAgent': async (...args) => {
      const name = await chooseAgent(parts, args, l10n.t('Edit which agent?'));
      const isFirstClick = args[1] === CLICK && !(last.name === name && Date.now() - last.at < DOUBLE);
      last = { name, at: Date.now() };
      if (name !== undefined && !isFirstClick) await editAgent(parts, name);
    },
    'rota.removeAgent': async (...args) => {
      const name = await chooseAgent(parts, args, l10n.t('Remove which agent?'));
      if (name !== undefined) await removeAgent(parts, name);
    },
    'rota.chooseModel': async (...args) => {
      if (args.length === 0 && !(await hasAgents(parts))) return chooseFirstModel(parts);
      const name = await chooseAgent(parts, args, l10n.t('Choose the model of which agent?'));
      if (name !== undefined) await chooseModelOf(parts, name);
    },
    'rota.setKey': (origin) => setKey(parts, origin),
    'rota.removeKey': () => removeKey(parts),
  };
}

async function hasAgents({ session: { board } }: WindowParts): Promise<boolean> {
  return board !== undefined && (await board.store.listAgents()).length > 0;
}

async function removeAgent({ session, feed }: WindowParts, name: string): Promise<void> {
  const cards = [...feed.cards.values()].filter(
    (card) =>
      card.agent !== null && nameKey(card.agent) === nameKey(name) && ['todo', 'queued', 'running', 'waiting'].includes(card.status),
  );
  const remove = l10n.t('Remove');
  const detail =
    cards.length === 0
      ? l10n.t('Its runs stay readable.')
      : l10n.t(
          'Its runs stay readable. {0} name it and do not start until they name another: {1}.',
          cards.length === 1 ? l10n.t('1 card') : l10n.t('{0} cards', cards.length),
          cards
            .slice(0, 10)
            .map(({ number }) => `#${number}`)
            .join(', '),
        );
  if ((await vscode.window.showWarningMessage(l10n.t('Remove agent "{0}"?', name), { modal: true, detail }, remove)) === remove)
    await session.call('agent.remove', z.object({}), { agent: name });
}
