import type { Socket } from 'node:net';
import { Hello, mostUnproven, Proof, type Door } from '../../protocol/peerProtocol.ts';
import type { StoreMessage, StoreRequest } from '../../protocol/storeProtocol.ts';
import { wireError } from '../storeServer.ts';
import { encodeFrame, FrameReader, type Frame } from './frames.ts';
import { decodeRequest, encodeMessage, mostOfRequest } from './messages.ts';
import { isProof, newNonce, proofOf, type Nonces } from './proofs.ts';

const proveWithin = 3000;
/** Requests of one follower that are worked on at once; more wait in its socket. */
const mostAtOnce = 256;
/** A follower that does not read is let go of when so much waits for it. */
const mostUnread = 512 * 1024 * 1024;

/** What a door leads to. */
export interface DoorService {
  /** How long (ms) somebody may take to prove who they are. */
  readonly proveWithin?: number;
  /** What a follower is told when it comes in. */
  readonly opened: () => Extract<StoreMessage, { type: 'opened' }>;
  /** Never rejects. */
  answer(request: StoreRequest): Promise<StoreMessage>;
}

/** One connection at the door of a store's owner: unknown until it proved that it can read the store's lock file. */
export class DoorGuest {
  readonly #socket: Socket;
  readonly #door: Door;
  readonly #service: DoorService;
  readonly #reader = new FrameReader(mostUnproven);
  readonly #limit: NodeJS.Timeout;
  readonly #answering = new Set<Promise<void>>();
  #nonces: Nonces | undefined;
  #known = false;
  #finishing = false;

  constructor(socket: Socket, door: Door, service: DoorService) {
    this.#socket = socket;
    this.#door = door;
    this.#service = service;
    this.#limit = setTimeout(() => socket.destroy(), service.proveWithin ?? proveWithin);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clearTimeout(this.#limit));
    socket.on('data', (chunk) => this.#read(chunk));
  }

  /** Whether it was let in. */
  get isKnown(): boolean {
    return this.#known;
  }

  /** Sends what concerns everybody; it comes before every answer that is sent later. */
  tell(frame: Buffer): void {
    if (this.#known) this.#send(frame);
  }

  /** Takes no more requests, and resolves when those that were taken are answered. */
  async finish(): Promise<void> {
    this.#finishing = true;
    await Promise.all(this.#answering);
  }

  /** Sends what is still to be sent, and hangs up. */
  end(): void {
    this.#socket.end();
    this.#socket.destroySoon();
  }

  #read(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) this.#receive(frame);
    } catch {
      this.#socket.destroy(); // whoever does not speak this language is not a follower
    }
  }

  #receive(frame: Frame): void {
    if (this.#known) return this.#take(decodeRequest(frame));
    const message: unknown = JSON.parse(frame.text);
    if (this.#nonces === undefined) return this.#challenge(Hello.parse(message));
    if (!isProof(Proof.parse(message).proof, 'follower', this.#door.secret, this.#nonces)) throw new Error('no follower');
    clearTimeout(this.#limit);
    this.#known = true;
    this.#reader.mostBytes = mostOfRequest;
    this.#send(encodeMessage(this.#service.opened()));
  }

  #challenge({ nonce, protocol }: Hello): void {
    if (protocol !== this.#door.protocol) throw new Error('another version');
    this.#nonces = { follower: nonce, owner: newNonce() };
    const text = JSON.stringify({ type: 'challenge', nonce: this.#nonces.owner, proof: proofOf('owner', this.#door.secret, this.#nonces) });
    this.#send(encodeFrame({ text, bytes: undefined }, mostUnproven));
  }

  #take(request: StoreRequest): void {
    if (this.#finishing) return; // the next owner will be asked
    const answering = this.#answer(request).finally(() => {
      this.#answering.delete(answering);
      if (this.#answering.size < mostAtOnce) this.#socket.resume();
    });
    this.#answering.add(answering);
    if (this.#answering.size >= mostAtOnce) this.#socket.pause();
  }

  async #answer(request: StoreRequest): Promise<void> {
    this.#send(frameOf(await this.#service.answer(request), request.id));
  }

  #send(frame: Buffer): void {
    if (this.#socket.destroyed) return;
    this.#socket.write(frame);
    if (this.#socket.writableLength > mostUnread) this.#socket.destroy();
  }
}

function frameOf(message: StoreMessage, id: number): Buffer {
  try {
    return encodeMessage(message);
  } catch (error) {
    return encodeMessage({ type: 'refusal', id, error: wireError(error) });
  }
}
