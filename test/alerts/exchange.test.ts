import { expect, test } from 'vitest';
import { retryAfterOf } from '#alerts/exchange.ts';

const now = 'Wed, 25 Nov 2026 06:00:00 GMT';

test.each([
  ['30', 30_000],
  ['0', 0],
  [' 5 ', 5_000],
  ['Wed, 25 Nov 2026 06:00:45 GMT', 45_000],
  ['Wed, 25 Nov 2026 05:59:00 GMT', 0],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
])('a receiver that asks for %j is left alone for %d ms', (header, retryAfter) => {
  expect(retryAfterOf(header, now)).toEqual({ retryAfter });
});

test.each(['', '-1', '1.5', '1e9', 'soon', '2026-11-25T06:00:45Z', 'Infinity', '0x10', 'Wed'])(
  '%j says nothing',
  (header) => {
    expect(retryAfterOf(header, now)).toEqual({});
  },
);

test('a date without the time at which it was said is none', () => {
  expect(retryAfterOf('Wed, 25 Nov 2026 06:00:45 GMT', undefined)).toEqual({});
  expect(retryAfterOf(undefined, now)).toEqual({});
});
