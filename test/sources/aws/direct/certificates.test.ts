/** Certificates end with time and without a change, so that no record of changes tells how long they have. */
import { describe, expect, it } from 'vitest';
import { certificateValid } from '#checks/data/aws/certificate-valid.ts';
import type { Certificate } from '#model/aws/edge.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { mapSeries } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

const kind = 'AWS::ACM::Certificate';
const meridian = await loadMeridian();
const now = Date.parse('2026-11-25T12:00:00Z');
const daysFromNow = (days: number): string => new Date(now + days * 86_400_000).toISOString();

/** Recorded when they were issued, a year ago. */
const ending = (notAfter: string): Estate => {
  const aged = (item: ConfigItem): ConfigItem => ({
    ...item,
    configurationItemCaptureTime: daysFromNow(-365),
    configuration: { ...item.configuration, status: 'ISSUED', notAfter, inUseBy: ['arn:aws:x'] },
  });
  const change = <S extends Estate['live'][number]>(shelf: S): S =>
    shelf.kind === kind ? { ...shelf, ...mapSeries(shelf, aged) } : shelf;
  return {
    ...meridian,
    denials: [],
    live: meridian.live.map(change),
    shelves: meridian.shelves.map(change),
  };
};

const judged = async (estate: Estate, inventory: 'auto' | 'config' | 'direct') => {
  const sandbox = await startSandbox({ estate, now: () => new Date(now) });
  try {
    const { resources, coverage } = await scan(
      optionsFor(sandbox, { accounts: [ids.production], regions: ['eu-west-1'], kinds: [kind], inventory }),
      new Map([[kind, new Set(['settings'])]]),
      () => now,
    );
    const verdictOf = (resource: Resource) => {
      const settings = resource.parts['settings'] as Reading<Certificate['settings']>;
      if (!settings.known) throw new Error(settings.detail);
      return certificateValid.evaluate({ settings: settings.value } as never, resource as never).verdict;
    };
    return {
      verdicts: resources.map(verdictOf),
      routes: coverage.filter((row) => row.kind === kind).map(({ route }) => route),
    };
  } finally {
    await sandbox.close();
  }
};

describe.each(['auto', 'config', 'direct'] as const)('a certificate, by %s,', (inventory) => {
  it('that ends in ten days is judged by today, and not by when AWS Config recorded it', async () => {
    const { verdicts, routes } = await judged(ending(daysFromNow(10)), inventory);
    expect(new Set(verdicts)).toEqual(new Set(['fail']));
    expect(routes).toEqual(['direct']);
  });

  it('that has a year is valid', async () => {
    const { verdicts } = await judged(ending(daysFromNow(300)), inventory);
    expect(new Set(verdicts)).toEqual(new Set(['pass', 'fail']));
  });
});
