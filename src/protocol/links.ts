import * as z from 'zod';

/** A place that a text names: `src/a.ts`, `src/a.ts:12:3`. The path is as it was written, by whoever wrote it: resolve before use. */
export const FilePlace = z.strictObject({
  path: z.string().min(1).max(1000),
  line: z.number().int().positive().nullable(),
  column: z.number().int().positive().nullable(),
});
export type FilePlace = z.infer<typeof FilePlace>;

/** What any page may ask for when a person follows a link in a text, or wants help. Spread `LinkRequest.options` into the page's own requests. */
export const LinkRequest = z.discriminatedUnion('type', [
  /** Mouse clicks look, as in a list; the keyboard goes there. */
  z.strictObject({ type: z.literal('file-open'), place: FilePlace, takeFocus: z.boolean() }),
  z.strictObject({ type: z.literal('link-open'), url: z.string().max(4000) }),
  /** The help of the view. */
  z.strictObject({ type: z.literal('help-open'), view: z.enum(['card', 'run']) }),
]);
export type LinkRequest = z.infer<typeof LinkRequest>;
