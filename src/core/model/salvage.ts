import * as z from 'zod';

const count = z.number().int().nonnegative();

/** A card by its number; by its id, or a part of it, where nothing tells the number. */
const CardName = z.union([z.number(), z.string()]);

/** What could be read of a damaged board, and what could not. */
export const SalvageReport = z.strictObject({
  /** The files that it comes from, the image first. */
  files: z.array(z.string()),
  /** Whether the image is what was written. Else anything in it may be other than it was. */
  isProven: z.boolean(),
  cards: z.strictObject({
    brought: count,
    /** Of those, cards of which a part cannot be read. */
    damaged: z.array(CardName),
    unreadable: z.array(CardName),
    /** How many there were; `null` when nothing tells. */
    total: count.nullable(),
  }),
  /** Rows by table; `lost` is `null` where nothing tells how many there were. */
  tables: z.array(z.strictObject({ name: z.string(), brought: count, lost: count.nullable() })),
  /** Changes that journals added to the image, and how many of them could not be repeated whole. */
  changes: z.strictObject({ repeated: count, failed: count }),
  /** The highest number that counts as given, and whether that is a guess, well above all that was seen. */
  highestNumber: z.strictObject({ number: count, isGuess: z.boolean() }),
  /** Sentences on files that could not be read, or not whole. */
  unread: z.array(z.string()),
  /** Folders with files that were set aside earlier and hold cards of this board. */
  aside: z.array(z.strictObject({ folder: z.string(), cards: count })),
});
export type SalvageReport = z.infer<typeof SalvageReport>;
