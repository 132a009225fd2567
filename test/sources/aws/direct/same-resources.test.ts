/**
 * One canonical shape: what AWS Config tells of an account and what its services tell give the same resources, parts
 * and tags, kind by kind, whatever their settings are.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directSources, isUnrecorded } from '#model/aws/direct-sources.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { loadMeridian } from '#test/sandbox/clients.ts';
import type { OneWay } from './both-ways.ts';
import { estateWith, readBothWays, variation } from './both-ways.ts';

// What AWS Config has no item of, or none that says what is judged, is read one way only.
const kinds = Object.keys(directSources).filter((kind) => !isUnrecorded(kind));

/** Without the time at which it was looked at, and the words for what could not be read: those are the way's own. */
const shape = ({ observedAt: _, parts, ...resource }: Resource): unknown => ({
  ...resource,
  parts: Object.fromEntries(
    Object.entries(parts as Readonly<Record<string, Reading<unknown>>>).map(([name, reading]) => [
      name,
      reading.known ? reading.value : { unread: reading.reason },
    ]),
  ),
});

/** Parts that AWS Config may lack where the service tells them: the differences of `docs/aws-direct.md`. */
const mayLack: Readonly<Record<string, readonly string[]>> = {
  'AWS::EFS::FileSystem': ['policy'],
  'AWS::SQS::Queue': ['policy'],
};

/** What both ways can tell of: without the parts that AWS Config did not record of this very resource. */
const comparable = (kind: string, one: Resource, config: OneWay): unknown => {
  const recorded = config.resources.find(({ id, region }) => id === one.id && region === one.region);
  const readings = (recorded?.parts ?? {}) as Readonly<Record<string, Reading<unknown>>>;
  const lacking = (mayLack[kind] ?? []).filter((name) => {
    const reading = readings[name];
    return reading?.known === false && reading.reason === 'not-recorded';
  });
  const parts = Object.fromEntries(Object.entries(one.parts).filter(([name]) => !lacking.includes(name)));
  return shape({ ...one, parts });
};

describe('AWS Config and the services themselves', async () => {
  const meridian = await loadMeridian();

  it.each(kinds)('tell the same of %s', async (kind) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(variation, async (vary) => {
        const { config, direct } = await readBothWays(estateWith(meridian, kind, vary), kind);
        const told = (way: OneWay) => way.resources.map((one) => comparable(kind, one, config));
        expect(told(direct)).toEqual(told(config));
        expect(direct.coverage.filter(({ state }) => state !== 'read')).toEqual([]);
        expect(direct.coverage.map(({ route }) => route)).toContain('direct');
        compared += direct.resources.length;
      }),
      { numRuns: 6, seed: 20_261_125 },
    );
    expect(compared).toBeGreaterThan(0);
  });
});
