/** Committed scans in memory, for whatever reads one. The manifest is computed from the rows, so the ledger adds up. */
import { hash } from 'node:crypto';
import type { CoverageRow } from '#model/coverage.ts';
import { compareCoverage } from '#model/coverage.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import { compareFindings, findingId } from '#model/finding.ts';
import type {
  AttestationRow,
  ExceptionRow,
  InventoryRow,
  Manifest,
  QuestionCounts,
  ScanReader,
} from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import type { Evidence } from '#model/verdict.ts';
import { reportChecks } from './scan-checks.ts';

export interface ScanRows {
  readonly number?: number;
  readonly comparedWith?: number;
  readonly complete?: boolean;
  readonly finishedAt?: string;
  readonly findings?: readonly Finding[];
  readonly unknowns?: readonly UnknownRow[];
  readonly coverage?: readonly CoverageRow[];
  readonly inventory?: readonly InventoryRow[];
  readonly exceptions?: readonly ExceptionRow[];
  readonly attestations?: readonly AttestationRow[];
  /** Check id → how many questions passed. */
  readonly passes?: Readonly<Record<string, number>>;
  readonly notApplicable?: Readonly<Record<string, number>>;
  readonly manifest?: Partial<Manifest>;
}

const origin = { sha256: hash('sha256', 'configuration', 'hex'), commit: '5f0c1d2', dirty: false };

const tally = (rows: ScanRows, number: number): Pick<Manifest, 'counts' | 'open' | 'excepted'> => {
  const counts: Record<string, { -readonly [K in keyof QuestionCounts]: number }> = {};
  const open: Record<string, Partial<Record<Severity, number>>> = {};
  const excepted: Record<string, number> = {};
  const of = (check: string): { -readonly [K in keyof QuestionCounts]: number } => {
    counts[check] ??= { asked: 0, notApplicable: 0, pass: 0, fail: 0, unknown: 0 };
    return counts[check];
  };
  for (const [check, passed] of Object.entries(rows.passes ?? {})) {
    of(check).pass += passed;
    of(check).asked += passed;
  }
  for (const [check, skipped] of Object.entries(rows.notApplicable ?? {})) {
    of(check).notApplicable += skipped;
    of(check).asked += skipped;
  }
  for (const finding of rows.findings ?? []) {
    if (finding.state === 'resolved' || finding.judgedScan !== number) continue;
    of(finding.check).fail += 1;
    of(finding.check).asked += 1;
    if (finding.exception !== undefined) excepted[finding.check] = (excepted[finding.check] ?? 0) + 1;
    else {
      const bySeverity = open[finding.check] ?? {};
      bySeverity[finding.severity] = (bySeverity[finding.severity] ?? 0) + 1;
      open[finding.check] = bySeverity;
    }
  }
  for (const row of rows.unknowns ?? []) {
    for (const check of row.checks) {
      of(check).unknown += row.resources.length;
      of(check).asked += row.resources.length;
    }
  }
  return { counts, open, excepted };
};

const changesOf = (rows: ScanRows, number: number): Manifest['changes'] => {
  const of = (state: Finding['state']): number =>
    (rows.findings ?? []).filter(
      (finding) => finding.state === state && (state !== 'resolved' || finding.resolvedScan === number),
    ).length;
  return {
    new: of('new'),
    worse: of('worse'),
    reopened: of('reopened'),
    resolved: of('resolved'),
    notLookedAt: (rows.findings ?? []).filter((row) => row.state !== 'resolved' && row.judgedScan < number)
      .length,
    coverageLost: 0,
    exceptionsExpired: (rows.exceptions ?? []).filter((row) => row.status === 'expired').length,
    exceptionsVoid: (rows.exceptions ?? []).filter((row) => row.status === 'void').length,
  };
};

async function* stream<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const row of rows) yield row;
}

export const scanOf = (rows: ScanRows): ScanReader => {
  const number = rows.number ?? 12;
  const manifest: Manifest = {
    format: 1,
    number,
    run: 'run-fixture',
    plumbline: '0.1.0',
    startedAt: '2026-11-24T05:59:22.000Z',
    finishedAt: rows.finishedAt ?? '2026-11-24T06:00:00.000Z',
    estate: 'tideway',
    scope: {
      providers: ['aws'],
      accounts: [],
      regions: [],
      checks: reportChecks.map((check) => check.id),
      kinds: [],
      severity: 'low',
    },
    callers: { aws: 'arn:aws:sts::444455556666:assumed-role/plumbline-reader/scan' },
    checkHashes: {},
    configuration: origin,
    exceptions: origin,
    accountNames: {
      '111122223333': 'orders-prod',
      '222233334444': 'orders-staging',
      '333344445555': 'shared-network',
      '444455556666': 'log-archive',
    },
    notices: [],
    comparedWith: rows.comparedWith ?? number - 1,
    complete: rows.complete ?? true,
    resources: 842,
    calls: 96,
    throttled: 2,
    ...tally(rows, number),
    changes: changesOf(rows, number),
    shards: [],
    files: { findings: 'f', unknowns: 'u', coverage: 'c', inventory: 'i', exceptions: 'e' },
    ...rows.manifest,
  };
  const findings = (rows.findings ?? []).toSorted(compareFindings);
  const coverage = (rows.coverage ?? []).toSorted(compareCoverage);
  return {
    manifest,
    findings: () => stream(findings),
    unknowns: () => stream(rows.unknowns ?? []),
    coverage: () => stream(coverage),
    inventory: () => stream(rows.inventory ?? []),
    exceptions: () => stream(rows.exceptions ?? []),
    attestations: () => stream(rows.attestations ?? []),
  };
};

/** A finding that has been open for eleven days; the test states what differs. */
export const findingOf = (check: string, name: string, differs: Partial<Finding> = {}): Finding => {
  const row = {
    provider: 'aws' as const,
    account: '111122223333',
    region: 'eu-west-1',
    kind: 'AWS::EC2::SecurityGroup',
    id: `arn:aws:${check.split('.')[0]}:eu-west-1:111122223333:${name}`,
    check,
    name,
    severity: reportChecks.find((known) => known.id === check)?.severity ?? 'medium',
    evidence: [{ path: 'settings/state', found: 'off', expected: 'on' }] as readonly Evidence[],
    fingerprint: hash('sha256', name, 'hex'),
    state: 'open' as const,
    firstScan: 3,
    firstSeen: '2026-11-13T06:00:00.000Z',
    judgedScan: 12,
    ...differs,
  };
  return { finding: findingId(row), ...row };
};
