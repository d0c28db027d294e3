/** A message as it lies on a socket: two lengths, a text, and the bytes that go with it, if any. */
export interface Frame {
  readonly text: string;
  readonly bytes: Uint8Array | undefined;
}

const HEAD = 8;

/** Throws when the frame would be longer than the other side takes. */
export function encodeFrame({ text, bytes }: Frame, mostBytes: number): Buffer {
  const textLength = Buffer.byteLength(text);
  const length = textLength + (bytes === undefined ? 0 : 1 + bytes.length);
  if (length > mostBytes) throw new FrameTooLong(length, mostBytes);
  const frame = Buffer.allocUnsafe(HEAD + length);
  frame.writeUInt32LE(length, 0);
  frame.writeUInt32LE(textLength, 4);
  frame.write(text, HEAD);
  if (bytes !== undefined) {
    frame[HEAD + textLength] = 0; // so that no bytes and an empty list of them differ
    frame.set(bytes, HEAD + textLength + 1);
  }
  return frame;
}

class FrameTooLong extends Error {
  constructor(length: number, mostBytes: number) {
    super(`a message of ${length} bytes, where ${mostBytes} are allowed`);
  }
}

/** Cuts what a socket delivers into frames. Memory is bounded by what really arrived, and that by `mostBytes`. */
export class FrameReader {
  /** The longest frame that is taken. */
  mostBytes: number;
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes that are needed before there is anything to do. */
  #needed = HEAD;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** Answers the frames that are complete now. Throws for what is no frame or too long: nothing after it can be understood. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    const frames: Frame[] = [];
    while (this.#held >= this.#needed) {
      const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#held);
      this.#chunks = [bytes];
      const length = bytes.readUInt32LE(0);
      const textLength = bytes.readUInt32LE(4);
      if (length > this.mostBytes) throw new FrameTooLong(length, this.mostBytes);
      if (textLength > length) throw new Error('not a frame');
      this.#needed = HEAD + length;
      if (bytes.length < this.#needed) break;
      frames.push(frameOf(bytes.subarray(HEAD, this.#needed), textLength));
      const rest = bytes.subarray(this.#needed);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#held = rest.length;
      this.#needed = HEAD;
    }
    return frames;
  }
}

function frameOf(body: Buffer, textLength: number): Frame {
  const text = body.toString('utf8', 0, textLength);
  // A copy: the receiver keeps it longer than the chunk it came in.
  return { text, bytes: body.length === textLength ? undefined : new Uint8Array(body.subarray(textLength + 1)) };
}
