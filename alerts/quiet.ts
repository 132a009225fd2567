/**
 * What is new to Plumbline and not to the estate: the first scan, an account that it sees for the first time, a check
 * that was not there the last time. Nobody changed anything, so no owner is told; the administrators hear the number.
 */
import { questionOf } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';
import { ShortIds } from '#reports/facts/short-ids.ts';

export type QuietReason = 'first-scan' | 'new-account' | 'new-check' | 'changed-check';

export interface Earlier {
  readonly quiet: (finding: Finding) => QuietReason | undefined;
  /** What to type for a finding. */
  readonly shortId: (id: string) => string;
}

const placeKey = (provider: string, account: string): string => `${provider} ${account}`;

/** @param previous the scan that this one was compared with; undefined for the first. */
export const lookBack = async (reader: ScanReader, previous: ScanReader | undefined): Promise<Earlier> => {
  const { number } = reader.manifest;
  const ids = new ShortIds();
  const known = new Set<string>();
  for await (const finding of reader.findings()) {
    ids.add(finding.finding);
    if (finding.firstScan < number) known.add(placeKey(finding.provider, finding.account));
  }
  if (previous !== undefined) {
    for await (const row of previous.coverage()) {
      if (row.state === 'read') known.add(placeKey(row.provider, row.account));
    }
  }
  return { quiet: quietOf(reader, previous, known), shortId: (id) => ids.of(id) };
};

const quietOf = (
  { manifest }: ScanReader,
  previous: ScanReader | undefined,
  known: ReadonlySet<string>,
): Earlier['quiet'] => {
  if (previous === undefined) return () => 'first-scan';
  const before = previous.manifest.checkHashes;
  // Where the judged parts were kept, what a changed check did itself stands apart already, as `byVersion`.
  const toldApart = previous.manifest.files.parts !== undefined;
  return ({ check, provider, account, firstScan, byVersion }) => {
    if (byVersion === manifest.number) return 'changed-check';
    if (firstScan < manifest.number) return undefined;
    // It compares with what somebody approved, so it says of its first day already what changed.
    if (questionOf(check) === 'drift') return undefined;
    if (!known.has(placeKey(provider, account)) && !known.has(placeKey(provider, '*'))) return 'new-account';
    if (!Object.hasOwn(before, check)) return 'new-check';
    return !toldApart && before[check] !== manifest.checkHashes[check] ? 'changed-check' : undefined;
  };
};
