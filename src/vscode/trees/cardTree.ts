import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { defaultBoard } from '../../core/model/board.ts';
import type { BoardCard } from '../../core/model/boardCard.ts';
import type { TaskId } from '../../core/model/scalars.ts';
import type { FeedChange } from '../boardFeed.ts';
import type { CommandId } from '../contributions.ts';
import { reportError } from '../reportError.ts';
import type { SessionState } from '../session.ts';
import type { WindowParts } from '../windowParts.ts';
import { faceOf, type Asking } from './cardFace.ts';
import { groupCards, keyOf, type CardGroup, type GroupBy } from './cardGroups.ts';
import { cardTooltip } from './cardTooltip.ts';
import { themeIcon } from './themeIcon.ts';

/** So many cards of a group are shown at first, and so many more each time: the editor asks for every row of an open group at once. */
const PAGE = 500;

/** Rows of the tree. Each stands for the same thing as long as it lives, so that the editor can tell what changed. */
interface GroupNode {
  readonly kind: 'group';
  group: CardGroup;
  shown: number;
}
export interface CardNode {
  readonly kind: 'card';
  card: BoardCard;
}
interface MoreNode {
  readonly kind: 'more';
  readonly group: GroupNode;
}
type FailedBoard = Extract<SessionState, { kind: 'failed' }>;

interface NoticeNode {
  readonly kind: 'notice';
  readonly label: string;
  readonly icon: string;
  readonly command: CommandId;
}
export type TreeNode = GroupNode | CardNode | MoreNode | NoticeNode;

/** The cards in the side bar, grouped. Computed once for each change of the board; only what differs is shown anew. */
export class CardTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #parts: WindowParts;
  readonly #changed = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #nodes = new Map<TaskId, CardNode>();
  #groups = new Map<string, GroupNode>();
  #asked: ReadonlyMap<TaskId, Asking> = new Map();
  #agents: readonly string[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.feed.onDidChange((change) => this.#update(change));
    parts.session.onDidChange(({ kind }) => {
      if (kind === 'open') this.#followAgents();
      parts.session.board?.app.dispatcher.onDidChange(() =>
        this.#changed.fire([...this.#nodes.values()].filter(({ card }) => card.status === 'queued')),
      );
      this.#changed.fire(undefined);
    });
  }

  get groupBy(): GroupBy {
    return vscode.workspace.getConfiguration('rota').get<GroupBy>('tree.groupBy', 'status');
  }

  /** Groups anew, after the way of grouping has changed. */
  async regroup(): Promise<void> {
    await this.#readAgents();
    this.#regroup();
    this.#changed.fire(undefined);
  }

  /** Makes more rows of a long group visible. */
  showMore({ group }: MoreNode): void {
    group.shown += PAGE;
    this.#changed.fire(group);
  }

  /** The row of a card, if it has one; a long group is shown up to it. */
  find(task: TaskId): CardNode | undefined {
    const node = this.#nodes.get(task);
    const group = node && this.#groupOf(node);
    const at = group ? group.group.cards.findIndex(({ id }) => id === task) : -1;
    if (!group || at < 0) return undefined;
    if (at >= group.shown) {
      group.shown = at + PAGE;
      this.#changed.fire(group);
    }
    return node;
  }

  /** The group that a row is in. */
  groupOf(node: CardNode): CardGroup {
    const group = this.#groupOf(node);
    if (!group) throw new Error(`card ${node.card.id} is in no group`);
    return group.group;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return node.kind === 'group' ? this.#rowsOf(node) : [];
    const { session, feed } = this.#parts;
    if (session.state.kind === 'failed') return failureRows(session.state);
    if (session.board && feed.revision === 0) await feed.settle();
    if (this.#groups.size === 0) await this.#readAgents();
    this.#regroup();
    return [...this.#groups.values()];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'card') return this.#groupOf(node);
    return node.kind === 'more' ? node.group : undefined;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return groupItem(node.group);
      case 'card':
        return this.#cardItem(node);
      case 'more':
        return moreItem(node);
      case 'notice':
        return noticeItem(node);
    }
  }

  /** Tooltips are made when they are looked at. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === 'card') item.tooltip = new vscode.MarkdownString(cardTooltip(node.card, vscode.env.language));
    return item;
  }

  #cardItem(node: CardNode): vscode.TreeItem {
    const whyNot = this.#parts.session.board?.app.dispatcher.whyNot(node.card.id) ?? [];
    const face = faceOf(node.card, { waitsFor: this.#asked.get(node.card.id), whyNot, by: this.groupBy });
    const item = new vscode.TreeItem(face.label);
    item.id = node.card.id;
    item.description = face.description;
    item.iconPath = themeIcon(face.icon);
    item.contextValue = face.flags;
    item.accessibilityInformation = { label: face.spoken };
    item.command = { command: 'rota.openCard', title: l10n.t('Open Card'), arguments: [node, 'click'] };
    return item;
  }

  #rowsOf(node: GroupNode): TreeNode[] {
    const rows: TreeNode[] = node.group.cards.slice(0, node.shown).map((card) => this.#nodeOf(card));
    if (node.group.cards.length > node.shown) rows.push({ kind: 'more', group: node });
    return rows;
  }

  #nodeOf(card: BoardCard): CardNode {
    const known = this.#nodes.get(card.id);
    if (known) return known;
    const node: CardNode = { kind: 'card', card };
    this.#nodes.set(card.id, node);
    return node;
  }

  #groupOf({ card }: CardNode): GroupNode | undefined {
    return this.#groups.get(keyOf(card, this.groupBy));
  }

  /** Takes over the board as it is now and answers the groups that hold other cards than before; `undefined`: the groups themselves differ. */
  #regroup(): GroupNode[] | undefined {
    const { feed, session } = this.#parts;
    const { board } = session.board?.columns() ?? { board: defaultBoard };
    const groups = groupCards(feed.cards.values(), { by: this.groupBy, board, agents: this.#agents });
    for (const [id, node] of this.#nodes) {
      const card = feed.cards.get(id);
      if (card) node.card = card;
      else this.#nodes.delete(id);
    }
    for (const card of feed.cards.values()) this.#nodeOf(card);
    this.#asked = new Map(
      this.#parts.waiting.rows.flatMap((row) => ('request' in row ? [[row.task, { kind: row.kind, title: row.text.title }] as const] : [])),
    );
    const before = this.#groups;
    const differing: GroupNode[] = [];
    this.#groups = new Map(
      groups.map((group) => {
        const node = before.get(group.key) ?? { kind: 'group', group, shown: PAGE };
        if (!holdsSame(node.group, group)) differing.push(node);
        node.group = group;
        return [group.key, node];
      }),
    );
    return [...before.keys()].join('\n') === [...this.#groups.keys()].join('\n') ? differing : undefined;
  }

  #update(change: FeedChange): void {
    const askedBefore = this.#asked;
    const differing = this.#regroup();
    if (change.whole || !differing) {
      this.#changed.fire(undefined);
      return;
    }
    const asking = [...new Set([...askedBefore.keys(), ...this.#asked.keys()])].filter(
      (id) => askedBefore.get(id)?.title !== this.#asked.get(id)?.title,
    );
    const cards = new Set([...change.upserts.map(({ id }) => id), ...asking]);
    const rows = [...cards].flatMap((id) => this.#nodes.get(id) ?? []);
    const changed = [...differing, ...rows];
    if (changed.length > 0) this.#changed.fire(changed);
  }

  /** Agents without cards are groups too: cards can be dropped on them. */
  #followAgents(): void {
    this.#parts.session.board?.store.onDidChange(({ others }) => {
      if (others && this.groupBy === 'agent') void reportError(this.#parts.log, () => this.#takeOverAgents());
    });
  }

  async #takeOverAgents(): Promise<void> {
    await this.#readAgents();
    if (!this.#regroup()) this.#changed.fire(undefined);
  }

  async #readAgents(): Promise<void> {
    if (this.groupBy === 'agent') this.#agents = (await this.#parts.session.board?.store.listAgents())?.map(({ name }) => name) ?? [];
  }
}

function holdsSame(a: CardGroup, b: CardGroup): boolean {
  return a.cards.length === b.cards.length && a.cards.every(({ id }, at) => id === b.cards[at]?.id);
}

/** A board that cannot be opened: the view's message says why, these rows what can be done. */
function failureRows({ failure }: FailedBoard): NoticeNode[] {
  const adopt: NoticeNode = { kind: 'notice', label: l10n.t('Use the Board Found Here'), icon: 'check', command: 'rota.adoptBoard' };
  const salvage: NoticeNode = { kind: 'notice', label: l10n.t('Salvage the Board...'), icon: 'tools', command: 'rota.salvageBoard' };
  return [
    ...(failure === 'elsewhere' ? [adopt] : []),
    { kind: 'notice', label: l10n.t('Try Again'), icon: 'refresh', command: 'rota.initialize' },
    { kind: 'notice', label: l10n.t('Restore from a Backup...'), icon: 'history', command: 'rota.restoreBackup' },
    ...(failure === 'damaged' ? [salvage] : []),
    { kind: 'notice', label: l10n.t('Show Log'), icon: 'output', command: 'rota.showLog' },
  ];
}

function groupItem({ key, label, cards, folded }: CardGroup): vscode.TreeItem {
  // An empty group is open too: what comes into it must be seen.
  const item = new vscode.TreeItem(label, folded ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${key}`;
  item.description = String(cards.length);
  item.contextValue = 'group';
  item.accessibilityInformation = {
    label: cards.length === 1 ? l10n.t('{0}, 1 card', label) : l10n.t('{0}, {1} cards', label, cards.length),
  };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const { group, shown } = node.group;
  const item = new vscode.TreeItem(l10n.t('Show More'));
  item.id = `more:${group.key}`;
  item.description = l10n.t('{0} not shown', group.cards.length - shown);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'rota.openCard', title: l10n.t('Show More'), arguments: [node] };
  return item;
}

function noticeItem({ label, icon, command }: NoticeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command, title: label };
  return item;
}
