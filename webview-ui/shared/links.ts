import { createContext } from 'preact';
import type { LinkRequest } from '../../src/protocol/links.ts';

/** How a text's links are followed: the page gives its channel, `<FollowLink.Provider value={channel.send}>`. Nothing else may open them. */
export const FollowLink = createContext<(request: LinkRequest) => void>(() => undefined);
