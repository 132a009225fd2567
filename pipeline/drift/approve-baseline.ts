/** Approves a scan: from then on what it saw is what is expected. */
import { randomBytes } from 'node:crypto';
import type { BaselineScope } from '#engine/drift/baseline-scope.ts';
import { inScope } from '#engine/drift/baseline-scope.ts';
import type { SeenRow } from '#engine/drift/drift-verdict.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { ScanReader } from '#model/scan.ts';
import { writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { cleanUp } from '../clean-up.ts';
import { readPlan } from '../stored-plan.ts';
import type { Baseline } from './baselines.ts';
import { baselineFiles, baselineKey, baselineNumbers } from './baselines.ts';
import { seenRows } from './seen-rows.ts';

export interface Approval {
  readonly scope: BaselineScope;
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
}

/** What can't be approved; the message says why and what to do. */
export class ApprovalError extends Error {
  override readonly name = 'ApprovalError';
}

/** @throws ApprovalError, CorruptFileError, NewerFormatError, MissingKeyError */
export const approveBaseline = async (
  store: StoreDriver,
  reader: ScanReader,
  { scope, by, reason, now }: Approval,
): Promise<Baseline> => {
  const { manifest } = reader;
  const { parts } = manifest.files;
  if (parts === undefined) {
    throw new ApprovalError(
      `scan ${manifest.number} was made by Plumbline ${manifest.plumbline}, which kept no parts: approve a newer scan`,
    );
  }
  const { kept } = await readPlan(store, parts);
  const prefix = baselineFiles(`${manifest.number}-${randomBytes(6).toString('hex')}`);
  const seen = `${prefix}/resources`;
  const listings = `${prefix}/listings`;
  const wanted = (row: SeenRow): boolean => inScope(scope, row, row.tags);
  try {
    const rows = seenRows({ store, prefix: `${prefix}/sorting`, shards: manifest.shards, kept }, wanted);
    const resources = await writeRows(store, seen, rows, rowsPerBlock);
    if (resources === 0) {
      throw new ApprovalError(`scan ${manifest.number} saw no resource that this baseline would speak of`);
    }
    await writeRows(store, listings, listingRows(reader.coverage()));
    await cleanUp(store, `${prefix}/sorting/`);
    for (;;) {
      const number = ((await baselineNumbers(store)).at(-1) ?? 0) + 1;
      const baseline: Baseline = {
        format: 1,
        number,
        estate: manifest.estate,
        scan: manifest.number,
        readAt: manifest.startedAt,
        plumbline: manifest.plumbline,
        by,
        at: now.toISOString(),
        reason,
        scope,
        judged: Object.fromEntries(kept),
        resources,
        files: { seen, listings },
      };
      const body = Buffer.from(`${JSON.stringify(baseline, null, 1)}\n`);
      if (await store.createIfAbsent(baselineKey(number), body)) return baseline;
    }
  } catch (error) {
    await cleanUp(store, `${prefix}/`);
    throw error;
  }
};

/** Whoever compares holds a block of each baseline in memory. */
const rowsPerBlock = 64;

async function* listingRows(rows: AsyncIterable<CoverageRow>): AsyncGenerator<CoverageRow> {
  for await (const row of rows) if (row.part === listing) yield row;
}
