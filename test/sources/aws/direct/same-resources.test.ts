/**
 * One canonical shape: what AWS Config tells of an account and what its services tell give the same resources, parts
 * and tags, kind by kind, whatever their settings are.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directSources } from '#model/aws/direct-sources.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { loadMeridian } from '#test/sandbox/clients.ts';
import { estateWith, readBothWays, variation } from './both-ways.ts';

const kinds = Object.keys(directSources);

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

describe('AWS Config and the services themselves', async () => {
  const meridian = await loadMeridian();

  it.each(kinds)('tell the same of %s', async (kind) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(variation, async (vary) => {
        const { config, direct } = await readBothWays(estateWith(meridian, kind, vary), kind);
        expect(direct.resources.map(shape)).toEqual(config.resources.map(shape));
        expect(direct.coverage.filter(({ state }) => state !== 'read')).toEqual([]);
        expect(direct.coverage.map(({ route }) => route)).toContain('direct');
        compared += direct.resources.length;
      }),
      { numRuns: 6, seed: 20_261_125 },
    );
    expect(compared).toBeGreaterThan(0);
  });
});
