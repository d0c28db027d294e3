import { createTextFilter } from '../core/base/safeText.ts';

/** Makes a text fit for a terminal before the keys of this machine are known: it may name files and fields of a stranger's repository. */
export const shownText = createTextFilter({ secrets: [] });
