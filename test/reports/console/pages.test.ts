import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import { renderCheck, renderCheckList } from '#reports/console/checks.ts';
import { renderCoverage } from '#reports/console/coverage.ts';
import { renderDiff } from '#reports/console/diff.ts';
import { renderFinding } from '#reports/console/finding.ts';
import { compareScans } from '#reports/facts/differences.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { reportChecks } from '#test/support/scan-checks.ts';
import { hostileScan } from '#test/support/scan-extremes.ts';
import { findingOf } from '#test/support/scan-fixture.ts';
import { everydayScan, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

const options = { width: 100, color: false, unicode: true, command: 'plumbline' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

describe('a finding', () => {
  const finding = findingOf('data.aws.bucket-is-private', 'invoices', {
    severity: 'critical',
    tags: { owner: 'billing' },
  });
  const { manifest } = everydayScan();

  it('is shown in the order of its page', () => {
    const text = renderFinding(finding, manifest, reportChecks, options);
    const order = [
      'Bucket invoices is readable by everyone',
      'CRITICAL  fail, open since scan 3',
      'Anyone can list and download',
      'Fix',
      'Commands',
      'Evidence, read by scan 12',
      'Controls',
      'History',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(text).toContain('--owner billing \\\n');
  });

  it('never puts a hostile owner into a command that is there to be pasted', () => {
    const owner = '$(curl evil); x';
    const text = renderFinding({ ...finding, tags: { owner } }, manifest, reportChecks, options);
    expect(text).toContain('--owner OWNER');
    expect(text).toContain('owner      $(curl evil); x');
  });

  it('that was not looked at is neither resolved nor confirmed', () => {
    const text = renderFinding({ ...finding, judgedScan: 11 }, manifest, reportChecks, options);
    expect(text).toContain('not looked at since scan 11');
    expect(text).toContain('neither resolved nor confirmed');
  });

  it('lets no control of a hostile name through', async () => {
    for await (const hostile of hostileScan().findings()) {
      expect(renderFinding(hostile, hostileScan().manifest, reportChecks, options)).not.toMatch(control);
    }
  });
});

describe('coverage', () => {
  it('names each gap, to whom it was refused, and what would be judged with it', async () => {
    const text = renderCoverage(await gatherFacts(everydayScan(), reportChecks), options);
    expect(text).toContain('48 of 626 questions could not be judged (7.7 %).');
    expect(text).toContain(
      'denied: iam:GetCredentialReport to arn:aws:sts::444455556666:assumed-role/plumbline-reader/scan',
    );
    expect(text).toContain('  46  iam:GetCredentialReport  in 1 account');
    expect(text).toContain('not-recorded, expected');
  });

  it('says that everything was read where it was', async () => {
    const text = renderCoverage(await gatherFacts(quietScan(), reportChecks), options);
    expect(text).toContain('Every question was judged.');
    expect(text).toContain('Everything that was asked for was read.');
  });

  it('says at least of what nobody could count', async () => {
    const text = renderCoverage(await gatherFacts(unknownScan(), reportChecks), options);
    expect(text).toMatch(/Questions that wait for\n +≥\d+ {2}\S+ {2}in \d account/);
    expect(text).not.toContain('at most');
  });

  it('tells of an account without anything in it why, and of what came from elsewhere', async () => {
    const reader = everydayScan();
    const row = { provider: 'aws', account: '111122223333', count: 0, part: '*' } as const;
    const why = 'AWS Config has no recorder here';
    async function* coverage(): AsyncGenerator<CoverageRow> {
      const closed = 'the account is not active (suspended)';
      yield {
        ...row,
        account: '999900001111',
        region: '*',
        kind: '*',
        state: 'absent',
        route: 'organizations',
        detail: closed,
      };
      for (const region of ['eu-west-1', 'us-east-1']) {
        for (const kind of ['AWS::S3::Bucket', 'AWS::EC2::Volume']) {
          yield { ...row, region, kind, state: 'read', route: 'direct', detail: why };
        }
      }
      yield { ...row, region: 'eu-west-1', kind: 'AWS::SQS::Queue', state: 'read', route: 'direct' };
    }
    const text = renderCoverage(await gatherFacts({ ...reader, coverage }, reportChecks), options);
    expect(text).toMatch(/aws 999900001111 +· {2}the account is not active \(suspended\)\n/);
    expect(text).toMatch(
      new RegExp(
        `themselves, since\\n  aws \\S+  eu-west-1, us-east-1  AWS::EC2::Volume, AWS::S3::Bucket\\n    ${why}\\n$`,
      ),
    );
  });

  it('shows an account that could not be entered as read in nothing', async () => {
    const text = renderCoverage(await gatherFacts(unknownScan(), reportChecks), options);
    expect(text).toMatch(/aws orders-prod +none +\? 1/u);
  });

  it('lets no control of a hostile name through', async () => {
    expect(renderCoverage(await gatherFacts(hostileScan(), reportChecks), options)).not.toMatch(control);
  });
});

describe('differences', () => {
  it('are listed by kind with symbol, number and word', async () => {
    const reader = everydayScan();
    const text = renderDiff(await compareScans(quietScan(), reader), reader.manifest, reportChecks, options);
    expect(text).toMatch(/^Scan 1 to 12\n\n {2}\+ 75 new\n {4}critical /u);
    expect(text).toContain('and 25 more');
    expect(text).toContain('? 48 questions could not be judged, 0 before.');
  });

  it('are none between a scan and itself', async () => {
    const text = renderDiff(
      await compareScans(quietScan(), quietScan()),
      quietScan().manifest,
      reportChecks,
      options,
    );
    expect(text).toContain('no change in findings');
  });
});

describe('checks', () => {
  it('are listed by question, each once', () => {
    const text = renderCheckList(reportChecks, options);
    for (const check of reportChecks) expect(text.split(check.id)).toHaveLength(2);
    expect(text.trimEnd().endsWith('11 checks')).toBe(true);
  });

  it('are explained with what they read and which permissions that takes', () => {
    const [metadata] = reportChecks;
    if (metadata === undefined) throw new Error('no checks');
    const text = renderCheck(
      {
        ...metadata,
        on: ['AWS::::Account'],
        reads: ['summary'],
        mayRead: [],
        uses: [],
        evaluate: () => undefined as never,
      },
      ['iam:GetAccountSummary'],
      options,
    );
    expect(text).toContain('reads      summary');
    expect(text).toContain('  iam:GetAccountSummary');
    expect(text).toContain('summary was not read');
    expect(text).toContain('cis-aws-3.0   1.5');
  });
});
