const MASK = '[masked]';
/** Shorter secrets would blot out ordinary words. */
const SHORTEST_SECRET = 6;
/** No shape below fits a shorter text. */
const SHORTEST_SHAPE = 15;

/**
 * Shapes of well-known keys. Every pattern can only begin where a run of key characters begins and matches at most that run, so that hostile
 * text costs linear time.
 */
const KEY_SHAPES = new RegExp(
  [
    'sk-[A-Za-z0-9_-]{16,}',
    'gh[pousr]_[A-Za-z0-9]{20,}',
    'github_pat_[A-Za-z0-9_]{20,}',
    'glpat-[A-Za-z0-9_-]{16,}',
    'npm_[A-Za-z0-9]{30,}',
    'hf_[A-Za-z0-9]{30,}',
    '(?:AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])',
    'xox[abeoprs]-[A-Za-z0-9-]{10,}',
    'AIza[0-9A-Za-z_-]{30,}',
    'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*',
  ]
    .map((shape) => `(?<![A-Za-z0-9_-])${shape}`)
    .join('|'),
  'g',
);

const BEARER = /(\bbearer[ \t]+)[A-Za-z0-9._~+/=-]{16,}/gi;
const AUTHORIZATION = /(\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:basic|token|bearer)[ \t]+)[A-Za-z0-9._~+/=-]{8,}/gi;

/** The marker of a private key and the lines of Base64 after it; nothing else is hidden, a closing marker is not needed. */
const PRIVATE_KEY =
  /(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)(?:(?:\r?\n|\\n)(?:[A-Za-z-]{1,30}: [^\r\n\\]{1,120}|[A-Za-z0-9+/=]{1,120}|(?=\r?\n|\\n))(?=\r?\n|\\n|$|["'`]))+/g;

/** How often something was masked in a text. */
export function countMasked(text: string): number {
  return text.split(MASK).length - 1;
}

/** Makes a function that replaces the given secrets, and whatever looks like a well-known kind of key, by a mark. */
export function createMasking(secrets: readonly string[]): (text: string) => string {
  const exact = exactPattern(secrets);
  return (text) => {
    const known = exact ? text.replace(exact, MASK) : text;
    if (known.length < SHORTEST_SHAPE) return known;
    return known
      .replace(PRIVATE_KEY, `$1${MASK}`)
      .replace(KEY_SHAPES, MASK)
      .replace(BEARER, `$1${MASK}`)
      .replace(AUTHORIZATION, `$1${MASK}`);
  };
}

function exactPattern(secrets: readonly string[]): RegExp | undefined {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]);
  const wanted = [...new Set(spellings)].filter((secret) => secret.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  if (wanted.length === 0) return undefined;
  return new RegExp(wanted.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
}
