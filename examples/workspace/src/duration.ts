const milliseconds: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

const part = /(\d+(?:\.\d+)?)\s*(d|h|m|s|ms)/g;

/** Reads `1h 30m`, `90s`, `1.5h` or `250ms` as milliseconds. Throws when the text names no duration. */
export function parseDuration(text: string): number {
  let total = 0;
  let found = false;
  for (const [, amount = '', unit = ''] of text.matchAll(part)) {
    total += Number(amount) * (milliseconds[unit] ?? 0);
    found = true;
  }
  if (!found) throw new RangeError(`not a duration: "${text}"`);
  return total;
}

/** Writes milliseconds as a person would: the two largest units, `1h 30m`, `2d`, `45s`. */
export function formatDuration(duration: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(duration));
  for (const [unit, size] of Object.entries(milliseconds)) {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0s';
}
