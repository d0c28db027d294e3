/** Makes text fit for model, log and view: no terminal escapes, invisible characters visible, keys masked. */
export type TextFilter = (text: string) => string;

/** The same value with every text in it filtered. */
export function filterTexts<T>(value: T, filter: TextFilter): T {
  if (typeof value === 'string') return filter(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => filterTexts(each, filter)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filterTexts<unknown>(inner, filter)])) as T;
}
