/**
 * Which finding goes into which file. GitHub keeps 5,000 results of a run and drops the rest, refuses a file of more than
 * 10 MB of gzip, and takes no two runs of one category in a file. So more than that are parted into files by the first
 * digits of their ids: a finding stays in its part, and an alert open, whatever else comes and goes, as long as the number
 * of parts is the same.
 *
 * Source: GitHub Docs, "SARIF results exceed one or more limits" and "SARIF results file is too large".
 */
import type { Finding } from '#model/finding.ts';
import type { Manifest, ScanReader } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { fieldRoom } from '../../text/field.ts';
import { standingOf } from '../standing.ts';

export interface SarifRoom {
  readonly results: number;
  /** Bytes of texts that are each finding's own; what results have in common, gzip makes next to nothing of. */
  readonly bytes: number;
}

/** Rules and notifications take less than 1 MB of the 10. */
export const gitHubRoom: SarifRoom = { results: 5_000, bytes: 8_000_000 };
/** What gzip leaves of a result that has no text of its own: its ids and numbers. */
const leastResult = 150;
const buckets = 256;

export interface Survey {
  /** A power of two, at most {@link buckets}: beyond 1,280,000 findings a part may hold more than GitHub keeps. */
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

const sizeOf = (finding: Finding): number => {
  const [evidence] = finding.evidence;
  // Own text stands in the message, where it is cut, and in the two names of the place.
  const message = `${evidence?.path ?? ''}${evidence?.found ?? ''}${finding.exception?.reason ?? ''}`;
  return (
    leastResult +
    bytesOf(finding.id, fieldRoom) +
    2 * bytesOf(finding.name, 256) +
    bytesOf(message, 2_000) +
    bytesOf(finding.kind, fieldRoom)
  );
};

const bytesOf = (text: string, room: number): number =>
  Buffer.byteLength(text.length <= room ? text : text.slice(0, room));

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
  room: SarifRoom = gitHubRoom,
): Promise<Survey> => {
  const counts = Array<number>(buckets).fill(0);
  const sizes = Array<number>(buckets).fill(0);
  const severities = new Map<string, Set<Severity>>();
  let resolved = 0;
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, manifest);
    if (standing === undefined) continue;
    if (standing === 'resolved') resolved += 1;
    else {
      const bucket = bucketOf(finding);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      sizes[bucket] = (sizes[bucket] ?? 0) + sizeOf(finding);
    }
    const seen = severities.get(finding.check);
    if (seen === undefined) severities.set(finding.check, new Set([finding.severity]));
    else seen.add(finding.severity);
  }
  let parts = 1;
  const isTooMuch = (): boolean =>
    sums(counts, parts).some((count) => count > room.results) ||
    sums(sizes, parts).some((size) => size > room.bytes);
  while (parts < buckets && isTooMuch()) parts *= 2;
  return { parts, results: sums(counts, parts), severities, resolved };
};
