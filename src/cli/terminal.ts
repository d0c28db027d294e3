import type { Readable, Writable } from 'node:stream';

/** The world of one command line: its streams, environment and folder. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Aborts when nobody reads standard output any more. */
  readonly outputGone?: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** Whether a person can be asked: they can type, and see what is asked. */
export function isInteractive({ stdin, stderr }: Terminal): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}
