import { quantile } from './quantile.ts';

/** What the machine does to a figure, besides our code: a size stays the same however busy it is, what waits for the disk waits for the processor too. */
type HangsOn = 'processor' | 'disk' | 'nothing';

/** What a bench promises: a figure and the most or the least that it may be. */
export interface Gate {
  readonly what: string;
  readonly value: number;
  readonly bound: 'at most' | 'at least';
  readonly limit: number;
  readonly hangsOn: HangsOn;
}

/** A fixed piece of work that has nothing to do with Rota, done now and then during a bench. Milliseconds. */
export interface Sample {
  /** For some reckoning, by the clock. */
  readonly wall: number;
  /** For the same, by the account of the processor: without the time in which others had it. */
  readonly cpu: number;
  /** To write a few bytes and sync them: the middle and the least. */
  readonly sync: number;
  readonly leastSync: number;
}

/** How many times as long the fixed work took as the least that it took in the same run. */
export interface Control {
  readonly processor: number;
  readonly disk: number;
}

/** What became of a gate. */
export type Outcome = 'held' | 'missed' | 'too busy to judge';

/** Above this the control is off: quiet machines stay below 1.1 and 2.5, two busy loops on two cores make it 2 and more. */
export const calm: Control = { processor: 1.25, disk: 4 };

/** The worse quarter counts: a bench that was disturbed for so long may owe its figures to that. */
export function controlOf(samples: readonly Sample[]): Control {
  return {
    processor:
      quantile(
        samples.map(({ wall }) => wall),
        0.75,
      ) / Math.min(...samples.map(({ cpu }) => cpu)),
    disk:
      quantile(
        samples.map(({ sync }) => sync),
        0.75,
      ) / Math.min(...samples.map(({ leastSync }) => leastSync)),
  };
}

/** A figure that is good enough in spite of a busy machine holds; one that is not says nothing about us while the control is off. */
export function judge({ value, bound, limit, hangsOn }: Gate, control: Control): Outcome {
  if (bound === 'at most' ? value <= limit : value >= limit) return 'held';
  // Without a figure nothing was measured, and that is no fault of the machine.
  if (Number.isNaN(value) || hangsOn === 'nothing') return 'missed';
  const isOff = control.processor > calm.processor || (hangsOn === 'disk' && control.disk > calm.disk);
  return isOff ? 'too busy to judge' : 'missed';
}

/** A gate that a figure must not pass. */
export function atMost(what: string, value: number, limit: number, hangsOn: HangsOn = 'processor'): Gate {
  return { what, value, bound: 'at most', limit, hangsOn };
}

/** A gate that a figure must reach. */
export function atLeast(what: string, value: number, limit: number, hangsOn: HangsOn = 'processor'): Gate {
  return { what, value, bound: 'at least', limit, hangsOn };
}

const marks: Record<Outcome, string> = { held: 'ok  ', missed: 'MISS', 'too busy to judge': 'BUSY' };

/** One line of a bench's table of gates. */
export function gateLine({ what, value, bound, limit }: Gate, outcome: Outcome): string {
  return `${marks[outcome]} ${what.padEnd(62)} ${rounded(value).padStart(8)}  ${bound} ${limit}`;
}

/** How a whole run of benches went, in its last lines. */
export function lastLines(judged: readonly { readonly bench: string; readonly gate: Gate; readonly outcome: Outcome }[]): string[] {
  const those = (outcome: Outcome): typeof judged => judged.filter((each) => each.outcome === outcome);
  const named = (outcome: Outcome): string[] => those(outcome).map(({ bench, gate }) => `${outcome}: ${bench}: ${gate.what}`);
  return [
    `${judged.length} gates: ${those('held').length} held, ${those('missed').length} missed, ${those('too busy to judge').length} too busy to judge`,
    ...named('missed'),
    ...named('too busy to judge'),
  ];
}

function rounded(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}
