/** What one line must hold. */
export interface LinePattern {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
}

export interface LineMatch {
  readonly line: number;
  readonly text: string;
}

/** Regular expressions see no more of a line than this. */
const MAX_EXAMINED = 4_000;
const MAX_SHOWN = 300;

/** Makes a function that finds matching lines of a text. Throws `SyntaxError` for a wrong regular expression. */
export function lineMatcher(pattern: LinePattern): (text: string, limit: number) => LineMatch[] {
  const find = pattern.regex ? findByRegex(pattern) : findLiteral(pattern);
  return (text, limit) => {
    const matches: LineMatch[] = [];
    let line = 1;
    for (let from = 0; from <= text.length && matches.length < limit; line++) {
      const feed = text.indexOf('\n', from);
      const whole = text.slice(from, feed < 0 ? text.length : feed).replace(/\r$/, '');
      const at = find(whole);
      if (at >= 0) matches.push({ line, text: excerpt(whole, at) });
      if (feed < 0) break;
      from = feed + 1;
    }
    return matches;
  };
}

function findByRegex({ text, caseSensitive }: LinePattern): (line: string) => number {
  // `\p{L}` means letters only with this flag, and is a mistake of the model otherwise.
  const unicode = /\\[pP]\{/.test(text) ? 'u' : '';
  const regex = new RegExp(text, `${caseSensitive ? '' : 'i'}${unicode}`);
  return (line) => line.slice(0, MAX_EXAMINED).search(regex);
}

function findLiteral({ text, caseSensitive }: LinePattern): (line: string) => number {
  if (caseSensitive) return (line) => line.indexOf(text);
  const wanted = text.toLowerCase();
  return (line) => line.toLowerCase().indexOf(wanted);
}

/** The line, or the part of a long one around the match. */
function excerpt(line: string, at: number): string {
  if (line.length <= MAX_SHOWN) return line;
  const from = Math.max(0, Math.min(at - MAX_SHOWN / 4, line.length - MAX_SHOWN));
  const to = from + MAX_SHOWN;
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
}
