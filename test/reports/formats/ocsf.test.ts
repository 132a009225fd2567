import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import type { OcsfEvent } from '#reports/formats/ocsf/event.ts';
import { ocsfVersion } from '#reports/formats/ocsf/event.ts';
import { ocsf } from '#reports/formats/ocsf/ocsf.ts';
import { everyScan } from '#test/support/every-scan.ts';
import { openOcsf } from '#test/support/formats/ocsf-published.ts';
import { ownSchema } from '#test/support/formats/schema.ts';
import { onlyFile } from '#test/support/formats/written.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';

const faultsOf = ownSchema('ocsf');

const eventsOf = async (reader: ScanReader): Promise<readonly OcsfEvent[]> =>
  (await onlyFile(ocsf, reader))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as OcsfEvent);

describe('OCSF', () => {
  it.each(everyScan)('is valid, each event, for %s', async (_name, scan) => {
    for (const event of await eventsOf(scan())) expect(faultsOf(event), event.message).toEqual([]);
  });

  it('is refused by the schema where an event has no status', async () => {
    const [event] = await eventsOf(everydayScan());
    expect(faultsOf({ ...event, compliance: { control: 'x' } }).join()).toContain('status_id');
    expect(faultsOf({ ...event, more: 1 }).join()).toContain('more');
  });

  it.each(everyScan)('sums up to the ledger of %s', async (_name, scan) => {
    const reader = scan();
    const events = await eventsOf(reader);
    const sum = (status: string): number =>
      events
        .filter((event) => event.compliance.status === status)
        .reduce((total, event) => total + (event.count ?? (status === 'Fail' ? 1 : 0)), 0);
    const { pass, fail, unknown, notApplicable, asked } = wholeLedger(reader.manifest);
    expect({
      pass: sum('Pass'),
      fail: sum('Fail'),
      unknown: sum('Unknown'),
      notApplicable: sum('Not applicable'),
    }).toEqual({ pass, fail, unknown, notApplicable });
    for (const event of events) {
      expect(event.unmapped).toMatchObject({ ledger: { asked, complete: reader.manifest.complete } });
    }
  });

  it('has one identity for each finding and each place, and the finding’s own id', async () => {
    const events = await eventsOf(everydayScan());
    const ids = events.map((event) => event.finding_info.uid);
    expect(new Set(ids).size).toBe(ids.length);
    const finding = findingOf('data.aws.key-rotates', 'batch-1');
    const [event] = await eventsOf(scanOf({ findings: [finding] }));
    expect(event?.finding_info.uid).toBe(finding.finding);
  });

  it.each([
    ['new', { state: 'new' }, ['Create', 'New', 'Fail']],
    ['open', { state: 'open' }, ['Update', 'New', 'Fail']],
    ['worse', { state: 'worse' }, ['Update', 'New', 'Fail']],
    ['reopened', { state: 'reopened' }, ['Update', 'New', 'Fail']],
    ['resolved', { state: 'resolved', resolvedScan: 12 }, ['Close', 'Resolved', 'Resolved']],
    ['not looked at', { judgedScan: 11 }, ['Update', 'New', 'Unknown']],
    [
      'excepted',
      { exception: { owner: 'o', until: '2027-01-01', reason: 'r' } },
      ['Update', 'Suppressed', 'Fail'],
    ],
  ] as const)('tells what became of a finding that is %s', async (_name, differs, expected) => {
    const [event] = await eventsOf(scanOf({ findings: [findingOf('data.aws.key-rotates', 'k', differs)] }));
    expect([event?.activity_name, event?.status, event?.compliance.status]).toEqual(expected);
    expect(event?.type_uid).toBe(200_300 + (event?.activity_id ?? 0));
  });

  it('names the controls of a fail as people cite them, and none for a pass', async () => {
    const events = await eventsOf(everydayScan());
    const fail = events.find((event) => event.finding_info.title.startsWith('Bucket invoice-export'));
    expect(fail?.compliance.standards).toContain('CIS AWS Foundations Benchmark 3.0');
    expect(fail?.compliance.requirements?.join()).toContain('CIS AWS Foundations Benchmark 3.0, 2.1.4: ');
    const passes = events.filter((event) => event.compliance.status === 'Pass');
    expect(passes.length).toBeGreaterThan(5);
    for (const { compliance } of passes) expect(compliance).not.toHaveProperty('requirements');
  });

  it('bounds the resources of a place, and counts all of them', async () => {
    const [event] = await eventsOf(
      scanOf({
        unknowns: [
          {
            checks: ['data.aws.volume-encrypted'],
            provider: 'aws',
            account: '111122223333',
            region: 'eu-west-1',
            kind: 'AWS::EC2::Volume',
            part: 'settings',
            reason: 'stale',
            resources: Array.from({ length: 5_000 }, (_, index) => `vol-${index}`),
          },
        ],
      }),
    );
    expect(event).toMatchObject({ count: 5_000, unmapped: { resources_left_out: 4_900 } });
    expect(event?.resources).toHaveLength(100);
  });
});

const corpora = process.env['PLUMBLINE_CORPORA'];

describe.skipIf(corpora === undefined)('OCSF beside the published definitions', () => {
  const published = (): ReturnType<typeof openOcsf> => openOcsf(join(corpora ?? '', 'schemas-ocsf'));

  it('says the version that the definitions have', () => {
    expect(published().version).toBe(ocsfVersion);
  });

  it.each(everyScan)('is valid for %s', async (_name, scan) => {
    const { judge } = published();
    for (const event of await eventsOf(scan())) expect(judge(event), event.message).toEqual([]);
  });

  it('would be refused otherwise', async () => {
    const { judge } = published();
    const [event] = await eventsOf(everydayScan());
    expect(judge({ ...event, severity_id: 7 }).join()).toContain('severity_id');
    expect(judge({ ...event, verdict: 'fail' }).join()).toContain('no attribute');
    expect(judge({ ...event, finding_info: {} }).join()).toContain('uid is required');
  });
});
