import * as z from 'zod';
import { UserError } from '../base/errors.ts';

/** The input as the model defines it, or a refusal that says which field is wrong. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new UserError('invalid', z.prettifyError(parsed.error));
  return parsed.data;
}
