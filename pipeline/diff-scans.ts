/** What differs between two scans, however many lie between them. */
import { isWorse } from '#engine/lifecycle.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';
import { diffCoverage } from './coverage-diff.ts';
import { joinFindings } from './join-findings.ts';

export type ScanChange =
  | {
      /** `by-version`: its check changed in between and made, worsened or ended it; the resource did not. */
      readonly type: 'new' | 'worse' | 'reopened' | 'resolved' | 'by-version';
      /** As the second scan has it; as the first had it, where the second no longer remembers it. */
      readonly finding: Finding;
      /** As the first scan had it, where it stood there. */
      readonly before?: Finding;
    }
  | { readonly type: 'coverage-lost' | 'coverage-gained'; readonly row: CoverageRow };

export class DifferentEstatesError extends Error {
  override readonly name = 'DifferentEstatesError';
}

/** First the findings in ledger order, then coverage. Both scans are streamed; nothing else is held in memory. */
export async function* diffScans(from: ScanReader, to: ScanReader): AsyncGenerator<ScanChange> {
  if (from.manifest.estate !== to.manifest.estate) {
    throw new DifferentEstatesError(
      `scan ${from.manifest.number} is of the estate '${from.manifest.estate}' and scan ${to.manifest.number} of '${to.manifest.estate}': only scans of one estate can be compared`,
    );
  }
  for await (const change of diffFindings(from, to)) yield byVersion(change, from, to);
  for await (const { type, row } of diffCoverage(
    () => from.coverage(),
    () => to.coverage(),
  )) {
    yield { type: type === 'lost' ? 'coverage-lost' : 'coverage-gained', row };
  }
}

type FindingChange = Extract<ScanChange, { readonly finding: Finding }>;

const byVersion = (change: FindingChange, from: ScanReader, to: ScanReader): FindingChange => {
  const since = change.finding.byVersion;
  return from.manifest.number < to.manifest.number && since !== undefined && since > from.manifest.number
    ? { ...change, type: 'by-version' }
    : change;
};

async function* diffFindings(from: ScanReader, to: ScanReader): AsyncGenerator<FindingChange> {
  // A check that was renamed in between has its findings at two places in the order; their ids tell that they are one.
  const onlyBefore = new Map<string, Finding>();
  const onlyAfter = new Map<string, Finding>();
  for await (const [before, after] of joinFindings(from.findings(), to.findings())) {
    if (before !== undefined && after !== undefined) yield* changeOf(before, after);
    else if (before !== undefined && before.state !== 'resolved') onlyBefore.set(before.finding, before);
    else if (after !== undefined && after.state !== 'resolved') {
      if (isKnownTo(after, from, to)) onlyAfter.set(after.finding, after);
      else yield { type: 'new', finding: after };
    }
  }
  for (const [id, after] of onlyAfter) {
    const before = onlyBefore.get(id);
    onlyBefore.delete(id);
    if (before === undefined) yield { type: 'reopened', finding: after };
    else yield* changeOf(before, after);
  }
  for (const before of onlyBefore.values()) yield { type: 'resolved', finding: before, before };
}

/** First seen no later than the first scan: then it had been resolved, and forgotten, or stands under another name. */
const isKnownTo = (after: Finding, from: ScanReader, to: ScanReader): boolean =>
  from.manifest.number < to.manifest.number && after.firstScan <= from.manifest.number;

function* changeOf(before: Finding, after: Finding): Generator<FindingChange> {
  const [stood, stands] = [before.state !== 'resolved', after.state !== 'resolved'];
  if (stood && !stands) yield { type: 'resolved', finding: after, before };
  else if (!stood && stands) yield { type: 'reopened', finding: after, before };
  else if (stood && stands && isWorse(before, after)) yield { type: 'worse', finding: after, before };
}
