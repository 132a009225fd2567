/** Where the reading of an inventory stands; it is all that a fresh process needs to go on. */
import * as z from 'zod';
import type { Group } from './queries.ts';

const groupShape = z.strictObject({
  kinds: z.array(z.string()),
  counts: z.record(z.string(), z.number()),
  whole: z.boolean(),
});

const shape = z.strictObject({
  version: z.literal(1),
  /** Still to read; the first one is under way where there is a token. */
  groups: z.array(groupShape),
  token: z.string().optional(),
  /** Rows of the first group so far, by kind and region. */
  seen: z.record(z.string(), z.record(z.string(), z.number())),
});

export interface Progress {
  readonly groups: readonly Group[];
  readonly token: string | undefined;
  readonly seen: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const writeCursor = ({ groups, token, seen }: Progress): string =>
  JSON.stringify({ version: 1, groups, ...(token === undefined ? {} : { token }), seen });

/** Undefined for text that this version did not write. */
export const readCursor = (text: string): Progress | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(json);
  return parsed.success
    ? { groups: parsed.data.groups, token: parsed.data.token, seen: parsed.data.seen }
    : undefined;
};
