/** The last scan's rows as this scan compares with them: renamed checks under today's id, damage told apart. */
import type { Finding } from '#model/finding.ts';
import { compareFindings } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import { readBlocks } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { isUnreadable, readerOf } from './read-scan.ts';
import { mergeRuns, mergeSorted, SortedRuns } from './sorted-runs.ts';

/** The last scan is there, but its files are not sound. */
export class PreviousUnreadableError extends Error {
  override readonly name = 'PreviousUnreadableError';
  readonly number: number;
  constructor(number: number, cause: Error) {
    super(`scan ${number} can't be read: ${cause.message}`, { cause });
    this.number = number;
  }
}

/** Turns damage in the last scan's files into an error that says so; a store that fails otherwise stays as it is. */
export async function* guarded<T>(rows: AsyncIterable<T>, number: number): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    if (isUnreadable(error)) throw new PreviousUnreadableError(number, error);
    throw error;
  }
}

/**
 * Sorted by `compareFindings`. Where checks were renamed, their rows move to another place in the order, so they are
 * sorted apart first.
 *
 * @param renamed earlier id of a check → today's.
 */
export async function* previousLedger(
  store: StoreDriver,
  previous: Manifest,
  renamed: ReadonlyMap<string, string>,
  prefix: string,
): AsyncGenerator<Finding> {
  const { number, files } = previous;
  if (renamed.size === 0) {
    yield* guarded(readerOf(store, previous).findings(), number);
    return;
  }
  const moved = new SortedRuns<Finding>(store, `${prefix}/renamed`, compareFindings);
  for await (const row of guarded(readerOf(store, previous).findings(), number)) {
    const check = renamed.get(row.check);
    if (check === undefined) continue;
    moved.push({ ...row, check });
    await moved.settle();
  }
  const runs = await moved.end();
  if (runs.length === 0) {
    yield* guarded(readerOf(store, previous).findings(), number);
    return;
  }
  const others = withoutRenamed(guarded(readBlocks<Finding>(store, files.findings), number), renamed);
  const renamedRows = inBlocks(mergeRuns<Finding>(store, runs, compareFindings, `${prefix}/renamed`));
  yield* joinSame(mergeSorted<Finding>([others, renamedRows], compareFindings));
}

async function* withoutRenamed(
  blocks: AsyncIterable<readonly Finding[]>,
  renamed: ReadonlyMap<string, string>,
): AsyncGenerator<readonly Finding[]> {
  for await (const block of blocks) yield block.filter((row) => !renamed.has(row.check));
}

async function* inBlocks<T>(rows: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  for await (const row of rows) yield [row];
}

/** Two checks that became one had a finding each: the open one lives on, else the older. */
async function* joinSame(rows: AsyncIterable<Finding>): AsyncGenerator<Finding> {
  let held: Finding | undefined;
  for await (const row of rows) {
    if (held === undefined) held = row;
    else if (compareFindings(held, row) === 0) held = survivor(held, row);
    else {
      yield held;
      held = row;
    }
  }
  if (held !== undefined) yield held;
}

const survivor = (a: Finding, b: Finding): Finding => {
  if ((a.state === 'resolved') !== (b.state === 'resolved')) return a.state === 'resolved' ? b : a;
  return a.firstScan <= b.firstScan ? a : b;
};
