import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { tidyName } from '../base/names.ts';

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

/** Letters with their marks, digits, and the joiners that scripts such as Sinhala and Persian spell with; no pile of marks. */
const nameShape =
  /^[\p{L}\p{N}](?!.*\p{M}{5})(?:[\p{L}\p{M}\p{N} ._-]|(?<=\p{M})[\u200c\u200d](?=\p{L})|(?<=\p{Script=Arabic})\u200c(?=\p{Script=Arabic}))*$/u;
const longestName = 64;

/** The name of an agent as a person types it, made tidy. Which spellings are one name is said by `nameKey`. */
export const AgentName = z
  .string()
  .overwrite(tidyName)
  .refine((name) => nameShape.test(name) && [...name].length <= longestName, {
    error: () => l10n.t('a name has 1 to {0} letters, digits, spaces, dots, dashes, and begins with a letter or digit', longestName),
  });

/** An agent's name as a store has it, or as somebody refers to it: what older versions kept was not tidy. */
export const KnownAgentName = z.string().min(1).max(200);
