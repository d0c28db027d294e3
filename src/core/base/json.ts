import * as l10n from '@vscode/l10n';
import * as z from 'zod';

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export const JsonValue: z.ZodType<JsonValue> = z.json();

/** Most levels of JSON that somebody gives freely. SQLite reads a thousand; beyond a few, people and models read none. */
export const deepestJson = 64;
/** Most bytes of it. */
const largestJson = 256 * 1024;

/** Any JSON value of a depth and size that every reader can bear: for what people and programs give freely. */
export const FreeJson: z.ZodType<JsonValue> = z.unknown().superRefine(assertBearable).pipe(JsonValue);

/** Refuses, as part of a schema, what is nested too deep or is too large. */
export function assertBearable(value: unknown, context: z.RefinementCtx): void {
  const message = freeJsonProblem(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
}

function freeJsonProblem(value: unknown): string | undefined {
  if (isDeeperThan(value, deepestJson))
    return l10n.t('it is nested deeper than {0} levels; put it into a file and name the file instead', deepestJson);
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes <= largestJson) return undefined;
  return l10n.t(
    'it takes {0} KB, and at most {1} KB are kept; put it into a file and name the file instead',
    Math.ceil(bytes / 1024),
    largestJson / 1024,
  );
}

/** Whether objects and arrays lie in each other deeper than so many levels. Walks level by level: what is asked about could break a recursion. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level = containersOf([value]);
  for (let depth = 0; depth < levels && level.length > 0; depth++) level = level.flatMap((each) => containersOf(Object.values(each)));
  return level.length > 0;
}

function containersOf(values: readonly unknown[]): object[] {
  return values.filter((value): value is object => typeof value === 'object' && value !== null);
}

/** Parses JSON text; `undefined` when it is none. What `JSON.parse` makes is a JSON value: there is nothing left to check. */
export function parseJsonValue(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Parses JSON text with a schema; `undefined` when the text is not JSON or does not fit. */
export function parseJson<S extends z.ZodType>(schema: S, text: string): z.output<S> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Equality of plain JSON values, blind to the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  );
}
