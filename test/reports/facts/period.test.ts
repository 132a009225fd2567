import { describe, expect, it } from 'vitest';
import type { Framework } from '#model/framework.ts';
import type { Manifest } from '#model/scan.ts';
import type { PeriodOptions, PeriodScan } from '#reports/facts/period.ts';
import { periodFacts, statesOf } from '#reports/facts/period.ts';
import { scanOf } from '#test/support/scan-fixture.ts';

const framework: Framework = {
  id: 'practice',
  title: 'Infrastructure practice',
  source: 'https://practice.example/',
  providers: ['aws', 'gcp'],
  groups: { GIT: 'GitOps' },
  controls: [{ id: 'GIT-3', title: 'Changes are reviewed', decidable: 'none', attest: 'all of it' }],
};

const at = (day: number, hour = 5): string => new Date(Date.UTC(2026, 9, day, hour)).toISOString();

const scanAt = (number: number, finishedAt: string, manifest: Partial<Manifest> = {}): PeriodScan => ({
  manifest: scanOf({ number, finishedAt, manifest }).manifest,
  attestations: [],
  exceptions: [],
});

const period = (scans: readonly PeriodScan[], more: Partial<PeriodOptions> = {}) =>
  periodFacts({
    framework,
    from: new Date(at(1)),
    to: new Date(at(5)),
    scans,
    unreadable: [],
    checks: [],
    longestGap: 26,
    ...more,
  });

const shape = (scans: readonly PeriodScan[], more: Partial<PeriodOptions> = {}) =>
  period(scans, more).steps.map((step) =>
    step.type === 'scan'
      ? step.scan.manifest.number
      : `${step.gap.from.slice(8, 13)} to ${step.gap.to.slice(8, 13)}`,
  );

const daily = [1, 2, 3, 4, 5].map((day) => scanAt(day, at(day)));

describe('the steps of a period', () => {
  it('are its scans where none is missing', () => {
    expect(shape(daily)).toEqual([1, 2, 3, 4, 5]);
  });

  it('come in the order of the scans, however they are handed over', () => {
    expect(shape(daily.toReversed())).toEqual([1, 2, 3, 4, 5]);
  });

  it('show a day without a scan as a gap', () => {
    expect(shape(daily.filter(({ manifest }) => manifest.number !== 3))).toEqual([
      1,
      2,
      '02T05 to 04T05',
      4,
      5,
    ]);
  });

  it('show no gap where a scan was an hour late, and one where it was three hours late', () => {
    const late = (hour: number) => [
      ...daily.slice(0, 2),
      scanAt(3, at(3, hour)),
      scanAt(4, at(4, hour)),
      scanAt(5, at(5)),
    ];
    expect(shape(late(6))).toEqual([1, 2, 3, 4, 5]);
    expect(shape(late(8))).toEqual([1, 2, '02T05 to 03T08', 3, 4, 5]);
  });

  it('begin and end with a gap where the scans began later, or ended earlier', () => {
    expect(shape(daily.slice(2, 3))).toEqual(['01T05 to 03T05', 3, '03T05 to 05T05']);
  });

  it('are one gap where there is no scan at all', () => {
    expect(shape([])).toEqual(['01T05 to 05T05']);
  });

  it('show a scan that can not be read as a gap, however short, and say why', () => {
    const unreadable = [{ number: 3, why: 'manifests/00000003.json is damaged' }];
    const scans = daily.filter(({ manifest }) => manifest.number !== 3);
    const facts = period(scans, { unreadable, longestGap: 1000 });
    expect(facts.steps[2]).toEqual({
      type: 'gap',
      gap: { from: at(2), to: at(4), unreadable: ['scan 3: manifests/00000003.json is damaged'] },
    });
    expect(facts.steps.filter(({ type }) => type === 'gap')).toHaveLength(1);
  });
});

describe('the history of a control', () => {
  it('has a cell for each scan and none for a gap', () => {
    const { histories } = period(daily.filter(({ manifest }) => manifest.number !== 3));
    expect(histories).toHaveLength(1);
    expect(histories[0]?.cells.map((cell) => cell?.state)).toEqual([
      'manual',
      'manual',
      undefined,
      'manual',
      'manual',
    ]);
  });

  it('says what was attested then, not what is attested now', () => {
    const attested = (status: 'in-force' | 'expired'): PeriodScan['attestations'] => [
      {
        framework: 'practice',
        control: 'GIT-3',
        statement: 'Two people review each change.',
        by: 'security',
        evidence: 'OPS-7',
        until: '2026-10-03',
        status,
      },
    ];
    const scans = daily.map((scan) => ({
      ...scan,
      attestations: attested(scan.manifest.number <= 3 ? 'in-force' : 'expired'),
    }));
    const [history] = period(scans).histories;
    expect(history?.cells.map((cell) => cell?.state)).toEqual(['pass', 'pass', 'pass', 'manual', 'manual']);
    expect(history === undefined ? {} : statesOf(history)).toMatchObject({ pass: 3, manual: 2, fail: 0 });
  });

  it('has no cell in a scan that did not look at the cloud', () => {
    const both = scanAt(2, at(2));
    const scope = { ...both.manifest.scope, providers: ['aws', 'gcp'] as const };
    const { histories } = period([scanAt(1, at(1)), { ...both, manifest: { ...both.manifest, scope } }]);
    expect(histories.map(({ provider, cells }) => [provider, cells.map((cell) => cell?.state)])).toEqual([
      ['aws', ['manual', 'manual', undefined]],
      ['gcp', [undefined, 'manual', undefined]],
    ]);
  });
});
