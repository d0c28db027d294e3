import * as l10n from '@vscode/l10n';
import { asSentence } from '../../core/base/sentence.ts';
import { showInvisible } from '../../core/base/visibleText.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { PersonRequest } from '../../core/model/request.ts';
import { statusIcons, statusNames } from '../../core/model/statusNames.ts';
import type { TaskStatus } from '../../core/model/taskStatus.ts';
import { lostText } from '../../core/rules/claiming.ts';
import type { GroupBy } from './cardGroups.ts';

/** A codicon and, where it means something, a colour of the theme. */
export interface Icon {
  readonly id: string;
  readonly color: string | null;
}

/** All that a row of the tree shows of a card, without the editor's own types. */
export interface CardFace {
  readonly label: string;
  readonly description: string;
  readonly icon: Icon;
  /** What the menus of package.json ask for in their `when` clauses, separated by spaces. */
  readonly flags: string;
  /** The row as a screen reader says it: what icons and marks mean in words. */
  readonly spoken: string;
}

/** Every flag that a card of the tree can have. A test compares them with the menus. */
export const cardFlags = ['card', 'runnable', 'running', 'review', 'proposed', 'asking', 'interrupted', 'hasRun', 'cancelable'] as const;
type CardFlag = (typeof cardFlags)[number];

const colors: Record<TaskStatus, string | null> = {
  todo: null,
  queued: 'charts.blue',
  running: 'charts.blue',
  waiting: 'charts.yellow',
  review: 'charts.purple',
  done: 'testing.iconPassed',
  failed: 'testing.iconFailed',
  canceled: 'disabledForeground',
};

const startable: ReadonlySet<TaskStatus> = new Set(['todo', 'queued', 'failed', 'canceled']);
const ended: ReadonlySet<TaskStatus> = new Set(['done', 'failed', 'canceled']);

/** What a card asks a person for, and how that is said in a line. */
export interface Asking {
  readonly kind: PersonRequest['body']['kind'];
  readonly title: string;
}

interface Surroundings {
  /** Its open request, if it has one. */
  readonly waitsFor?: Asking | undefined;
  /** Why it does not start although somebody wants it done. */
  readonly whyNot?: readonly string[];
  /** What the group above it says already. */
  readonly by?: GroupBy;
}

/** How a card looks as a row. */
export function faceOf(card: BoardCard, surroundings: Surroundings = {}): CardFace {
  const { waitsFor } = surroundings;
  const marks = marksOf(card, surroundings).map(showInvisible);
  const label = `#${card.number} ${showInvisible(card.title)}`;
  return {
    label,
    description: marks.join(' · '),
    icon: iconOf(waitsFor === undefined ? card.status : 'waiting'),
    flags: flagsOf(card, waitsFor?.kind).join(' '),
    spoken: [label, statusNames()[card.status], card.priority, ...marks].join(', '),
  };
}

function iconOf(status: TaskStatus): Icon {
  return { id: status === 'running' ? `${statusIcons.running}~spin` : statusIcons[status], color: colors[status] };
}

/** What the row says beside the title: who, how far, and why it stands still. */
function marksOf(card: BoardCard, { waitsFor, by, whyNot = [] }: Surroundings): string[] {
  const marks: string[] = [];
  if (card.agent !== null && by !== 'agent') marks.push(card.agent);
  if (card.progress > 0 && !ended.has(card.status)) marks.push(`${card.progress} %`);
  const why =
    waitsFor?.title ??
    (asSentence(whyNot.join('; ')) || (card.status === 'waiting' ? l10n.t('answered, waits to be continued') : whyItStands(card)));
  if (why !== undefined) marks.push(why);
  return marks;
}

/** Why nothing happens with a card, in few words; `undefined` when nothing needs saying. */
export function whyItStands(card: BoardCard): string | undefined {
  if (!ended.has(card.status)) {
    if (!card.accepted) return l10n.t('proposed');
    if (card.approvalPending) return l10n.t('needs approval');
    if (card.lostDependencies > 0) return lostText(card.lostDependencies);
    if (card.openDependencies > 0)
      return card.openDependencies === 1 ? l10n.t('waits for 1 card') : l10n.t('waits for {0} cards', card.openDependencies);
  }
  return card.statusReason?.replace(/\s+/g, ' ').trim() || undefined;
}

function flagsOf(card: BoardCard, waitsFor: PersonRequest['body']['kind'] | undefined): CardFlag[] {
  const { status } = card;
  const flags: CardFlag[] = ['card'];
  if (startable.has(status) || (status === 'waiting' && waitsFor === undefined)) flags.push('runnable');
  if (status === 'running' || (status === 'waiting' && waitsFor !== undefined && waitsFor !== 'interrupted')) flags.push('running');
  if (status === 'review') flags.push('review');
  if ((!card.accepted || card.approvalPending) && !ended.has(status)) flags.push('proposed');
  if (waitsFor !== undefined) flags.push('asking');
  if (waitsFor === 'interrupted') flags.push('interrupted');
  if (card.run !== null) flags.push('hasRun');
  if (!ended.has(status)) flags.push('cancelable');
  return flags;
}
