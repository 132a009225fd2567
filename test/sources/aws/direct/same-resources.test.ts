/**
 * One canonical shape: what AWS Config tells of an account and what its services tell give the same resources, parts and
 * tags, kind by kind, for every estate.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directSources } from '#model/aws/direct-sources.ts';
import type { Resource } from '#model/resource.ts';
import { generatedEstate } from './generated-estate.ts';
import { readBothWays } from './both-ways.ts';
import { knownDifference } from './known-differences.ts';

const kinds = Object.keys(directSources).sort();

/** Without the time at which it was looked at, which is the way's own. */
const shape = ({ observedAt: _, ...resource }: Resource): unknown => knownDifference(resource);

describe('AWS Config and the services themselves', () => {
  it.each(kinds)('tell the same of %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(generatedEstate(kind), async (estate) => {
        const { config, direct } = await readBothWays(estate, kind);
        expect(direct.resources.map(shape)).toEqual(config.resources.map(shape));
        expect(direct.coverage.every(({ state }) => state === 'read')).toBe(true);
      }),
      { numRuns: 5, seed: 20_261_125 },
    );
  });
});
