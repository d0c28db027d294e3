import * as l10n from '@vscode/l10n';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { SqlTaskStore } from '../../core/store/sqlTaskStore.ts';
import type { Door } from '../../protocol/peerProtocol.ts';
import type { StoreMessage, StoreRequest } from '../../protocol/storeProtocol.ts';
import { openOwnedStore } from '../localStore.ts';
import type { OwnerLock } from '../ownerLock.ts';
import { openPicture, type LocalStoreOptions } from '../storePicture.ts';
import { StoreServer } from '../storeServer.ts';
import type { DoorService } from './doorGuest.ts';
import { OwnerDoor } from './ownerDoor.ts';
import { LinkLost, OwnerLink } from './ownerLink.ts';
import { removeDeadDoors } from './runtimeFolder.ts';

/** Where the requests of a process are answered: by itself as the owner of the store, by the owner, or from a picture of the files. */
export interface Side {
  readonly kind: 'owner' | 'follower' | 'picture';
  readonly storeId: string;
  /** Why nothing can be written on this side. */
  readonly readOnly: string | undefined;
  /** Rejects with `LinkLost` when somebody else has to be asked. */
  answer(request: StoreRequest): Promise<StoreMessage>;
  /** Ends it properly. */
  close(): Promise<void>;
  /** Lets go of it after it was lost. */
  abandon(): Promise<void>;
}

/** Gets changes and notices of a side while it lasts. */
export type Told = (message: StoreMessage) => void;

/** Owns the store: answers this process and, at its door, the others. */
export async function ownSide(
  options: LocalStoreOptions,
  { lock, door }: { lock: OwnerLock; door: Door | undefined },
  told: Told,
): Promise<Side> {
  const { store, close, abandon } = await openOwnedStore(options, lock);
  const { storeId, readOnly } = store;
  if (readOnly !== undefined) return { ...pictureOf(store), close, abandon };
  const server = new StoreServer(store);
  const open =
    door &&
    (await openDoor(door, { opened: { type: 'opened', storeId, readOnly: null }, answer: (request) => server.answer(request) }, options));
  store.onDidChange((change) => {
    const message: StoreMessage = { type: 'change', change: { ...change, tasks: [...change.tasks], runs: [...change.runs] } };
    told(message);
    open?.tell(message);
  });
  open?.onDidDepart(() => told({ type: 'change', change: { revision: 0, tasks: [], runs: [], others: false, news: 'departure' } }));
  if (door) void removeDeadDoors(door.address);
  return {
    kind: 'owner',
    storeId,
    readOnly,
    async answer(request) {
      const message = await server.answer(request);
      // Surely not done here: the store was another's already when it was about to be written.
      if (message.type === 'refusal' && message.error.code === 'read-only' && !lock.held()) throw new LinkLost();
      return message;
    },
    async close() {
      await open?.finish();
      await close();
      open?.close();
    },
    async abandon() {
      open?.close();
      await abandon();
    },
  };
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
  return { kind: 'follower', link, storeId, readOnly: undefined, answer: (request) => link.answer(request), close, abandon: close };
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
    answer: (request) => server.answer(request),
    close,
    abandon: close,
  };
}
