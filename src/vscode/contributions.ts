/** Every command of the manifest, by the part of the window that answers it. A test compares this list with package.json. */
export const boardCommandIds = [
  'rota.openBoard',
  'rota.initialize',
  'rota.moveBoard',
  'rota.putBack',
  'rota.restoreBackup',
  'rota.adoptBoard',
  'rota.salvageBoard',
  'rota.chooseTools',
  'rota.clearCards',
  'rota.undoEdit',
  'rota.redoEdit',
  'rota.groupByStatus',
  'rota.groupByPriority',
  'rota.groupByAgent',
  'rota.showLog',
] as const;
export const cardCommandIds = [
  'rota.newCard',
  'rota.newCardFromSelection',
  'rota.openCard',
  'rota.renameCard',
  'rota.moveCard',
  'rota.moveCardUp',
  'rota.moveCardDown',
  'rota.setPriority',
  'rota.assignAgent',
  'rota.setLabels',
  'rota.linkCard',
  'rota.commentCard',
  'rota.deleteCard',
] as const;
export const runCommandIds = [
  'rota.runCard',
  'rota.runNext',
  'rota.startQueue',
  'rota.stopQueue',
  'rota.stopRun',
  'rota.continueRun',
  'rota.cancelCard',
  'rota.undoRun',
  'rota.showRun',
  'rota.acceptCard',
  'rota.runChecks',
  'rota.requestChanges',
] as const;
export const requestCommandIds = [
  'rota.openRequest',
  'rota.nextRequest',
  'rota.approveRequest',
  'rota.approveRequestForRun',
  'rota.rejectRequest',
  'rota.answerRequest',
] as const;
export const startCommandIds = [
  'rota.getStarted',
  'rota.tryExample',
  'rota.installCommandLine',
  'rota.removeCommandLine',
  'rota.checkHealth',
  'rota.viewHelp',
  'rota.inboxHelp',
  'rota.cardsHelp',
  'rota.agentsHelp',
  'rota.runHelp',
] as const;
export const agentCommandIds = [
  'rota.addAgent',
  'rota.editAgent',
  'rota.removeAgent',
  'rota.chooseModel',
  'rota.setKey',
  'rota.removeKey',
] as const;

export const commandIds = [
  ...boardCommandIds,
  ...cardCommandIds,
  ...runCommandIds,
  ...requestCommandIds,
  ...agentCommandIds,
  ...startCommandIds,
] as const;
export type CommandId = (typeof commandIds)[number];

/** What answers a command. Arguments come from menus, key bindings, other extensions and webviews: parse them. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;
export type CommandHandlers<Id extends CommandId> = Readonly<Record<Id, CommandHandler>>;

/** `@rota` in the chat of the editor, and what may stand behind it. A test compares both with package.json. */
export const chatParticipantId = 'rota.chat';
export const chatCommandNames = ['new', 'list', 'run', 'status', 'watch', 'approve', 'cancel'] as const;
export type ChatCommandName = (typeof chatCommandNames)[number];

/** The trees of the side bar. */
export const treeIds = ['rota.inbox', 'rota.cards', 'rota.agents'] as const;
export type TreeId = (typeof treeIds)[number];

/** The name under which Rota offers its models to the editor. */
export const modelVendor = 'rota';
