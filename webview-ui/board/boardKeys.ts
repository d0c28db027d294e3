import * as l10n from '@vscode/l10n';
import type { Step } from './cardFocus.ts';
import { intentOf, type Intent } from './keys.ts';
import type { BoardPage } from './page.ts';

/** What keys do beyond cards: parts of the page that they lead to. */
export interface KeyTargets {
  search(): void;
  help(): void;
}

/** Carries out a key pressed on a card or an empty column. Answers whether it meant something here. */
export function pressKey(event: KeyboardEvent, page: BoardPage, targets: KeyTargets): boolean {
  const carrying = page.view.mode.peek().kind === 'carry';
  const intent = intentOf(event, carrying ? 'carrying' : page.acts.isTyping(event.timeStamp) ? 'typing' : 'nothing');
  if (!intent) return false;
  if (carrying) carryCards(intent, page);
  else carryOut(intent, page, { ...targets, now: event.timeStamp });
  return true;
}

function carryOut(intent: Intent, page: BoardPage, { search, help, now }: KeyTargets & { readonly now: number }): void {
  const { view, acts } = page;
  const { task, column } = view.place.peek();
  switch (intent.kind) {
    case 'step':
      return acts.step(intent.step, intent.extend);
    case 'carry':
      return acts.nudge(intent.step);
    case 'type':
      return acts.type(intent.text, now);
    case 'open':
      return task === null ? undefined : acts.open(task);
    case 'toggle':
      return acts.toggle();
    case 'select-all':
      return acts.selectAll();
    case 'clear':
      return acts.clearSelection();
    case 'rename':
      if (task !== null && view.facts.peek().readOnly === null) view.mode.value = { kind: 'rename', task };
      return;
    case 'delete':
      return acts.command('rota.deleteCard', view.targets());
    case 'new':
      return acts.openNewCard(column);
    case 'run':
      return acts.command('rota.runCard', view.targets());
    case 'stop':
      return acts.command('rota.stopRun', view.targets());
    case 'pick-up':
      return pickUp(page);
    case 'drop':
      return;
    case 'search':
      return search();
    case 'undo':
      return acts.boardCommand('rota.undoEdit');
    case 'redo':
      return acts.boardCommand('rota.redoEdit');
    case 'help':
      return help();
  }
}

function pickUp({ view, acts }: BoardPage): void {
  const tasks = view.targets();
  const { column, index } = view.place.peek();
  if (tasks.length === 0 || view.facts.peek().readOnly !== null) return;
  view.mode.value = { kind: 'carry', tasks };
  view.drop.value = { column, index };
  const held = tasks.length === 1 ? l10n.t('#{0} picked up.', view.numberOf(tasks[0])) : l10n.t('{0} cards picked up.', tasks.length);
  acts.announce(l10n.t('{0} Arrow keys choose the place, Enter drops, Escape cancels.', held));
}

/** While cards are held: arrows move the place where they would land. */
function carryCards(intent: Intent, { view, acts }: BoardPage): void {
  const mode = view.mode.peek();
  const gap = view.drop.peek();
  if (mode.kind !== 'carry' || !gap) return;
  if (intent.kind === 'carry') {
    const next = nextGap(
      gap,
      intent.step,
      view.lists.peek().map(({ length }) => length),
    );
    view.drop.value = next;
    const column = view.columns.peek()[next.column];
    acts.announce(l10n.t('{0}, place {1} of {2}', column?.spec.name ?? '', next.index + 1, (column?.cards.length ?? 0) + 1));
    return;
  }
  if (intent.kind !== 'drop' && intent.kind !== 'clear') return;
  view.mode.value = { kind: 'rest' };
  view.drop.value = undefined;
  if (intent.kind === 'drop') void acts.moveTo(mode.tasks, gap.column, gap.index);
  else acts.announce(l10n.t('Not moved'));
}

/** One step on from a gap between cards. */
function nextGap(
  gap: { readonly column: number; readonly index: number },
  step: Step,
  counts: readonly number[],
): { column: number; index: number } {
  const last = counts[gap.column] ?? 0;
  const aside = Math.max(0, Math.min(counts.length - 1, gap.column + (step === 'left' ? -1 : 1)));
  switch (step) {
    case 'up':
      return { ...gap, index: Math.max(0, gap.index - 1) };
    case 'down':
      return { ...gap, index: Math.min(last, gap.index + 1) };
    case 'left':
    case 'right':
      return { column: aside, index: Math.min(gap.index, counts[aside] ?? 0) };
    case 'first':
    case 'page-up':
      return { ...gap, index: 0 };
    case 'last':
    case 'page-down':
      return { ...gap, index: last };
  }
}
