import { describe, expect, it } from 'vitest';
import { ageInDays } from '#model/age.ts';

const now = '2026-11-24T06:00:00.000Z';

describe('an age in days', () => {
  it.each([
    ['a day before', '2026-11-23T06:00:00.000Z', 1],
    ['half a day before, in another zone', '2026-11-23T20:00:00+02:00', 0.5],
    ['the same moment', now, 0],
    ['a day after', '2026-11-25T06:00:00Z', -1],
    ['never', 'none', undefined],
    ['a marker of the credential report', 'N/A', undefined],
    ['an empty text', '', undefined],
  ])('%s', (_situation, event, days) => {
    expect(ageInDays(event, now)).toBe(days);
  });

  it('is unknown when nobody knows when it was looked at', () => {
    expect(ageInDays(now, 'none')).toBeUndefined();
  });
});
