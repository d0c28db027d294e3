import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { RunRequest } from '../../src/protocol/runPage.ts';
import { RequestView } from '../shared/RequestView.tsx';
import { head } from './runStore.ts';

/** The way to the window, for what answers in the log. */
export const SendRequest = createContext<(request: RunRequest) => void>(() => undefined);

/** A request at its place in the log, as it stands now. */
export function RequestSlot({ request }: { readonly request: string }) {
  const send = useContext(SendRequest);
  const card = head.value?.requests.find(({ id }) => id === request);
  return card ? <RequestView request={card} send={send} /> : null;
}
