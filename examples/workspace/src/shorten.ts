const ellipsis = '…';

/** Shortens a text to at most `length` characters, at a word's end if there is one, and marks the cut. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  if (length < 1) return '';
  const kept = characters.slice(0, length - 1).join('');
  return `${wholeWords(kept, characters[length - 1] ?? '')}${ellipsis}`;
}

function wholeWords(kept: string, next: string): string {
  if (/\s/.test(next)) return kept.trimEnd();
  const end = kept.search(/\s+\S*$/);
  return end > 0 ? kept.slice(0, end) : kept;
}
