import * as l10n from '@vscode/l10n';
import type { Endpoint } from './endpoint.ts';
import { malformed } from './failures.ts';
import type { StreamLimits } from './limits.ts';

const NEWLINE = 10;

/** Counts bytes and refuses a line or a reply without end before memory fills up. */
export class LineCaps {
  readonly #endpoint: Endpoint;
  readonly #limits: StreamLimits;
  #total = 0;
  #line = 0;

  constructor(endpoint: Endpoint, limits: StreamLimits) {
    this.#endpoint = endpoint;
    this.#limits = limits;
  }

  /** True while the last line has no end: a body that stops here was cut. */
  get inLine(): boolean {
    return this.#line > 0;
  }

  count(bytes: Uint8Array): void {
    this.#total += bytes.length;
    const first = bytes.indexOf(NEWLINE);
    const longest = this.#line + (first === -1 ? bytes.length : first);
    this.#line = first === -1 ? longest : bytes.length - 1 - bytes.lastIndexOf(NEWLINE);
    const { lineBytes, replyBytes } = this.#limits;
    if (Math.max(longest, this.#line) > lineBytes) {
      throw malformed(this.#endpoint, false, l10n.t('It has a line of more than {0} bytes.', String(lineBytes)));
    }
    if (this.#total > replyBytes) {
      throw malformed(this.#endpoint, false, l10n.t('It is longer than {0} bytes.', String(replyBytes)));
    }
  }
}
