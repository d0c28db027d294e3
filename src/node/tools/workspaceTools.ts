import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../core/base/errors.ts';
import type { Actor } from '../../core/model/actor.ts';
import type { FolderProgram, ToolFolder } from '../../core/model/toolFolder.ts';
import type { ToolFolders } from '../../core/tools/toolFolders.ts';
import { resolved } from '../paths.ts';
import { filesIn, fingerprint, folderPrograms, isProgram, programIn } from './folderPrograms.ts';
import { OutsidePrograms } from './outsidePrograms.ts';
import { adviceOn } from './toolAdvice.ts';
import { ToolConsents, type ToolConsent } from './toolConsents.ts';
import { offeredPlaces, toolPlace, type Root, type ToolPlace } from './toolPlaces.ts';

export interface WorkspaceToolsOptions {
  /** The user's own folder (`openUserData`). */
  readonly dataFolder: string;
  readonly storeId: string;
  readonly roots: readonly Root[];
  /** The PATH of this host, which may name folders of the workspace, and the one that commands are to have. */
  readonly hostPath: string | undefined;
  readonly commandPath: string | undefined;
  readonly notify: (message: string) => void;
}

/** Which programs of the workspace commands may take, as the person allowed it on this machine. */
export class WorkspaceTools implements ToolFolders {
  readonly #options: WorkspaceToolsOptions;
  readonly #consents: ToolConsents;
  readonly #roots: readonly string[];
  readonly #outside: OutsidePrograms;

  constructor(options: WorkspaceToolsOptions) {
    this.#options = options;
    this.#consents = new ToolConsents(options.dataFolder, options.storeId, options.notify);
    this.#roots = options.roots.map(({ folder }) => resolved(folder));
    this.#outside = new OutsidePrograms({ path: options.commandPath, untrusted: this.#roots });
  }

  /** Absolute folders that commands take programs from before those of this machine. */
  inUse(): string[] {
    return this.#consents.list(this.#roots).flatMap((consent) => {
      const place = this.#placeOf(consent);
      return this.#objection(consent, place) === null ? [place.path] : [];
    });
  }

  /** All that somebody allowed, in use or not: what is written there always asks. */
  allowed(): string[] {
    return this.#consents.list(this.#roots).flatMap((consent) => {
      const { path, real } = this.#placeOf(consent);
      return real === undefined ? [path] : [path, real];
    });
  }

  async list(): Promise<ToolFolder[]> {
    const consents = this.#consents.list(this.#roots);
    const known = consents.map((consent) => this.#placeOf(consent));
    const offered = offeredPlaces(this.#options.roots, this.#options.hostPath).filter(
      ({ path }) => !known.some((each) => each.path === path),
    );
    const shown = [
      ...known.map((place, index) => this.#show(place, consents[index])),
      ...offered.map((place) => this.#show(place, undefined)),
    ];
    return shown.filter(({ state, programs }) => state !== 'offered' || programs.length > 0);
  }

  async get(folder: string): Promise<ToolFolder> {
    const place = toolPlace(folder, this.#options.roots);
    return this.#show(place, this.#consentTo(place));
  }

  async use(folder: string, seen: string, actor: Actor): Promise<ToolFolder> {
    assertPerson(actor);
    const place = toolPlace(folder, this.#options.roots);
    const now = this.#show(place, this.#consentTo(place));
    if (place.real === undefined || now.programs.every(({ change }) => change === 'gone'))
      throw new UserError('not-found', l10n.t('There are no programs in {0}.', place.path));
    if (now.seen !== seen) throw new UserError('conflict', l10n.t('{0} has changed since it was shown. Look at it again.', now.folder));
    const programs = Object.fromEntries([...folderPrograms(place.path)].map(([name, file]) => [name, fingerprint(file, this.#roots)]));
    this.#consents.add({ root: place.root, folder: place.folder, real: place.real, programs, use: true, by: actor });
    return this.#show(place, this.#consentTo(place));
  }

  async forget(folder: string, actor: Actor): Promise<ToolFolder> {
    assertPerson(actor);
    const place = toolPlace(folder, this.#options.roots);
    const consent = this.#consentTo(place);
    if (!consent) throw new UserError('not-found', l10n.t('Commands do not use {0}.', place.shown));
    this.#consents.add({ root: place.root, folder: place.folder, real: '', programs: {}, use: false, by: actor });
    return this.#show(place, undefined);
  }

  async photograph(commands: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const words = new Set(commands.flatMap((command) => command.split(/[\s'"`;&|()<>=]+/)));
    const photo = new Map<string, string>();
    for (const consent of this.#consents.list(this.#roots)) {
      const place = this.#placeOf(consent);
      for (const [name, file] of folderPrograms(place.path))
        if (words.has(name) || this.#outside.find(name) !== undefined) photo.set(`${place.shown}/${name}`, fingerprint(file, this.#roots));
    }
    return photo;
  }

  adviceOn(command: string, exitCode: number | undefined): string | undefined {
    const consents = this.#consents.list(this.#roots);
    const used = this.inUse();
    const unused = this.#unused(used);
    return adviceOn(command, exitCode, {
      findUsed: (name) => used.map((folder) => programIn(folder, name)).find((file) => file !== undefined),
      findOutside: (name) => this.#outside.find(name),
      findUnused: (name) => unused.find(({ path }) => programIn(path, name) !== undefined)?.shown,
      withheld: consents.flatMap((consent) => this.#objection(consent, this.#placeOf(consent)) ?? []),
    });
  }

  /** Where a program would come from if its folder were used: the folder, as people name it. */
  findUnused(name: string): string | undefined {
    return this.#unused(this.inUse()).find(({ path }) => programIn(path, name) !== undefined)?.shown;
  }

  #unused(used: readonly string[]): ToolPlace[] {
    return offeredPlaces(this.#options.roots, this.#options.hostPath).filter(({ path }) => !used.includes(path));
  }

  #consentTo({ root, folder }: ToolPlace): ToolConsent | undefined {
    return this.#consents.list(this.#roots).find((consent) => consent.root === root && consent.folder === folder);
  }

  #placeOf({ root, folder }: ToolConsent): ToolPlace {
    return toolPlace(join(root, folder), this.#options.roots);
  }

  /**
   * Why a folder that was allowed is not used: it is gone or leads elsewhere, or a program in it that takes the place of one of this machine is not what it
   * was, or came later. `null`: it is used.
   */
  #objection({ programs: before, real }: ToolConsent, place: ToolPlace): string | null {
    if (place.real === undefined) return l10n.t('{0} was allowed, and is not there now', place.shown);
    if (place.real !== real) return l10n.t('{0} leads to {1} now, and not where it led when it was allowed', place.shown, place.real);
    const taken = this.#outside.names();
    for (const [name, file] of filesIn(place.path)) {
      const outside = taken.has(name) ? this.#outside.find(name) : undefined;
      if (outside === undefined || !isProgram(file) || before[name] === fingerprint(file, this.#roots)) continue;
      return before[name] === undefined
        ? l10n.t('{0} came to {1} after it was allowed, and would take the place of {2}', name, place.shown, outside)
        : l10n.t('{0} in {1} is another program than the one that was allowed, and takes the place of {2}', name, place.shown, outside);
    }
    return null;
  }

  #show(place: ToolPlace, consent: ToolConsent | undefined): ToolFolder {
    const [now, reason] = [folderPrograms(place.path), consent ? this.#objection(consent, place) : null];
    const prints = [...now].map(([name, file]) => [name, fingerprint(file, this.#roots)] as const);
    const programs = prints.map(
      ([name, print]): FolderProgram => ({
        name,
        replaces: this.#outside.find(name) ?? null,
        change: changeOf(consent?.programs, name, print),
      }),
    );
    const gone = Object.keys(consent?.programs ?? {}).filter((name) => !now.has(name));
    const seen = createHash('sha256')
      .update(JSON.stringify([place.path, place.real, prints]))
      .digest('hex')
      .slice(0, 32);
    return {
      folder: place.shown,
      state: consent === undefined ? 'offered' : reason === null ? 'used' : 'withheld',
      programs: [...programs, ...gone.map((name): FolderProgram => ({ name, replaces: null, change: 'gone' }))],
      reason,
      seen,
    };
  }
}

function changeOf(before: Readonly<Record<string, string>> | undefined, name: string, print: string): FolderProgram['change'] {
  if (before === undefined || before[name] === print) return null;
  return before[name] === undefined ? 'new' : 'changed';
}

function assertPerson({ kind }: Actor): void {
  if (kind !== 'person') throw new UserError('refused', l10n.t('Only a person decides which tools of the workspace commands use.'));
}
