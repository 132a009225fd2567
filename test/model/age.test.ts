import { describe, expect, it, test } from 'vitest';
import { ageInDays, daysSince } from '#model/age.ts';

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

test('what lies behind has an age, also where a clock is off by hours', () => {
  expect(daysSince('2026-11-14T06:00:00Z', now)).toBe(10);
  expect(daysSince('2026-11-24T18:00:00Z', now)).toBe(-0.5);
});

test.each(['2026-11-26T06:00:00Z', '2099-01-01T00:00:00Z', 'none', '', 'N/A'])(
  'what is told to have happened at %j has none',
  (event) => {
    expect(daysSince(event, now)).toBeUndefined();
  },
);
