import * as l10n from '@vscode/l10n';
import { asSentence } from '../../core/base/sentence.ts';
import { showInvisible } from '../../core/base/visibleText.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { PersonRequest } from '../../core/model/request.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import { describeRequestForPerson, type RequestText } from '../../core/runs/requestText.ts';
import type { TextFilter } from '../../core/runs/textFilter.ts';
import { whyItStands, type Icon } from './cardFace.ts';

/** One thing that waits for a person. */
export type InboxRow = {
  /** Unique, and the same as long as it is about the same thing. */
  readonly id: string;
  readonly task: TaskId;
  readonly card: BoardCard | undefined;
  /** Since when it waits. */
  readonly since: number;
} & (
  | { readonly kind: PersonRequest['body']['kind']; readonly request: PersonRequest; readonly text: RequestText }
  | { readonly kind: 'review' | 'proposed' | 'failed'; readonly card: BoardCard }
);
export type RequestRow = Extract<InboxRow, { readonly request: PersonRequest }>;

/** Every flag that a row can have, for the menus of package.json. A test compares them. */
export const inboxFlags = ['approval', 'forRun', 'question', 'limit', 'interrupted', 'review', 'proposed', 'failed'] as const;

/** What the menus ask for in their `when` clauses, separated by spaces. */
export function flagsOf(row: InboxRow): string {
  const flags: (typeof inboxFlags)[number][] = [row.kind];
  if (row.kind === 'approval' && row.text.scopes.includes('run')) flags.push('forRun');
  return flags.join(' ');
}

interface Inbox {
  readonly cards: ReadonlyMap<TaskId, BoardCard>;
  readonly requests: readonly PersonRequest[];
  /** Failed cards that a person has looked at. */
  readonly seen: ReadonlySet<TaskId>;
  readonly filter: TextFilter;
}

/** All that waits for a person: what keeps an agent from going on first, then work to judge, each the longest waiting first. */
export function inboxRows({ cards, requests, seen, filter }: Inbox): InboxRow[] {
  const asked = requests.map(
    (request): InboxRow => ({
      kind: request.body.kind,
      id: request.id,
      task: request.task,
      card: cards.get(request.task),
      since: request.at,
      request,
      text: describeRequestForPerson(request.body, filter),
    }),
  );
  const judged = [...cards.values()].flatMap((card): InboxRow[] => {
    const kind = kindOf(card, seen);
    return kind ? [{ kind, id: `${kind}:${card.id}`, task: card.id, card, since: card.updatedAt }] : [];
  });
  return [...asked.toSorted(byAge), ...judged.toSorted(byAge)];
}

function kindOf(card: BoardCard, seen: ReadonlySet<TaskId>): 'review' | 'proposed' | 'failed' | undefined {
  if (card.status === 'review') return 'review';
  if (card.status === 'failed') return seen.has(card.id) ? undefined : 'failed';
  const isPlanned = card.status === 'todo' || card.status === 'queued';
  return isPlanned && (!card.accepted || card.approvalPending) ? 'proposed' : undefined;
}

const byAge = (a: InboxRow, b: InboxRow): number => a.since - b.since;

export interface InboxFace {
  readonly label: string;
  readonly description: string;
  readonly icon: Icon;
  readonly spoken: string;
}

const icons: Record<InboxRow['kind'], Icon> = {
  approval: { id: 'shield', color: 'charts.yellow' },
  question: { id: 'question', color: 'charts.yellow' },
  limit: { id: 'dashboard', color: 'charts.yellow' },
  interrupted: { id: 'debug-disconnect', color: 'charts.yellow' },
  review: { id: 'eye', color: 'charts.purple' },
  proposed: { id: 'lightbulb', color: null },
  failed: { id: 'error', color: 'testing.iconFailed' },
};
const edit: Icon = { id: 'diff', color: 'charts.yellow' };
const command: Icon = { id: 'terminal', color: 'charts.yellow' };

/** How a row looks at a time. */
export function inboxFaceOf(row: InboxRow, now: number, language: string): InboxFace {
  const age = ageText(now - row.since, language);
  const label = showInvisible(eventOf(row));
  const parts = [row.card?.title, reasonOf(row)].filter((part) => part !== undefined).map(showInvisible);
  const description = [...parts, age].join(' · ');
  return { label, description, icon: iconOf(row), spoken: `${label}, ${description}` };
}

/** What waits and why, as one text about its card. */
export function labelOf(row: InboxRow): string {
  const reason = reasonOf(row);
  return reason === undefined ? eventOf(row) : `${eventOf(row)}. ${reason}`;
}

/** What waits. In a narrow side bar it leaves room for the card's title, which tells it from others. */
function eventOf(row: InboxRow): string {
  const name = row.card ? `#${row.card.number}` : l10n.t('A deleted card');
  switch (row.kind) {
    case 'review':
      return l10n.t('{0} is in review', name);
    case 'proposed':
      return row.card.accepted ? l10n.t('{0} needs your approval before it runs', name) : l10n.t('{0} is proposed', name);
    case 'failed':
      return l10n.t('{0} failed', name);
    default:
      return `${name} ${row.text.title}`;
  }
}

function reasonOf(row: InboxRow): string | undefined {
  const why = row.kind === 'review' || row.kind === 'failed' ? whyItStands(row.card) : undefined;
  return why === undefined ? undefined : asSentence(why);
}

function iconOf(row: InboxRow): Icon {
  if (row.kind !== 'approval' || row.request.body.kind !== 'approval') return icons[row.kind];
  const { effects } = row.request.body;
  if (effects.some(({ kind }) => kind === 'command')) return command;
  return effects.some(({ kind }) => kind === 'write') ? edit : icons.approval;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `5 min. ago` in the editor's language; under a minute it is `now`. */
export function ageText(age: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' });
  const unit = units.find(([, size]) => age >= size);
  return unit ? words.format(-Math.floor(age / unit[1]), unit[0]) : words.format(0, 'second');
}
