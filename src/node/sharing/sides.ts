import * as l10n from '@vscode/l10n';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { displacedReason } from '../../core/store/holding.ts';
import type { SqlTaskStore } from '../../core/store/sqlTaskStore.ts';
import type { Door } from '../../protocol/peerProtocol.ts';
import { keeperOperations, type KeeperOperation, type StoreMessage, type StoreRequest } from '../../protocol/storeProtocol.ts';
import { FolderTrace } from '../folderTrace.ts';
import { openOwnedStore, type OwnedStore } from '../localStore.ts';
import type { OwnerLock } from '../ownerLock.ts';
import { openPicture, type LocalStoreOptions } from '../storePicture.ts';
import { StoreServer, wireError } from '../storeServer.ts';
import type { DoorService } from './doorGuest.ts';
import { OwnerDoor } from './ownerDoor.ts';
import { LinkLost, OwnerLink } from './ownerLink.ts';
import { removeDeadDoors } from './runtimeFolder.ts';
import { keeperOf, type StoreKeeper } from './storeKeeper.ts';

/** Where the requests of a process are answered: by itself as the owner of the store, by the owner, or from a picture of the files. */
export interface Side {
  readonly kind: 'owner' | 'follower' | 'picture';
  readonly storeId: string;
  /** Why nothing can be written on this side now. */
  readonly readOnly: string | undefined;
  /** Whether the files went from under the owner, so that only its memory has all cards. */
  readonly displaced: boolean;
  /** Rejects with `LinkLost` when somebody else has to be asked. */
  answer(request: StoreRequest): Promise<StoreMessage>;
  /** Ends it properly. */
  close(): Promise<void>;
  /** Lets go of it after it was lost. */
  abandon(): Promise<void>;
}

/** Gets changes and notices of a side while it lasts. */
export type Told = (message: StoreMessage) => void;

/** Who hears of a side: what it tells, and once when another has to be found. */
interface Listeners {
  readonly told: Told;
  readonly lost: (side: Side) => void;
}

/** Owns the store: answers this process and, at its door, the others. */
export async function ownSide(
  options: LocalStoreOptions,
  { lock, door }: { lock: OwnerLock; door: Door | undefined },
  listeners: Listeners,
): Promise<Side> {
  const owned = await openOwnedStore(options, lock);
  const { store } = owned;
  if (store.readOnly !== undefined) return { ...pictureOf(store), close: owned.close, abandon: owned.abandon };
  const owner = new OwnerSide(owned, options, listeners);
  await owner.openDoor(door);
  owned.onDidChangeHold((hold) => {
    if (hold === 'displaced' || owned.wasDisplaced) owner.keepCopy();
    if (hold === 'displaced') owner.tellDisplaced();
    else listeners.lost(owner);
  });
  if (door) void removeDeadDoors(door.address);
  return owner;
}

class OwnerSide implements Side {
  readonly kind = 'owner';
  readonly storeId: string;
  readonly #owned: OwnedStore;
  readonly #options: LocalStoreOptions;
  readonly #told: Told;
  readonly #lost: (side: Side) => void;
  readonly #server: StoreServer;
  readonly #keeper: StoreKeeper;
  readonly #trace: FolderTrace;
  #open: OwnerDoor | undefined;
  #displaced = false;
  #copied = false;
  /** Its files were written anew, and are about to be opened by another side. */
  #replaced = false;

  constructor(owned: OwnedStore, options: LocalStoreOptions, { told, lost }: Listeners) {
    this.storeId = owned.store.storeId;
    this.#owned = owned;
    this.#options = options;
    this.#told = told;
    this.#lost = lost;
    this.#server = new StoreServer(owned.store);
    this.#keeper = keeperOf(owned, options);
    this.#trace = new FolderTrace(options.folder);
    owned.store.onDidChange((change) =>
      this.#tell({ type: 'change', change: { ...change, tasks: [...change.tasks], runs: [...change.runs] } }),
    );
  }

  get readOnly(): string | undefined {
    return this.#displaced ? displacedReason(this.#options.folder, this.#trace.whereTo()) : undefined;
  }

  get displaced(): boolean {
    return this.#displaced;
  }

  async openDoor(door: Door | undefined): Promise<void> {
    if (!door) return;
    const { storeId } = this;
    this.#open = await openDoor(
      door,
      {
        opened: () => ({ type: 'opened', storeId, readOnly: this.readOnly ?? null, displaced: this.#displaced }),
        answer: (request) => this.#serve(request),
      },
      this.#options,
    );
    this.#open?.onDidDepart(() =>
      this.#told({ type: 'change', change: { revision: 0, tasks: [], runs: [], others: false, news: 'departure' } }),
    );
  }

  async answer(request: StoreRequest): Promise<StoreMessage> {
    const message = await this.#serve(request);
    // Surely not done here: the store was another's already when it was about to be written.
    if (message.type === 'refusal' && message.error.code === 'read-only' && this.#owned.hold() === 'lost') {
      if (this.#owned.wasDisplaced) this.keepCopy();
      throw new LinkLost();
    }
    return message;
  }

  /** Says what happened. */
  tellDisplaced(): void {
    if (this.#displaced || this.#replaced) return;
    this.#displaced = true;
    this.#tell({ type: 'state', readOnly: this.readOnly ?? null, displaced: true });
  }

  /** Once: what is in memory may be nowhere else now. */
  keepCopy(): void {
    if (this.#copied || this.#replaced) return;
    this.#copied = true;
    try {
      this.#keeper.backUp('displaced');
    } catch (error) {
      this.#options.notify(l10n.t('No copy of the board could be kept: {0}.', messageOf(error)));
    }
  }

  async close(): Promise<void> {
    if (this.#owned.hold() === 'displaced') this.keepCopy();
    await this.#open?.finish();
    await this.#owned.close();
    this.#open?.close();
    this.#trace.close();
  }

  async abandon(): Promise<void> {
    this.#open?.close();
    this.#trace.close();
    await this.#owned.abandon();
  }

  async #serve(request: StoreRequest): Promise<StoreMessage> {
    if (!Object.hasOwn(keeperOperations, request.operation)) {
      const message = await this.#server.answer(request);
      // Everybody is told at once, not only whoever asked.
      if (message.type === 'refusal' && message.error.code === 'read-only') this.#owned.hold();
      return message;
    }
    try {
      const result = await this.#keep(request.operation as KeeperOperation, request.args);
      return { type: 'answer', id: request.id, result: JSON.stringify(result ?? null) };
    } catch (error) {
      return { type: 'refusal', id: request.id, error: wireError(error) };
    }
  }

  async #keep(operation: KeeperOperation, args: readonly unknown[]): Promise<unknown> {
    if (operation === 'backUp') return this.#keeper.backUp(keeperOperations.backUp.args.parse(args)[0]);
    if (operation === 'putBack') this.#keeper.putBack();
    else await this.#keeper.restore(keeperOperations.restoreBackup.args.parse(args)[0]);
    this.#replaced = true;
    setImmediate(() => this.#lost(this)); // whoever asked hears of it first
    return null;
  }

  #tell(message: StoreMessage): void {
    this.#told(message);
    this.#open?.tell(message);
  }
}

/** A door that cannot be opened keeps the others out, and must not keep the owner from its own store, whose lock it has. */
async function openDoor(door: Door, service: DoorService, { notify }: LocalStoreOptions): Promise<OwnerDoor | undefined> {
  try {
    return await OwnerDoor.open(door, service);
  } catch (error) {
    notify(
      l10n.t(
        'Other windows cannot reach this board: {0} cannot be listened at ({1}).',
        door.address,
        (error as NodeJS.ErrnoException).code ?? messageOf(error),
      ),
    );
    return undefined;
  }
}

/** Comes in at the owner's door. Rejects with `LinkLost` when nobody who knows the secret opens it in time. */
export async function followSide(door: Door, storeId: string, limitMs: number): Promise<Side & { readonly link: OwnerLink }> {
  const link = await OwnerLink.connect(door, limitMs);
  if (link.opened.storeId !== storeId) {
    link.close();
    throw new UserError(
      'damaged',
      l10n.t('The process that has this board open serves another one. Close the other windows and open the board again.'),
    );
  }
  const close = async (): Promise<void> => link.close();
  return {
    kind: 'follower',
    link,
    storeId,
    readOnly: link.opened.readOnly ?? undefined,
    displaced: link.opened.displaced,
    answer: (request) => link.answer(request),
    close,
    abandon: close,
  };
}

/** What can be read where nothing can be written. */
export async function pictureSide(options: LocalStoreOptions, reason: string): Promise<Side> {
  return pictureOf(await openPicture(options, reason));
}

function pictureOf(store: SqlTaskStore): Side {
  const server = new StoreServer(store);
  const close = (): Promise<void> => store.close();
  return {
    kind: 'picture',
    storeId: store.storeId,
    readOnly: store.readOnly,
    displaced: false,
    answer: (request) => server.answer(request),
    close,
    abandon: close,
  };
}
