const MAX_ALTERNATIVES = 256;

/**
 * Makes a function that tells whether a relative path matches a glob: `*` and `?` within a name, `**` over names, `[a-z]`, `{a,b}`. A glob
 * without `/` matches names at any depth; one that ends in `/` all below that folder. Names with a dot are like any other. The cost is bounded
 * by the product of both lengths: no glob, however strange, makes it hang.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const patterns = alternatives(glob).map(parseGlob);
  return (path) => {
    const names = path.split('/');
    return patterns.some((pattern) => matchesNames(pattern, names));
  };
}

/** `undefined` stands for `**`. */
type Pattern = readonly (readonly Piece[] | undefined)[];
type Piece = '*' | '?' | { readonly char: string } | { readonly set: string; readonly negated: boolean };

function parseGlob(glob: string): Pattern {
  const plain = glob.replace(/^(\.?\/)+/, '');
  const rooted = plain.includes('/') ? plain : `**/${plain}`;
  const whole = rooted.endsWith('/') ? `${rooted}**` : rooted;
  return whole.split('/').map((name) => (name === '**' ? undefined : pieces(name)));
}

function pieces(name: string): Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < name.length; at++) {
    const char = name.charAt(at);
    const close = char === '[' ? name.indexOf(']', at + 2) : -1;
    if (close > 0) {
      const negated = name[at + 1] === '!' || name[at + 1] === '^';
      found.push({ set: name.slice(at + (negated ? 2 : 1), close), negated });
      at = close;
    } else if (char === '*') {
      if (found.at(-1) !== '*') found.push('*');
    } else found.push(char === '?' ? '?' : { char: char === '\\' ? name.charAt(++at) : char });
  }
  return found;
}

/** Row by row: which beginnings of the names each beginning of the pattern matches. */
function matchesNames(pattern: Pattern, names: readonly string[]): boolean {
  let row = [true, ...names.map(() => false)];
  for (const part of pattern) {
    const next = [part === undefined && row[0] === true];
    for (const [index, name] of names.entries()) {
      const here =
        part === undefined ? (row[index + 1] ?? false) || (next[index] ?? false) : (row[index] ?? false) && matchesName(part, name);
      next.push(here);
    }
    row = next;
  }
  return row.at(-1) ?? false;
}

/** Greedy, going back only to the latest star. */
function matchesName(part: readonly Piece[], name: string): boolean {
  let [at, piece, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    const wanted = part[piece];
    if (wanted === '*') [star, mark, piece] = [piece, at, piece + 1];
    else if (wanted !== undefined && matchesChar(wanted, name.charAt(at))) [at, piece] = [at + 1, piece + 1];
    else if (star >= 0) [mark, at, piece] = [mark + 1, mark + 1, star + 1];
    else return false;
  }
  return part.slice(piece).every((rest) => rest === '*');
}

function matchesChar(piece: Exclude<Piece, '*'>, char: string): boolean {
  if (piece === '?') return true;
  if ('char' in piece) return piece.char === char;
  return isInSet(piece.set, char) !== piece.negated;
}

function isInSet(set: string, char: string): boolean {
  for (let at = 0; at < set.length; at++) {
    if (set[at + 1] === '-' && at + 2 < set.length) {
      if (set.charAt(at) <= char && char <= set.charAt(at + 2)) return true;
      at += 2;
    } else if (set[at] === char) return true;
  }
  return false;
}

/** Expands braces from the innermost on; beyond a sane number the rest is taken literally. */
function alternatives(glob: string): string[] {
  let globs = [glob];
  for (let round = 0; round < 16; round++) {
    const expanded = globs.flatMap((each) => {
      const inner = /\{([^{}]*,[^{}]*)\}/.exec(each);
      if (!inner) return [each];
      return (inner[1] ?? '').split(',').map((choice) => each.slice(0, inner.index) + choice + each.slice(inner.index + inner[0].length));
    });
    if (expanded.length > MAX_ALTERNATIVES || expanded.length === globs.length) break;
    globs = expanded;
  }
  return globs;
}
