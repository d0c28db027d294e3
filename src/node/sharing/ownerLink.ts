import { createConnection, type Socket } from 'node:net';
import { Emitter } from '../../core/base/event.ts';
import { Challenge, mostUnproven, type Door } from '../../protocol/peerProtocol.ts';
import type { StoreMessage, StoreRequest } from '../../protocol/storeProtocol.ts';
import { encodeFrame, FrameReader, type Frame } from './frames.ts';
import { decodeMessage, encodeRequest, mostOfAnswer } from './messages.ts';
import { isProof, newNonce, proofOf, type Nonces } from './proofs.ts';

type Opened = Extract<StoreMessage, { type: 'opened' }>;

/** The owner is gone, or does not answer: whether what it was asked has happened is not known. */
export class LinkLost extends Error {}

interface Waiting {
  resolve(message: StoreMessage): void;
  reject(error: Error): void;
}

/** The connection of a follower to the owner of its store. */
export class OwnerLink {
  readonly #socket: Socket;
  readonly #reader = new FrameReader(mostUnproven);
  readonly #waiting = new Map<number, Waiting>();
  readonly #messages = new Emitter<StoreMessage>();
  /** Changes and notices of the owner. */
  readonly onMessage = this.#messages.event;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>;
  #challenged = false;
  #opened: Opened | undefined;
  #lastId = 0;
  #isDisplaced = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.ended = new Promise((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#loseAll());
  }

  /** Comes in at the owner's door. Rejects with `LinkLost` when that takes longer than `limitMs`, or who is there does not know the secret. */
  static async connect(door: Door, limitMs: number): Promise<OwnerLink> {
    const link = new OwnerLink(createConnection(door.address));
    await link.#meet(door, limitMs);
    return link;
  }

  /** What the owner said first. */
  get opened(): Opened {
    if (!this.#opened) throw new Error('not let in yet');
    return this.#opened;
  }

  /** Whether the owner said that its files went from under it. */
  get isDisplaced(): boolean {
    return this.#isDisplaced;
  }

  /** The owner's answer. Rejects with `LinkLost` when the connection ends before it. */
  answer(request: StoreRequest): Promise<StoreMessage> {
    if (this.#socket.destroyed) return Promise.reject(new LinkLost());
    this.#lastId += 1;
    const id = this.#lastId;
    const frame = encodeRequest({ ...request, id });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (message) => resolve({ ...message, ...('id' in message && { id: request.id }) }), reject });
      this.#socket.write(frame);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #meet(door: Door, limitMs: number): Promise<void> {
    const nonces: Nonces = { follower: newNonce(), owner: '' };
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => this.#socket.destroy(), limitMs);
      void this.ended.then(() => {
        clearTimeout(limit);
        reject(new LinkLost());
      });
      this.#socket.on('connect', () => this.#say({ type: 'hello', protocol: door.protocol, nonce: nonces.follower }));
      this.#socket.on('data', (chunk) =>
        this.#read(chunk, (frame) => {
          if (!this.#challenged) return this.#prove(frame, door.secret, nonces.follower);
          const message = decodeMessage(frame);
          if (message.type !== 'opened') throw new Error('not the first message');
          this.#opened = message;
          this.#isDisplaced = message.displaced;
          clearTimeout(limit);
          resolve();
        }),
      );
    });
  }

  /** Shows that this side knows the secret too, once the other has. */
  #prove(frame: Frame, secret: string, follower: string): void {
    const { nonce, proof } = Challenge.parse(JSON.parse(frame.text));
    const nonces: Nonces = { follower, owner: nonce };
    if (!isProof(proof, 'owner', secret, nonces)) throw new Error('an impostor');
    this.#challenged = true;
    this.#reader.mostBytes = mostOfAnswer;
    this.#say({ type: 'proof', proof: proofOf('follower', secret, nonces) });
  }

  #read(chunk: Buffer, meet: (frame: Frame) => void): void {
    try {
      for (const frame of this.#reader.push(chunk)) {
        if (this.#opened) this.#receive(decodeMessage(frame));
        else meet(frame);
      }
    } catch {
      this.#socket.destroy(); // nothing that follows could be understood
    }
  }

  #receive(message: StoreMessage): void {
    if (message.type === 'state') this.#isDisplaced = message.displaced;
    if (message.type !== 'answer' && message.type !== 'refusal') return this.#messages.fire(message);
    this.#waiting.get(message.id)?.resolve(message);
    this.#waiting.delete(message.id);
  }

  #loseAll(): void {
    for (const { reject } of this.#waiting.values()) reject(new LinkLost());
    this.#waiting.clear();
  }

  #say(message: object): void {
    this.#socket.write(encodeFrame({ text: JSON.stringify(message), bytes: undefined }, mostUnproven));
  }
}
