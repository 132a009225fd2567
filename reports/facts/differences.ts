/**
 * Two scans side by side, findings merged in ledger order: memory grows only with findings of checks that one
 * of them did not run, and with the rows that are kept.
 */
import type { Finding } from '#model/finding.ts';
import { joinFindings } from '#model/join-findings.ts';
import type { ScanReader } from '#model/scan.ts';
import { severityRank } from '#model/severity.ts';

/**
 * `gone`: open then; now neither open nor resolved by a look, since its check or account was not in the later scan.
 * `unseen`: open in both, but the later scan could not look.
 * `version`: it came or went because its check changed in between, not the resource.
 */
export type Difference =
  | 'new'
  | 'worse'
  | 'better'
  | 'reopened'
  | 'resolved'
  | 'excepted'
  | 'unseen'
  | 'version'
  | 'gone';

export interface DifferenceRow {
  readonly difference: Difference;
  readonly finding: Finding;
}

export interface Differences {
  readonly from: number;
  readonly to: number;
  readonly counts: Readonly<Record<Difference, number>>;
  /** The first {@link rowsKept} in ledger order, then sorted worst first; the counts are of all. */
  readonly rows: readonly DifferenceRow[];
  readonly unknownThen: number;
  readonly unknownNow: number;
}

const rowsKept = 1_000;

type Standing = 'open' | 'excepted' | 'none';

const standing = (finding: Finding | undefined): Standing => {
  if (finding === undefined || finding.state === 'resolved') return 'none';
  return finding.exception === undefined ? 'open' : 'excepted';
};

const differenceOf = (
  then: Finding | undefined,
  now: Finding | undefined,
  earlier: number,
  scan: number,
): Difference | undefined => {
  const before = standing(then);
  const after = standing(now);
  // Of a change that lies before the earlier scan, both know.
  const byVersion = now?.byVersion !== undefined && now.byVersion > earlier;
  if (byVersion && (before === 'none') !== (after === 'none')) return 'version';
  if (after === 'open') {
    if (before === 'none') return then === undefined && now?.state !== 'reopened' ? 'new' : 'reopened';
    if (before === 'excepted') return 'reopened';
    if (now !== undefined && now.judgedScan < scan) return 'unseen';
    const change =
      then === undefined || now === undefined ? 0 : severityRank(now.severity) - severityRank(then.severity);
    if (change < 0) return byVersion ? 'version' : 'worse';
    if (change > 0) return 'better';
    return now?.state === 'worse' && now.judgedScan === scan ? 'worse' : undefined;
  }
  if (before !== 'open') return undefined;
  if (after === 'excepted') return 'excepted';
  return now?.state === 'resolved' ? 'resolved' : 'gone';
};

const asks = ({ manifest }: ScanReader, { check }: Finding): boolean => manifest.scope.checks.includes(check);

/** Both readers are of one estate; the earlier one first. */
export const compareScans = async (earlier: ScanReader, later: ScanReader): Promise<Differences> => {
  const counts: Record<Difference, number> = {
    new: 0,
    worse: 0,
    better: 0,
    reopened: 0,
    resolved: 0,
    excepted: 0,
    unseen: 0,
    version: 0,
    gone: 0,
  };
  const rows: DifferenceRow[] = [];
  const note = (then: Finding | undefined, now: Finding | undefined): void => {
    const difference = differenceOf(then, now, earlier.manifest.number, later.manifest.number);
    const finding = now ?? then;
    if (difference === undefined || finding === undefined) return;
    counts[difference] += 1;
    if (rows.length < rowsKept) rows.push({ difference, finding });
  };
  // A check that was renamed in between has its findings at two places in the order; their ids tell that they are one.
  const leaving = new Map<string, Finding>();
  const coming = new Map<string, Finding>();
  for await (const [then, now] of joinFindings(earlier.findings(), later.findings())) {
    if (now === undefined && then !== undefined && !asks(later, then)) leaving.set(then.finding, then);
    else if (then === undefined && now !== undefined && !asks(earlier, now)) coming.set(now.finding, now);
    else note(then, now);
  }
  for (const [id, now] of coming) {
    note(leaving.get(id), now);
    leaving.delete(id);
  }
  for (const then of leaving.values()) note(then, undefined);
  const unknown = (reader: ScanReader): number =>
    Object.values(reader.manifest.counts).reduce((sum, each) => sum + each.unknown, 0);
  return {
    from: earlier.manifest.number,
    to: later.manifest.number,
    counts,
    rows: rows.toSorted((a, b) => severityRank(a.finding.severity) - severityRank(b.finding.severity)),
    unknownThen: unknown(earlier),
    unknownNow: unknown(later),
  };
};
