/** Writes a number of things as people do: `3 cards`, `no cards`. */
export function count(number, thing) {
  const amount = number === 0 ? 'no' : number;
  return `${amount} ${thing}s`;
}
