import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that counts who comes, with or without a word: a bare connection tells as much as a request. */
export interface ContactCount {
  /** Its address, ending in `/`. */
  readonly base: string;
  count(): number;
  close(): void;
}

export async function countContacts(): Promise<ContactCount> {
  let contacts = 0;
  const server = createServer((_request, response) => void response.end());
  server.on('connection', () => (contacts += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    count: () => contacts,
    close: () => server.close().closeAllConnections(),
  };
}
