/** Two ledgers side by side. */
import type { Finding } from './finding.ts';
import { compareFindings } from './finding.ts';

type Pair = readonly [Finding | undefined, Finding | undefined];

/** In ledger order; one side is undefined where only the other has the finding. */
export async function* joinFindings(
  from: AsyncIterable<Finding>,
  to: AsyncIterable<Finding>,
): AsyncGenerator<Pair> {
  const old = from[Symbol.asyncIterator]();
  const now = to[Symbol.asyncIterator]();
  const next = async (rows: AsyncIterator<Finding>): Promise<Finding | undefined> => {
    const result = await rows.next();
    return result.done === true ? undefined : result.value;
  };
  try {
    let before = await next(old);
    let after = await next(now);
    while (before !== undefined || after !== undefined) {
      const order = before === undefined ? 1 : after === undefined ? -1 : compareFindings(before, after);
      yield [order <= 0 ? before : undefined, order >= 0 ? after : undefined];
      if (order <= 0) before = await next(old);
      if (order >= 0) after = await next(now);
    }
  } finally {
    await old.return?.();
    await now.return?.();
  }
}
