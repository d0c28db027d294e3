import type { Terminal } from './terminal.ts';

type Paint = (text: string) => string;

/** Colours and weights for a stream; plain text where nobody sees them. */
export interface Styles {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

/** Colours only on a terminal, and never when NO_COLOR is set (https://no-color.org). */
export function stylesFor(stream: { readonly isTTY?: boolean }, env: Terminal['env']): Styles {
  const colourful = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (on: number, off: number): Paint => (colourful ? (text) => `\u001b[${on}m${text}\u001b[${off}m` : (text) => text);
  return { bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39), green: paint(32, 39), yellow: paint(33, 39), cyan: paint(36, 39) };
}
