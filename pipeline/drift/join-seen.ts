/** What a scan saw beside what each baseline has, resource by resource. */
import type { Pair, SeenRow } from '#engine/drift/drift-verdict.ts';
import { compareResourceKeys } from '#model/resource.ts';

/** All sorted by key, each key once in each. Memory holds one row of each. */
export async function* joinSeen(
  now: AsyncIterable<SeenRow>,
  baselines: readonly AsyncIterable<SeenRow>[],
): AsyncGenerator<Pair> {
  const streams = [now, ...baselines].map((rows) => rows[Symbol.asyncIterator]());
  try {
    const heads: (SeenRow | undefined)[] = [];
    for (const stream of streams) heads.push(await nextOf(stream));
    for (;;) {
      let first: SeenRow | undefined;
      for (const row of heads) {
        if (row !== undefined && (first === undefined || compareResourceKeys(row, first) < 0)) first = row;
      }
      if (first === undefined) return;
      const rows: (SeenRow | undefined)[] = [];
      for (const [index, row] of heads.entries()) {
        const isHere = row !== undefined && compareResourceKeys(row, first) === 0;
        rows.push(isHere ? row : undefined);
        const stream = streams[index];
        if (isHere && stream !== undefined) heads[index] = await nextOf(stream);
      }
      yield { now: rows[0], before: rows.slice(1) };
    }
  } finally {
    for (const stream of streams) await stream.return?.();
  }
}

const nextOf = async (rows: AsyncIterator<SeenRow>): Promise<SeenRow | undefined> => {
  const next = await rows.next();
  return next.done === true ? undefined : next.value;
};
