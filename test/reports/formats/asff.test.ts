import type { AwsSecurityFinding, ResourceDetails } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from 'vitest';
import { compareText } from '#model/resource.ts';
import type { ScanReader } from '#model/scan.ts';
import { asff, asffOf } from '#reports/formats/asff/asff.ts';
import { hubPlace, productArn } from '#reports/formats/asff/place.ts';
import { resourceTypes } from '#reports/formats/asff/resource-types.ts';
import type { AsffFinding } from '#reports/formats/asff/types.ts';
import { everyScan } from '#test/support/every-scan.ts';
import { ownSchema } from '#test/support/formats/schema.ts';
import { written } from '#test/support/formats/written.ts';
import { largeScan } from '#test/support/scan-extremes.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';

const faultsOf = ownSchema('asff');

const parts = async (
  reader: ScanReader,
  format = asff,
): Promise<{ calls: ReadonlyMap<string, readonly AsffFinding[]>; summary: Record<string, unknown> }> => {
  const files = new Map(await written(format, reader));
  const summary = JSON.parse(files.get('asff/summary.json') ?? '') as Record<string, unknown>;
  files.delete('asff/summary.json');
  return {
    calls: new Map([...files].map(([name, text]) => [name, JSON.parse(text) as readonly AsffFinding[]])),
    summary,
  };
};

const all = async (reader: ScanReader): Promise<readonly AsffFinding[]> =>
  [...(await parts(reader)).calls.values()].flat();

describe('ASFF', () => {
  it.each(everyScan)('is valid, each file, for %s', async (_name, scan) => {
    const { calls } = await parts(scan());
    for (const [name, findings] of calls) {
      expect(faultsOf(findings), name).toEqual([]);
      for (const finding of findings)
        expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThan(240_000);
    }
  });

  it('has only members that the SDK’s type has, and only its names of resources', async () => {
    // The assignments are what is checked; the compiler does it.
    const findings: readonly AwsSecurityFinding[] = await all(everydayScan());
    const types: readonly (keyof ResourceDetails | 'AwsAccount')[] = Object.values(resourceTypes);
    expect(findings.length).toBeGreaterThan(80);
    expect(new Set(types).size).toBe(types.length);
  });

  it('is refused by the schema where a member is unknown, and beyond 100 findings', async () => {
    const [finding] = await all(everydayScan());
    expect(faultsOf([{ ...finding, Verdict: 'FAILED' }]).join()).toContain('Verdict');
    expect(faultsOf(Array(101).fill(finding)).join()).toContain('100');
  });

  it('has a file for each call, in the account and region where it is to be made', async () => {
    const { calls } = await parts(everydayScan());
    expect([...calls.keys()].toSorted(compareText)).toEqual([
      'asff/111122223333/eu-west-1/0001.json',
      'asff/111122223333/us-east-1/0001.json',
      'asff/222233334444/eu-west-1/0001.json',
      'asff/222233334444/us-east-1/0001.json',
      'asff/333344445555/eu-south-2/0001.json',
      'asff/333344445555/eu-west-1/0001.json',
      'asff/444455556666/eu-west-1/0001.json',
      'asff/444455556666/us-east-1/0001.json',
    ]);
    for (const [name, findings] of calls) {
      const [, account = '', region = ''] = name.split('/');
      for (const finding of findings) {
        expect(finding).toMatchObject({
          AwsAccountId: account,
          ProductArn: `arn:aws:securityhub:${region}:${account}:product/${account}/default`,
          Resources: [{ Region: region }, ...finding.Resources.slice(1).map(() => ({ Region: region }))],
        });
        expect(finding).not.toHaveProperty('Region');
      }
    }
  });

  it.each([
    ['open', {}, ['FAILED', 'NEW', 'ACTIVE']],
    ['resolved', { state: 'resolved', resolvedScan: 12 }, [undefined, 'RESOLVED', 'ARCHIVED']],
    ['not looked at', { judgedScan: 11 }, ['NOT_AVAILABLE', 'NEW', 'ACTIVE']],
    [
      'excepted',
      { exception: { owner: 'o', until: '2027-01-01', reason: 'r' } },
      ['FAILED', 'SUPPRESSED', 'ACTIVE'],
    ],
  ] as const)('tells what became of a finding that is %s', async (_name, differs, expected) => {
    const [finding] = await all(scanOf({ findings: [findingOf('data.aws.key-rotates', 'k', differs)] }));
    expect([finding?.Compliance?.Status, finding?.Workflow.Status, finding?.RecordState]).toEqual(expected);
  });

  it('says of what could not be judged that there is no answer, and why', async () => {
    const unknown = (await all(everydayScan())).filter(
      (finding) => finding.ProductFields['plumbline/state'] === 'unknown',
    );
    expect(unknown).toHaveLength(4);
    expect(unknown[0]).toMatchObject({
      Severity: { Label: 'INFORMATIONAL' },
      Compliance: {
        Status: 'NOT_AVAILABLE',
        StatusReasons: [{ ReasonCode: 'PLUMBLINE_DENIED' }],
      },
    });
    const questions = unknown.map((finding) => Number(finding.ProductFields['plumbline/questions']));
    expect(questions.reduce((sum, number) => sum + number, 0)).toBe(48);
    expect(unknown.some((finding) => finding.Compliance?.Status === ('PASSED' as string))).toBe(false);
  });

  it('states the ledger in each finding and in the summary, which also says what is left out', async () => {
    const reader = scanOf({
      complete: false,
      findings: [
        findingOf('data.aws.key-rotates', 'a'),
        findingOf('data.aws.key-rotates', 'b', { provider: 'azure', account: 'subscription' }),
        findingOf('data.aws.key-rotates', 'c', { account: 'no-account' }),
      ],
      unknowns: [
        {
          checks: ['data.aws.key-rotates'],
          provider: 'gcp',
          account: 'project',
          region: 'global',
          kind: 'k',
          part: '*',
          reason: 'denied',
          resources: ['*'],
        },
      ],
      passes: { 'data.aws.key-rotates': 7 },
    });
    const { calls, summary } = await parts(reader);
    expect(summary).toMatchObject({
      ledger: { complete: false, asked: 11, pass: 7, fail: 3, unknown: 1 },
      findings: 1,
      files: 1,
      leftOut: {
        awsWithoutAccount: { findings: 1, unknown: 0 },
        azure: { findings: 1, unknown: 0 },
        gcp: { findings: 0, unknown: 1 },
      },
    });
    expect([...calls.values()].flat()[0]?.ProductFields).toMatchObject({
      'plumbline/scan/complete': 'false',
      'plumbline/scan/asked': '11',
      'plumbline/scan/unknown': '1',
    });
  });

  it('loses none and doubles none when batches are closed early for want of room', async () => {
    const { calls, summary } = await parts(
      largeScan(300),
      asffOf({ findings: 7, size: 20_000, open: 30_000 }),
    );
    const ids = [...calls.values()].flat().map((finding) => finding.Id);
    expect(new Set(ids).size).toBe(300);
    expect(ids).toHaveLength(300);
    expect(summary).toMatchObject({ findings: 300, files: calls.size });
    for (const findings of calls.values()) expect(findings.length).toBeLessThanOrEqual(7);
  });

  it.each([
    ['eu-west-1', 'arn:aws:ec2:eu-west-1:111122223333:x', 'arn:aws:securityhub:eu-west-1:'],
    ['global', 'arn:aws:iam::111122223333:root', 'arn:aws:securityhub:us-east-1:'],
    ['global', 'arn:aws-cn:iam::111122223333:root', 'arn:aws-cn:securityhub:cn-north-1:'],
    ['us-gov-west-1', 'sg-1', 'arn:aws-us-gov:securityhub:us-gov-west-1:'],
    ['../../x', 'sg-1', 'arn:aws:securityhub:us-east-1:'],
  ])('imports what is in %s (%s) as %s…', (region, id, arn) => {
    const place = hubPlace({ account: '111122223333', region }, id);
    expect(place === undefined ? '' : productArn(place)).toBe(
      `${arn}111122223333:product/111122223333/default`,
    );
  });
});
