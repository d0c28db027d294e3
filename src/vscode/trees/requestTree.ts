import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WindowParts } from '../windowParts.ts';
import { themeIcon } from './themeIcon.ts';
import { escapeMarkdown } from './cardTooltip.ts';
import { flagsOf, inboxFaceOf, type InboxRow } from './inboxRows.ts';

/** The inbox in the side bar: everything that waits for a person, over all cards, as one list. */
export class RequestTree implements vscode.TreeDataProvider<InboxRow> {
  readonly #parts: WindowParts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    parts.waiting.onDidChange(() => this.refresh());
  }

  /** Shows all rows anew: ages grow by themselves. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(row?: InboxRow): Promise<InboxRow[]> {
    const { session, feed, waiting } = this.#parts;
    if (row) return [];
    if (session.board && feed.revision === 0) await feed.settle();
    return [...waiting.rows];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(row: InboxRow): vscode.TreeItem {
    const face = inboxFaceOf(row, Date.now(), vscode.env.language);
    const item = new vscode.TreeItem(face.label);
    item.id = row.id;
    item.description = face.description;
    item.iconPath = themeIcon(face.icon);
    item.contextValue = flagsOf(row);
    item.accessibilityInformation = { label: face.spoken };
    item.command = { command: 'rota.openRequest', title: l10n.t('Open'), arguments: [row, 'click'] };
    return item;
  }

  /** What decides, whole: the row itself may be cut. */
  resolveTreeItem(item: vscode.TreeItem, row: InboxRow): vscode.TreeItem {
    item.tooltip = new vscode.MarkdownString(tooltipOf(row));
    return item;
  }
}

function tooltipOf(row: InboxRow): string {
  const heading = `**${escapeMarkdown(row.card ? `#${row.card.number} ${row.card.title}` : l10n.t('A deleted card'))}**`;
  if (!('text' in row)) return [heading, escapeMarkdown(row.card.statusReason ?? '')].join('\n\n');
  const { detail, facts, hadInvisible } = row.text;
  const lines = facts.map(({ name, value, note }) => `${escapeMarkdown(name)}: ${escapeMarkdown(value)} ${escapeMarkdown(note ?? '')}`);
  const warning = hadInvisible ? [escapeMarkdown(l10n.t('It held invisible characters; they are shown as codes.'))] : [];
  return [heading, escapeMarkdown(detail), lines.join('  \n'), ...warning].join('\n\n');
}
