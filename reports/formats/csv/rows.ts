/** What stands in the rows: one for each finding, one for each place and check that could not be judged, sums for the rest. */
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import type { Evidence } from '#model/verdict.ts';
import { cleanName } from '../../text/clean.ts';
import { field } from '../../text/field.ts';
import type { CheckIndex } from '../../text/wording.ts';
import { accountName, controlsOf, foundText, ownerOf, titleOf } from '../../text/wording.ts';
import type { Standing } from '../standing.ts';
import type { Row } from './columns.ts';

/** Where one row is of many: as many pieces as a person reads. */
const evidenceShown = 12;
const resourcesShown = 20;

export const evidenceText = (evidence: readonly Evidence[]): string => {
  const more = evidence.length - evidenceShown;
  return [
    ...evidence.slice(0, evidenceShown).map((item) => {
      const expected = item.expected === undefined ? '' : ` (expected: ${field(item.expected, 200)})`;
      return `${field(item.path, 200)}: ${foundText(item)}${expected}`;
    }),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(' | ');
};

const verdicts: Readonly<Record<Standing, string>> = {
  fail: 'fail',
  excepted: 'fail',
  // This scan has no verdict on it: its question is counted among those of the row that says why.
  'not-looked-at': 'unknown',
  resolved: '',
};

export const findingRow = (
  finding: Finding,
  standing: Standing,
  { manifest, checks }: { readonly manifest: Manifest; readonly checks: CheckIndex },
): Row => {
  const { exception } = finding;
  const check = checks.get(finding.check);
  return {
    verdict: verdicts[standing],
    questions: standing === 'fail' || standing === 'excepted' ? 1 : 0,
    severity: finding.severity,
    state: standing === 'excepted' ? 'excepted' : finding.state,
    finding: finding.finding,
    check: finding.check,
    title: titleOf(finding, checks),
    provider: finding.provider,
    account: finding.account,
    account_name: accountName(manifest, finding.account),
    region: finding.region,
    kind: finding.kind,
    resource: finding.id,
    name: finding.name,
    owner: ownerOf(finding) ?? '',
    first_seen: finding.firstSeen,
    first_scan: finding.firstScan,
    judged_scan: finding.judgedScan,
    evidence: evidenceText(finding.evidence),
    ...(exception === undefined
      ? {}
      : {
          exception_owner: exception.owner,
          exception_until: exception.until,
          exception_reason: exception.reason,
        }),
    controls: controlsOf(check),
    remediation: check?.remediation ?? '',
  };
};

/** Resources are named as far as there is room; `questions` counts all of them. */
export const unknownRow = (row: UnknownRow, check: string, manifest: Manifest, checks: CheckIndex): Row => {
  const shown = row.resources.slice(0, resourcesShown).map((id) => field(id, 100));
  const more = row.resources.length - shown.length;
  return {
    verdict: 'unknown',
    questions: row.resources.length,
    severity: checks.get(check)?.severity ?? '',
    check,
    title: checks.get(check)?.title ?? check,
    provider: row.provider,
    account: row.account,
    account_name: accountName(manifest, row.account),
    region: row.region,
    kind: row.kind,
    resource:
      row.resources.length === 1
        ? (row.resources[0] ?? '')
        : [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(' | '),
    evidence:
      row.detail === undefined ? row.part : `${field(row.part, 200)}: ${cleanName(field(row.detail))}`,
    reason: row.reason,
    missing: row.missing ?? '',
    controls: controlsOf(checks.get(check)),
  };
};

/** Answers that a scan counts and does not keep one by one. */
export const countedRow = (
  verdict: 'pass' | 'not-applicable',
  check: string,
  questions: number,
  checks: CheckIndex,
): Row => ({
  verdict,
  questions,
  severity: checks.get(check)?.severity ?? '',
  check,
  title: checks.get(check)?.title ?? check,
  controls: controlsOf(checks.get(check)),
});
