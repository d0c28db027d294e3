import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createTextFilter } from '../core/base/safeText.ts';
import { Scope } from '../core/base/scope.ts';
import { watchAgentFiles } from './agentFileProblems.ts';
import { BoardFeed } from './boardFeed.ts';
import type { ChatAnswers } from './chat/registerChat.ts';
import type { ChatParts } from './chat/chatTurn.ts';
import { WatchedCards } from './chat/watchedCards.ts';
import { BoardPanel } from './board/boardPanel.ts';
import { CardPanels } from './card/cardPanels.ts';
import type { CommandHandlers, CommandId, TreeId } from './contributions.ts';
import { agentCommands } from './commands/agentCommands.ts';
import { boardCommands } from './commands/boardCommands.ts';
import { cardCommands } from './commands/cardCommands.ts';
import { requestCommands } from './commands/requestCommands.ts';
import { runCommands } from './commands/runCommands.ts';
import { startCommands } from './commands/startCommands.ts';
import type { TreeContents, TreeViews } from './deferredTree.ts';
import { Milestones } from './firstStart/milestones.ts';
import { watchDisplaced } from './displacedBoard.ts';
import { greetInExample } from './firstStart/tryExample.ts';
import { HealthPanel } from './health/healthPanel.ts';
import { ViewHelp } from './help/viewHelp.ts';
import { Notifications } from './notifications.ts';
import { OfferedModels } from './models/offeredModels.ts';
import { PromptFiles } from './models/promptFiles.ts';
import { watchPlace } from './placeNotice.ts';
import { watchOrphanedPages } from './orphanedPages.ts';
import { createOutputLog } from './outputLog.ts';
import { reportError } from './reportError.ts';
import { Proposals } from './run/proposals.ts';
import { RunChanges } from './run/runChanges.ts';
import { RunView } from './run/runView.ts';
import { RunningSteps } from './runningSteps.ts';
import { Session } from './session.ts';
import { StatusBar } from './statusBar.ts';
import { AgentTree } from './trees/agentTree.ts';
import { CardDrop } from './trees/cardDrop.ts';
import { CardTree } from './trees/cardTree.ts';
import { RequestTree } from './trees/requestTree.ts';
import { SideBar } from './trees/sideBar.ts';
import { WaitingItems } from './waitingItems.ts';
import type { Navigation, WindowParts } from './windowParts.ts';

/** All of Rota in this window, once something of it was needed. */
export interface Workbench {
  /** Carries out a command; errors are shown, never thrown. */
  run(command: CommandId, args: readonly unknown[]): Promise<unknown>;
  tree(id: TreeId): TreeContents;
  readonly models: OfferedModels;
  resolveRunView(view: vscode.WebviewView): Promise<void>;
  restoreBoard(panel: vscode.WebviewPanel): Promise<void>;
  restoreCard(panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  /** What answers `@rota`; loaded when it is first asked. */
  chat(): Promise<ChatAnswers>;
  /** Resolves when what was written is on disk. */
  close(): Promise<void>;
}

/** Before the board is open its keys are unknown: what looks like one is masked. */
const unopenedFilter = createTextFilter({ secrets: [] });

/** What was registered before anything was loaded. */
export interface EarlyParts {
  readonly trees: TreeViews;
  readonly modelsChanged: vscode.EventEmitter<void>;
}

/** Builds the parts of the window, opens the board if the folder has one. The composition root of the editor. */
export async function openWorkbench(context: vscode.ExtensionContext, { trees: views, modelsChanged }: EarlyParts): Promise<Workbench> {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const scope = new Scope();
  const channel = scope.add(vscode.window.createOutputChannel('Rota', { log: true }));
  const log = createOutputLog(channel, (text) => (session.board?.filter ?? unopenedFilter)(text));
  const session: Session = new Session(context, log);
  const feed = scope.add(new BoardFeed(session, log));
  const navigation: Navigation = {
    openBoard: (reveal) => board.open(reveal),
    isBoardVisible: () => board.isVisible,
    openCard: (task, options) => cards.open(task, options),
    cardInFront: () => cards.inFront,
    requestInFront: () => proposals.inFront,
    cardOfShownRun: () => run.inSight,
    revealCard: (task) => sideBar.reveal(task),
    showRun: (shown) => run.show(shown),
    openRequest: async (id) => {
      const request = feed.requests.find((each) => each.id === id);
      if (request && !(await proposals.open(id, false)))
        await run.show({ task: request.task, run: request.run, request: id, takeFocus: true });
    },
  };
  const waiting = scope.add(new WaitingItems(session, feed, context.workspaceState));
  const parts: WindowParts = { context, log, session, feed, waiting, trees: views, navigation };
  const board = scope.add(new BoardPanel(parts));
  const cards = scope.add(new CardPanels(parts));
  const proposals = scope.add(new Proposals(parts));
  const run = scope.add(new RunView(parts, { proposals, changes: scope.add(new RunChanges(session)) }));
  const cardTree = new CardTree(parts);
  const requestTree = new RequestTree(parts);
  const sideBar = scope.add(new SideBar(parts, cardTree, requestTree));
  const watched = new WatchedCards();
  addWatchers(scope, parts, watched);
  const models = scope.add(new OfferedModels(session, modelsChanged, parts));
  const trees = allTrees(parts, cardTree, requestTree);
  const handlers = allCommands(scope, parts, channel);
  await session.openExisting();
  scope.add(watchOrphanedPages(parts, { board, cards }));
  void reportError(log, () => greetInExample(parts));
  return {
    run: (command, args) => reportError(log, () => handlers[command](...args)),
    tree: (id) => trees[id],
    models,
    resolveRunView: (view) => run.resolve(view),
    restoreBoard: (panel) => board.restore(panel),
    restoreCard: (panel, state) => cards.restore(panel, state),
    chat: deferChat({ ...parts, watched }),
    close: async () => {
      scope.dispose();
      await session.close();
    },
  };
}

function allTrees(parts: WindowParts, cardTree: CardTree, requestTree: RequestTree): Record<TreeId, TreeContents> {
  return {
    'rota.cards': { provider: cardTree, dragAndDrop: new CardDrop(parts, cardTree) },
    'rota.inbox': { provider: requestTree },
    'rota.agents': { provider: new AgentTree(parts) },
  };
}

function allCommands(scope: Scope, parts: WindowParts, channel: vscode.LogOutputChannel): CommandHandlers<CommandId> {
  return {
    ...boardCommands(parts, channel),
    ...cardCommands(parts),
    ...runCommands(parts),
    ...requestCommands(parts),
    ...agentCommands(parts),
    ...startCommands(parts, { health: scope.add(new HealthPanel(parts)), help: scope.add(new ViewHelp()) }),
  };
}

/** What follows the board of a window without being asked. */
function addWatchers(scope: Scope, parts: WindowParts, watched: WatchedCards): void {
  scope.add(new StatusBar(parts, scope.add(new RunningSteps(parts.session))));
  scope.add(new Notifications(parts, watched));
  scope.add(new Milestones(parts));
  scope.add(watchPlace(parts));
  scope.add(watchDisplaced(parts));
  scope.add(PromptFiles.register(parts.session));
  scope.add(watchAgentFiles(parts.log));
}

/** Most windows never ask: what answers the chat is loaded with its first request. */
function deferChat(parts: ChatParts): () => Promise<ChatAnswers> {
  let chat: Promise<ChatAnswers> | undefined;
  return () => (chat ??= import('./chat/chatDoor.ts').then(({ ChatDoor }) => new ChatDoor(parts)));
}
