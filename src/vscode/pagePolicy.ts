/**
 * The content policy of every page: its own script, style, fonts and pictures, nothing else, and nothing from elsewhere. It cannot forbid a page to
 * be led away, so pages write no text as HTML either.
 */
export function pagePolicy(source: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    `connect-src 'none'`,
    `frame-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}
