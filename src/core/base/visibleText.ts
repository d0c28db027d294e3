/**
 * Characters that a reader does not see but a model or a compiler does: soft hyphen, combining grapheme joiner, Hangul and Khmer fillers, Mongolian
 * selectors, zero-width and bidi controls, line and paragraph separators, invisible operators, variation selectors, byte order mark, annotation
 * marks, musical and shorthand controls, tag characters, lone surrogates, and private specials.
 */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u20e3|[\u{1f1e6}-\u{1f1ff}]/u;
/** Scripts whose ordinary spelling needs joiners. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}]/u;

/** Shows invisible characters as codes like `<U+202E>`. Emoji and scripts that need joiners stay as people write them. */
export function showInvisible(text: string): string {
  if (!/[^\u0000-\u007f]/.test(text)) return text;
  let shownUpTo = -1;
  return text.replace(INVISIBLE, (char, at: number) => {
    // Beside a character that became a code nothing is ordinary.
    if (at !== shownUpTo && isOrdinary(char, at, text)) return char;
    shownUpTo = at + char.length;
    return codeOf(char);
  });
}

/**
 * Shows every control character but line feed and tab as a code, and drops the carriage return of a line end. For the content of files: a
 * terminal's reading of it could hide what a compiler sees.
 */
export function showControls(text: string): string {
  return text.replace(/\r\n|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (found) => (found === '\r\n' ? '\n' : codeOf(found)));
}

/** One selector or joiner, with the neighbours that give it its meaning. */
function isOrdinary(char: string, at: number, text: string): boolean {
  if (char === '\ufe0f' || char === '\ufe0e') return /[\p{Emoji}]/u.test(before(text, at));
  if (char === '\u200d' && PICTURE.test(before(text, at))) return /[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}]/u.test(after(text, at));
  if (char === '\u200d' || char === '\u200c') return JOINING.test(before(text, at));
  return false;
}

function before(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  return text.slice(at - (low >= 0xdc00 && low <= 0xdfff ? 2 : 1), at);
}

function after(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at + 1) ?? 0x20);
}

function codeOf(char: string): string {
  return `<U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
