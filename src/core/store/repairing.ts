import * as z from 'zod';

/** A record that could not be read whole: what fits of it, with the rest from `base`, and the names of what did not fit. */
export interface Repaired<T> {
  readonly record: T;
  readonly wrong: readonly string[];
}

/** Keeps of a damaged record each field that fits. */
export function repair<T extends object>(shape: { readonly [K in keyof T]: z.core.$ZodType<T[K]> }, fields: unknown, base: T): Repaired<T> {
  const found: Partial<Record<PropertyKey, unknown>> = typeof fields === 'object' && fields !== null ? fields : {};
  const record = { ...base };
  const wrong: string[] = [];
  for (const key of Object.keys(shape) as (keyof T & string)[]) {
    const parsed = safely(shape[key], found[key]);
    if (parsed?.success) record[key] = parsed.data;
    else wrong.push(key);
  }
  return { record, wrong };
}

function safely<T>(schema: z.core.$ZodType<T>, value: unknown): z.ZodSafeParseResult<T> | undefined {
  try {
    return z.safeParse(schema, value);
  } catch {
    return undefined; // too deep even to be looked at
  }
}
