import * as z from 'zod';

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const TaskId = z.string().regex(ulid, 'not a task id (26 characters)').brand('TaskId');
export type TaskId = z.infer<typeof TaskId>;

export const RunId = z.string().regex(ulid, 'not a run id (26 characters)').brand('RunId');
export type RunId = z.infer<typeof RunId>;

/** Milliseconds since the epoch. */
export const Timestamp = z.number().int().nonnegative('must not lie before 1970');

/** A time that somebody names, within what calendars can show. */
export const NamedTime = Timestamp.max(253_402_300_799_999, 'must not lie after the year 9999');

/** SHA-256 of some bytes, as 64 hex digits: the address of a blob. */
export const BlobHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand('BlobHash');
export type BlobHash = z.infer<typeof BlobHash>;

/** The name of an agent: what a person types. */
export const AgentName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, 'a name has 1 to 64 letters, digits, spaces, dots, dashes');
