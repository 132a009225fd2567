/**
 * Which finding goes into which file. GitHub takes 25,000 results of a run, and no two runs of one category in a file,
 * so more findings than that are parted into files by the first digits of their ids: a finding stays in its part, and an
 * alert open, whatever else comes and goes, as long as the number of parts is the same.
 *
 * Source: GitHub Docs, "SARIF results exceed one or more limits".
 */
import type { Finding } from '#model/finding.ts';
import type { Manifest, ScanReader } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { standingOf } from '../standing.ts';

export const resultsPerRun = 25_000;
const buckets = 256;

export interface Survey {
  /** A power of two, at most {@link buckets}: beyond 6,400,000 findings a part may hold more than GitHub takes. */
  readonly parts: number;
  /** Open and excepted findings of each part. */
  readonly results: readonly number[];
  /** Check id → the severities that its findings have. */
  readonly severities: ReadonlyMap<string, ReadonlySet<Severity>>;
  readonly resolved: number;
}

const bucketOf = (finding: Pick<Finding, 'finding'>): number =>
  Number.parseInt(finding.finding.slice(0, 2), 16) || 0;

export const partOf = (finding: Pick<Finding, 'finding'>, parts: number): number => bucketOf(finding) % parts;

const sums = (counts: readonly number[], parts: number): readonly number[] => {
  const results = Array<number>(parts).fill(0);
  for (const [bucket, count] of counts.entries()) {
    results[bucket % parts] = (results[bucket % parts] ?? 0) + count;
  }
  return results;
};

/** One pass over the findings, before any of them is written. */
export const survey = async (
  reader: ScanReader,
  manifest: Manifest,
  room = resultsPerRun,
): Promise<Survey> => {
  const counts = Array<number>(buckets).fill(0);
  const severities = new Map<string, Set<Severity>>();
  let resolved = 0;
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, manifest);
    if (standing === undefined) continue;
    if (standing === 'resolved') resolved += 1;
    else counts[bucketOf(finding)] = (counts[bucketOf(finding)] ?? 0) + 1;
    const seen = severities.get(finding.check);
    if (seen === undefined) severities.set(finding.check, new Set([finding.severity]));
    else seen.add(finding.severity);
  }
  let parts = 1;
  while (parts < buckets && sums(counts, parts).some((count) => count > room)) parts *= 2;
  return { parts, results: sums(counts, parts), severities, resolved };
};
