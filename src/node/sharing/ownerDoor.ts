import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Emitter } from '../../core/base/event.ts';
import type { Door } from '../../protocol/peerProtocol.ts';
import type { StoreMessage } from '../../protocol/storeProtocol.ts';
import { DoorGuest, type DoorService } from './doorGuest.ts';
import { encodeMessage } from './messages.ts';

/** More processes than this do not share a store; each may be one that has not proved anything yet. */
const mostGuests = 64;

/** Where the owner of a store answers other processes of the same user. What one of them does wrong ends its own connection only. */
export class OwnerDoor {
  readonly #server: Server;
  readonly #guests = new Set<DoorGuest>();
  readonly #departures = new Emitter<void>();
  /** Fires when a follower that had been let in is gone. */
  readonly onDidDepart = this.#departures.event;
  #closing = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Resolves when the door is open. */
  static async open(door: Door, service: DoorService): Promise<OwnerDoor> {
    const server = createServer({ allowHalfOpen: false });
    const own = new OwnerDoor(server);
    server.maxConnections = mostGuests;
    server.on('connection', (socket) => own.#admit(socket, door, service));
    server.listen(door.address);
    await once(server, 'listening');
    server.unref();
    if (process.platform !== 'win32') chmodSync(door.address, 0o600);
    return own;
  }

  /** Tells everybody who was let in. */
  tell(message: StoreMessage): void {
    if (this.#guests.size === 0) return;
    const frame = encodeMessage(message);
    for (const guest of this.#guests) guest.tell(frame);
  }

  /** Takes no more requests, and resolves when those that were taken are answered. Connections stay. */
  async finish(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#guests].map((guest) => guest.finish()));
  }

  /** Ends all connections: followers look for the next owner. */
  close(): void {
    this.#closing = true;
    this.#departures.dispose();
    this.#server.close();
    for (const guest of this.#guests) guest.end();
  }

  #admit(socket: Socket, door: Door, service: DoorService): void {
    if (this.#closing) {
      socket.destroy();
      return;
    }
    const guest = new DoorGuest(socket, door, service);
    this.#guests.add(guest);
    socket.on('close', () => {
      this.#guests.delete(guest);
      if (guest.isKnown) this.#departures.fire();
    });
  }
}
