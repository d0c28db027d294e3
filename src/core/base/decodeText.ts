import * as l10n from '@vscode/l10n';

/** The text that bytes are, or in a few words why they are none. */
export type DecodedText = { readonly text: string } | { readonly problem: string };

/**
 * Bytes as text, never guessed: UTF-16 by its byte order mark, else UTF-8, whose mark is no part of the text. Everything else (Latin-1, UTF-16
 * without a mark, UTF-32) is refused, because any reading of it would be damage that nobody sees.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return { problem: l10n.t('it is UTF-32 text') };
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decode(bytes, 'utf-16be');
  if (looksLikeUtf16(bytes)) return { problem: l10n.t('it looks like UTF-16 text without a byte order mark') };
  return decode(bytes, 'utf-8');
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): DecodedText {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { problem: encoding === 'utf-8' ? l10n.t('it is not UTF-8 text') : l10n.t('it is damaged UTF-16 text') };
  }
}

/** Western text in UTF-16 has a zero at nearly every other place, and at the others none. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return false;
  const zeros = [0, 0];
  for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [fewer = 0, more = 0] = zeros.toSorted((a, b) => a - b);
  return fewer === 0 && more * 4 > bytes.length;
}
