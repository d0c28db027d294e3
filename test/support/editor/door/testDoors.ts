import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { JsonValue } from '../../../../src/core/base/json.ts';
import { eventually } from '../eventually.ts';
import type { DoorAnswer, DoorGreeting, DoorQuestion, DoorRequest } from './doorMessages.ts';

/** The doors of the windows that a test has open: each is the connection of one extension host. */
export class TestDoors {
  readonly #server: Server;
  readonly #doors = new Set<Door>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a socket, which windows that are open or opened later find by themselves. */
  static async listen(address: string): Promise<TestDoors> {
    rmSync(address, { force: true });
    const server = createServer();
    const doors = new TestDoors(server);
    server.on('connection', (socket) => doors.#admit(socket));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve));
    return doors;
  }

  /**
   * The door that opened last for a window with this folder (`undefined`: without one, or with any workspace file) and that nobody holds. Windows
   * are opened one after the other, so a window that was just opened or loaded again finds its own.
   */
  async take(folder: string | undefined): Promise<Door> {
    return eventually(async () => {
      const free = [...this.#doors].filter((door) => !door.taken && (folder === undefined || door.folders.includes(folder)));
      const door = free.at(-1);
      if (door === undefined) throw new Error(`no extension host of a window with ${folder ?? 'any folder'} has come to the test`);
      door.taken = true;
      return Promise.resolve(door);
    });
  }

  /** Ends all connections. */
  close(): void {
    for (const door of this.#doors) door.close();
    this.#server.close();
  }

  #admit(socket: Socket): void {
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket });
    lines.once('line', (line) => {
      const door = new Door(socket, JSON.parse(line) as DoorGreeting);
      this.#doors.add(door);
      lines.on('line', (text) => door.hear(JSON.parse(text) as DoorAnswer));
      socket.on('close', () => {
        door.close();
        this.#doors.delete(door);
      });
    });
  }
}

interface Waiting {
  resolve(result: JsonValue): void;
  reject(error: Error): void;
}

/** The way into one window, as long as its extension host lives. */
export class Door {
  /** The process of the extension host. */
  readonly pid: number;
  readonly folders: readonly string[];
  taken = false;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #closed = false;

  constructor(socket: Socket, { pid, folders }: DoorGreeting) {
    this.#socket = socket;
    this.pid = pid;
    this.folders = folders;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Asks the window for something; rejects with what it said, or when its extension host ends. */
  ask(request: DoorRequest): Promise<JsonValue> {
    if (this.#closed) return Promise.reject(new DoorClosed(request));
    const question: DoorQuestion = { id: (this.#asked += 1), request };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject: (error) => reject(error instanceof DoorClosed ? new DoorClosed(request) : error) });
      this.#socket.write(`${JSON.stringify(question)}\n`);
    });
  }

  hear({ id, result, error }: DoorAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result ?? null);
    else waiting?.reject(new Error(`The window answered: ${error}`));
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
    for (const { reject } of this.#waiting.values()) reject(new DoorClosed(undefined));
    this.#waiting.clear();
  }
}

/** The extension host of the window is gone, as it is after a reload. */
export class DoorClosed extends Error {
  constructor(request: DoorRequest | undefined) {
    super(`The extension host of the window ended before it answered ${JSON.stringify(request)}`);
  }
}
