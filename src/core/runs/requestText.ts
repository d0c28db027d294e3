import * as l10n from '@vscode/l10n';
import { showInvisible } from '../base/visibleText.ts';
import type { Effect, GrantScope, WorkPath } from '../model/effect.ts';
import type { RequestBody } from '../model/request.ts';
import { filterTexts, type TextFilter } from './textFilter.ts';

/** Longer titles are cut: they stand in one line of a list or a notification. */
const MOST_TITLE = 120;
/** A narrow side bar cuts longer ones, so they do not say all. */
const MOST_READ_AT_A_GLANCE = 50;

/** One thing that a person must know before deciding, whole. */
export interface RequestFact {
  readonly kind: 'command' | 'folder' | 'path' | 'reason';
  /** What the value is, for people: "edits", "in folder". */
  readonly name: string;
  readonly value: string;
  readonly note: string | null;
}

/** What people are told of a request, the same at every door. No text of it is to be interpreted. */
export interface RequestText {
  /** One line that goes on after the card's name: "asks to run npm test". Not enough to decide on unless `titleSaysAll`. */
  readonly title: string;
  readonly titleSaysAll: boolean;
  /** What is asked, whole. */
  readonly detail: string;
  /** What decides: paths, command, folder, reason. To be shown whole, nearest to where the answer is given. */
  readonly facts: readonly RequestFact[];
  readonly diff: string | null;
  readonly choices: readonly string[];
  readonly scopes: readonly GrantScope[];
  /** It held characters that nobody sees; they are shown as codes. */
  readonly hadInvisible: boolean;
}

/** The one rendering of everything that waits for a person: list, notification, run panel and terminal say the same. */
export function describeRequestForPerson(raw: RequestBody, filter: TextFilter): RequestText {
  const body = filterTexts(raw, filter);
  const hadInvisible = JSON.stringify(filterTexts(raw, showInvisible)) !== JSON.stringify(raw);
  const base = { facts: [], diff: null, choices: [], scopes: [], hadInvisible, titleSaysAll: false };
  switch (body.kind) {
    case 'approval': {
      const asked = wishOf(body.effects, body.summary) ?? { title: l10n.t('asks: {0}', body.summary), whole: false };
      const facts = [...body.effects.flatMap(factsOf), fact('reason', l10n.t('asks because'), body.reason)];
      const title = titleOf(asked.title);
      return {
        ...base,
        title,
        titleSaysAll: asked.whole && !hadInvisible && title === asked.title && title.length <= MOST_READ_AT_A_GLANCE,
        detail: body.summary,
        facts,
        diff: body.diff,
        scopes: body.scopes,
      };
    }
    case 'question':
      return { ...base, title: titleOf(l10n.t('asks: {0}', body.question)), detail: body.question, choices: body.choices };
    case 'limit':
      return { ...base, title: titleOf(l10n.t('has reached a limit: {0}', body.message)), detail: body.message };
    case 'interrupted':
      return { ...base, title: titleOf(l10n.t('was interrupted: {0}', body.message)), detail: body.message };
  }
}

/** What a single effect asks for, and whether that is all there is to know; `undefined` when the summary says it better. */
function wishOf(effects: readonly Effect[], summary: string): { title: string; whole: boolean } | undefined {
  const [effect, another] = effects;
  if (!effect) return undefined;
  if (another) {
    const isWrite = effects.every(({ kind }) => kind === 'write');
    return isWrite ? { title: l10n.t('asks to change {0} files', effects.length), whole: false } : undefined;
  }
  switch (effect.kind) {
    case 'command': {
      const command = effect.command.replace(/\s*\n\s*/g, ' ⏎ ');
      const title = effect.background ? l10n.t('asks to run in the background: {0}', command) : l10n.t('asks to run: {0}', command);
      return { title, whole: command === effect.command && isMainFolder(effect.folder, summary) && (effect.unsaved ?? []).length === 0 };
    }
    case 'write':
      return { title: writeWishes(shortPlaceOf(effect.at, summary))[effect.change], whole: !effect.protected && effect.unsaved !== true };
    case 'read':
      return { title: l10n.t('asks to read {0}', shortPlaceOf(effect.at, summary)), whole: !effect.secret };
    case 'question':
    case 'tasks':
      return undefined;
  }
}

function writeWishes(path: string): Record<'create' | 'edit' | 'delete', string> {
  return { create: l10n.t('asks to create {0}', path), edit: l10n.t('asks to edit {0}', path), delete: l10n.t('asks to delete {0}', path) };
}

function factsOf(effect: Effect): RequestFact[] {
  switch (effect.kind) {
    case 'read':
      return [fact('path', l10n.t('reads'), placeOf(effect.at))];
    case 'write':
      return [fact('path', writeNames()[effect.change], placeOf(effect.at), effect.protected ? l10n.t('(protected)') : null)];
    case 'command':
      return [
        fact('command', l10n.t('command'), effect.command),
        fact('folder', l10n.t('in folder'), `${placeOf(effect.folder) || '.'}${effect.background ? l10n.t(', in the background') : ''}`),
      ];
    case 'question':
    case 'tasks':
      return [];
  }
}

function fact(kind: RequestFact['kind'], name: string, value: string, note: string | null = null): RequestFact {
  return { kind, name, value, note };
}

function writeNames(): Record<'create' | 'edit' | 'delete', string> {
  return { create: l10n.t('creates'), edit: l10n.t('edits'), delete: l10n.t('deletes') };
}

function placeOf({ root, path }: WorkPath): string {
  return [root, path].filter((part) => part !== '').join('/');
}

/** The folder's name is left out where there is only one: the summaries of tools name it where there are several. */
function shortPlaceOf(at: WorkPath, summary: string): string {
  return summary.includes(placeOf(at)) ? placeOf(at) : at.path;
}

function isMainFolder({ root, path }: WorkPath, summary: string): boolean {
  return path === '' && (root === '' || (!summary.startsWith(`Run in ${root}`) && !summary.startsWith(`Run in the background in ${root}`)));
}

function titleOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MOST_TITLE ? line : `${line.slice(0, MOST_TITLE - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
