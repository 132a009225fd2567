/** Where a direct shard goes on: the kind under way, its next page, and what is known of the kinds before it. */
import * as z from 'zod';

const shape = z.strictObject({
  kind: z.string(),
  token: z.string().optional(),
  /** Resources of the kind so far. */
  count: z.number().int().min(0),
  /** Kinds of which there is none, for those that are empty without them. */
  none: z.array(z.string()),
});

export type DirectCursor = z.output<typeof shape>;

export const writeDirectCursor = (cursor: DirectCursor): string => JSON.stringify(cursor);

/** Undefined for a text that is no cursor. */
export const readDirectCursor = (text: string): DirectCursor | undefined => {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
