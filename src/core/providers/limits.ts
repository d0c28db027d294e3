/** How long a server may be silent and how much it may say. Milliseconds and bytes. */
export interface StreamLimits {
  /** Until the first event of the reply. */
  readonly first: number;
  /** Between two events. Comments and keep-alives are not events. */
  readonly idle: number;
  /** After the finish reason, for the counts that may still come. */
  readonly tail: number;
  readonly lineBytes: number;
  readonly replyBytes: number;
}

const MB = 1024 * 1024;

export const remoteLimits: StreamLimits = { first: 60_000, idle: 90_000, tail: 10_000, lineBytes: 4 * MB, replyBytes: 32 * MB };

/** A server on this machine or next to it may have to load the model and read a long prompt on slow hardware before it says a word. */
export const nearbyLimits: StreamLimits = { ...remoteLimits, first: 290_000 };
