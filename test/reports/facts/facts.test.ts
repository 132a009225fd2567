import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '#model/finding.ts';
import type { Severity } from '#model/severity.ts';
import { severities, severityRank } from '#model/severity.ts';
import { compareScans } from '#reports/facts/differences.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { questionLedgers, wholeLedger } from '#reports/facts/ledger.ts';
import { ShortIds } from '#reports/facts/short-ids.ts';
import { reachOf } from '#reports/facts/worst.ts';
import { reportChecks } from '#test/support/scan-checks.ts';
import { hostileScan } from '#test/support/scan-extremes.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { everydayScan, everydayTrend, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

const checkIds = reportChecks.map((check) => check.id);

const randomScan = fc
  .record({
    rows: fc.array(
      fc.record({
        check: fc.constantFrom(...checkIds),
        severity: fc.constantFrom<Severity>(...severities),
        state: fc.constantFrom<Finding['state']>('new', 'open', 'worse', 'reopened', 'resolved'),
        excepted: fc.boolean(),
        judgedNow: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
    unknown: fc.array(
      fc.record({ check: fc.constantFrom(...checkIds), resources: fc.integer({ min: 1, max: 9 }) }),
      {
        maxLength: 6,
      },
    ),
    passes: fc.dictionary(fc.constantFrom(...checkIds), fc.nat({ max: 90 })),
    notApplicable: fc.dictionary(fc.constantFrom(...checkIds), fc.nat({ max: 90 })),
  })
  .map(({ rows, unknown, passes, notApplicable }) =>
    scanOf({
      findings: rows.map((row, index) =>
        findingOf(row.check, `r${index}`, {
          severity: row.severity,
          state: row.state,
          judgedScan: row.judgedNow ? 12 : 11,
          ...(row.state === 'resolved' ? { resolvedScan: row.judgedNow ? 12 : 4 } : {}),
          ...(row.excepted ? { exception: { owner: 'a', until: '2026-12-31', reason: 'b' } } : {}),
        }),
      ),
      unknowns: unknown.map((row) => ({
        checks: [row.check],
        provider: 'aws',
        account: '1',
        region: 'eu-west-1',
        kind: 'K',
        part: 'p',
        reason: 'denied',
        missing: 'x:Read',
        resources: Array.from({ length: row.resources }, (_, index) => `r${index}`),
      })),
      passes,
      notApplicable,
    }),
  );

describe('ledger', () => {
  it('adds up for any scan: whole, by question, and against the findings themselves', async () => {
    await fc.assert(
      fc.asyncProperty(randomScan, async (reader) => {
        const facts = await gatherFacts(reader, reportChecks);
        expect(facts.faults).toEqual([]);
        for (const ledger of [facts.whole, ...facts.questions]) {
          expect(ledger.asked - ledger.notApplicable).toBe(ledger.applicable);
          expect(ledger.applicable).toBe(ledger.pass + ledger.fail + ledger.unknown);
          expect(ledger.fail).toBe(ledger.open + ledger.excepted);
          expect(ledger.judged).toBe(ledger.pass + ledger.fail);
        }
        for (const key of ['asked', 'open', 'excepted', 'unknown', 'pass'] as const) {
          expect(facts.questions.reduce((sum, ledger) => sum + ledger[key], 0)).toBe(facts.whole[key]);
        }
        const shown = facts.worst.reduce((sum, cause) => sum + cause.findings, 0);
        expect(shown).toBe(facts.whole.open + facts.carried);
      }),
      { numRuns: 60 },
    );
  });

  it('says so when the manifest and the findings disagree', async () => {
    const reader = scanOf({
      findings: [findingOf('data.aws.key-rotates', 'a')],
      manifest: { open: { 'data.aws.key-rotates': { low: 2 } } },
    });
    const facts = await gatherFacts(reader, reportChecks);
    expect(facts.faults.join('\n')).toContain('open findings: 1 are stored, 2 were counted');
    expect(facts.faults.join('\n')).toContain('data: open and excepted are 2, fail is 1');
  });

  it('keeps a finding that was not looked at out of the fails, and in the worst', async () => {
    const facts = await gatherFacts(
      scanOf({ findings: [findingOf('data.aws.key-rotates', 'a', { judgedScan: 11 })] }),
      reportChecks,
    );
    expect(facts.whole.fail).toBe(0);
    expect(facts.carried).toBe(1);
    expect(facts.worst).toHaveLength(1);
  });

  it('counts nothing as a pass where nothing was read', () => {
    const whole = wholeLedger(unknownScan().manifest);
    expect(whole).toMatchObject({ pass: 0, judged: 0, unknown: 3, applicable: 3 });
    expect(questionLedgers(unknownScan().manifest).map((ledger) => ledger.question)).toEqual([
      'iam',
      'data',
      'logging',
    ]);
  });
});

describe('worst', () => {
  it('is ordered by severity, then reach, then age', async () => {
    const { worst } = await gatherFacts(everydayScan(), reportChecks);
    const found = worst.map((cause) => cause.finding);
    for (const [index, finding] of found.entries()) {
      const next = found[index + 1];
      if (next === undefined) continue;
      const order =
        severityRank(finding.severity) - severityRank(next.severity) || reachOf(next) - reachOf(finding);
      expect(order).toBeLessThanOrEqual(0);
      if (order === 0) expect(finding.firstSeen <= next.firstSeen).toBe(true);
    }
    expect(found[0]?.check).toBe('iam.aws.root-has-mfa');
  });

  it('holds one row for one cause, and says how many findings and accounts it has', async () => {
    const { worst, causes } = await gatherFacts(everydayScan(), reportChecks);
    const volumes = worst.filter((cause) => cause.finding.check === 'data.aws.volume-encrypted');
    expect(volumes).toHaveLength(1);
    expect(volumes[0]).toMatchObject({ findings: 38, accounts: 2 });
    expect(causes).toBe(worst.length);
  });

  it('leaves out what is excepted or resolved', async () => {
    const { worst } = await gatherFacts(
      scanOf({
        findings: [
          findingOf('data.aws.key-rotates', 'a', { state: 'resolved', resolvedScan: 12 }),
          findingOf('data.aws.key-rotates', 'b', {
            exception: { owner: 'x', until: '2027-01-01', reason: 'y' },
          }),
        ],
      }),
      reportChecks,
    );
    expect(worst).toEqual([]);
  });
});

describe('could not be judged', () => {
  it('is grouped by question, account, reason and what is missing, most first', async () => {
    const { unknowns } = await gatherFacts(everydayScan(), reportChecks);
    expect(
      unknowns.groups.map((group) => [group.question, group.reason, group.verdicts, group.atLeast]),
    ).toEqual([
      ['iam', 'denied', 46, false],
      ['data', 'not-recorded', 1, true],
      ['iam', 'throttled', 1, false],
    ]);
    expect(unknowns.permissions).toEqual([
      {
        provider: 'aws',
        missing: 'iam:GetCredentialReport',
        verdicts: 46,
        atLeast: false,
        accounts: ['222233334444'],
      },
    ]);
  });

  it('offers no permission for what a guard rail refuses', async () => {
    const { unknowns } = await gatherFacts(
      scanOf({
        unknowns: [
          {
            checks: ['iam.aws.user-has-mfa'],
            provider: 'aws',
            account: '1',
            region: 'global',
            kind: 'K',
            part: 'p',
            reason: 'denied-by-guardrail',
            missing: 'iam:ListUsers',
            resources: ['a'],
          },
        ],
      }),
      reportChecks,
    );
    expect(unknowns.groups).toHaveLength(1);
    expect(unknowns.permissions).toEqual([]);
  });
});

describe('coverage and trend', () => {
  it('counts a kind as read only where no part of it is a gap', async () => {
    const { coverage } = await gatherFacts(everydayScan(), reportChecks);
    const staging = coverage.accounts.find((account) => account.account === '222233334444');
    expect(staging).toMatchObject({ kinds: 6, kindsRead: 5 });
    expect(coverage).toMatchObject({ gapCount: 3, unexpected: 2 });
  });

  it('counts an account that could not be entered as read in nothing', async () => {
    const { coverage } = await gatherFacts(unknownScan(), reportChecks);
    expect(coverage.accounts).toMatchObject([{ kindsRead: 0, closed: true }]);
  });

  it('puts this scan last and knows no number for a question that an earlier one did not ask', async () => {
    const { trend } = await gatherFacts(everydayScan(), reportChecks, everydayTrend());
    expect(trend.map((point) => point.scan)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(trend[0]?.severe.get('drift')).toBeUndefined();
    expect(trend[5]?.complete).toBe(false);
  });

  it('is gathered from hostile rows too', async () => {
    const facts = await gatherFacts(hostileScan(), reportChecks);
    expect(facts.faults).toEqual([]);
    expect(facts.unknowns.groups.length).toBeGreaterThan(200);
  });
});

describe('short ids', () => {
  it('grow to ten digits where six name several findings', () => {
    const ids = new ShortIds();
    const twins = ['abcdef0123456789', 'abcdef9876543210'];
    for (const id of [...twins, '123456aaaaaaaaaa']) ids.add(id);
    expect(twins.map((id) => ids.of(id))).toEqual(['abcdef0123', 'abcdef9876']);
    expect(ids.of('123456aaaaaaaaaa')).toBe('123456');
  });
});

describe('two scans', () => {
  const check = 'data.aws.volume-encrypted';
  const then = { number: 11 };
  const compare = (before: readonly Finding[], after: readonly Finding[]) =>
    compareScans(scanOf({ ...then, findings: before }), scanOf({ findings: after }));

  it('differ by what is new, worse, resolved and excepted', async () => {
    const differences = await compare(
      [
        findingOf(check, 'stays', { judgedScan: 11 }),
        findingOf(check, 'mended', { judgedScan: 11 }),
        findingOf(check, 'worsens', { judgedScan: 11 }),
        findingOf(check, 'hidden', { judgedScan: 11 }),
      ],
      [
        findingOf(check, 'stays'),
        findingOf(check, 'mended', { state: 'resolved', resolvedScan: 12 }),
        findingOf(check, 'worsens', { state: 'worse', severity: 'critical', before: 'medium' }),
        findingOf(check, 'hidden', { exception: { owner: 'a', until: '2027-01-01', reason: 'b' } }),
        findingOf(check, 'fresh', { state: 'new' }),
      ],
    );
    expect(differences.counts).toMatchObject({
      new: 1,
      worse: 1,
      resolved: 1,
      excepted: 1,
      gone: 0,
      unseen: 0,
    });
    expect(differences.rows[0]?.finding.severity).toBe('critical');
  });

  it('resolve nothing that the later one did not look at', async () => {
    const differences = await compare(
      [findingOf(check, 'a', { judgedScan: 11 }), findingOf(check, 'b', { judgedScan: 11 })],
      [findingOf(check, 'a', { judgedScan: 11 })],
    );
    expect(differences.counts).toMatchObject({ resolved: 0, unseen: 1, gone: 1 });
  });

  it('are the same when nothing changed', async () => {
    const differences = await compareScans(quietScan(), quietScan());
    expect(Object.values(differences.counts).every((value) => value === 0)).toBe(true);
  });
});
