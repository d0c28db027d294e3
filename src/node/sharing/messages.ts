import { StoreMessage, StoreRequest } from '../../protocol/storeProtocol.ts';
import { encodeFrame, type Frame } from './frames.ts';

/** The longest request and the longest answer: files that runs keep, and boards of many thousand cards. */
export const mostOfRequest = 64 * 1024 * 1024;
export const mostOfAnswer = 256 * 1024 * 1024;

/** Messages of the store as frames. Bytes, which JSON has no form for, stand beside the text; there is at most one piece of them. */
export function encodeRequest({ id, operation, args }: StoreRequest): Buffer {
  const at = args.findIndex((value) => value instanceof Uint8Array);
  const plain = args.map((value, index) => (index === at ? null : value));
  while (plain.length > 0 && plain.at(-1) === undefined) plain.pop();
  const text = JSON.stringify({ id, operation, args: plain, ...(at >= 0 && { bytesAt: at }) });
  return encodeFrame({ text, bytes: at >= 0 ? (args[at] as Uint8Array) : undefined }, mostOfRequest);
}

/** Throws for anything but a request. */
export function decodeRequest({ text, bytes }: Frame): StoreRequest {
  const { bytesAt, ...request } = JSON.parse(text) as { bytesAt?: unknown; args?: unknown };
  if (bytes !== undefined && Array.isArray(request.args) && Number.isInteger(bytesAt))
    request.args = (request.args as unknown[]).with(bytesAt as number, bytes);
  return StoreRequest.parse(request);
}

export function encodeMessage(message: StoreMessage): Buffer {
  if (message.type !== 'answer' || typeof message.result === 'string')
    return encodeFrame({ text: JSON.stringify(message), bytes: undefined }, mostOfAnswer);
  return encodeFrame({ text: JSON.stringify({ ...message, result: '' }), bytes: message.result }, mostOfAnswer);
}

/** Throws for anything but a message of a store. */
export function decodeMessage({ text, bytes }: Frame): StoreMessage {
  const message = StoreMessage.parse(JSON.parse(text));
  return message.type === 'answer' && bytes !== undefined ? { ...message, result: bytes } : message;
}
