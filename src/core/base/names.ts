/** A name as it is kept: composed characters, no blanks at its ends, single ones within. */
export function tidyName(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/**
 * What two names share that are one: letters compare without case and in all their spellings (full width, ß and SS, İ and i), and joiners, which
 * nobody sees, do not count. Never shown.
 */
export function nameKey(text: string): string {
  const plain = tidyName(text.normalize('NFKC')).replace(/[\u200c\u200d]/g, '');
  return plain.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i').normalize('NFKC');
}

/** The one that a name means: spelled exactly so, else the first that is the same name. */
export function findNamed<T extends { readonly name: string }>(items: readonly T[], name: string): T | undefined {
  const exact = items.find((item) => item.name === name);
  if (exact) return exact;
  const key = nameKey(name);
  return items.find((item) => nameKey(item.name) === key);
}
