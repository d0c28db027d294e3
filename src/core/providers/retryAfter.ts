/** How long a server asks to wait, in milliseconds: from `retry-after-ms`, or `retry-after` as seconds or a date. Garbage is no wish. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const precise = positive(headers.get('retry-after-ms'), 1);
  if (precise !== undefined) return precise;
  const value = headers.get('retry-after');
  const seconds = positive(value, 1000);
  if (seconds !== undefined || value === null) return seconds;
  // `Date.parse` takes almost anything for a date; an HTTP date names its weekday and is in GMT.
  if (!/^[A-Z][a-z]+, .* GMT$/.test(value.trim())) return undefined;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return undefined;
  // By the server's own clock where it tells the time: ours may be wrong.
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(serverNow) ? now : serverNow));
}

function positive(value: string | null, unit: number): number | undefined {
  if (value === null || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return undefined;
  const milliseconds = Math.ceil(Number(value) * unit);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}
