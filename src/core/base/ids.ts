/** Identifiers and chance, as a port: core never rolls dice itself. */
export interface Ids {
  /** A ULID: 26 characters, sorts by time of creation. */
  next(): string;
  /** 256 random bits as lower-case hex, for tokens that must not be guessed. */
  token(): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
