import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, columns, cutEnd, cutMiddle, visibleValue } from '#reports/text/clean.ts';
import { clock, count, percent, span, utcMinute } from '#reports/text/numbers.ts';
import { indexChecks, ownerOf, titleOf } from '#reports/text/wording.ts';
import { hostileTexts } from '#test/support/hostile/texts.ts';
import { reportChecks } from '#test/support/scan-checks.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const anyText = fc.string({ unit: 'binary' });

describe('text of a cloud', () => {
  it('has no control, no direction mark and no lone surrogate when it is a name', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...hostileTexts)), (text) => {
        const clean = cleanName(text);
        expect(clean).not.toMatch(controls);
        expect(clean.isWellFormed()).toBe(true);
      }),
    );
  });

  it('shows what is hidden when it is a value', () => {
    expect(visibleValue('a\u202eb\u001b[31m')).toBe('a\\u202eb\\u001b[31m');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visibleValue(text)).not.toMatch(controls);
      }),
    );
  });

  it('is never wider than it was cut to', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, width) => {
        const clean = cleanName(text);
        expect(columns(cutMiddle(clean, width))).toBeLessThanOrEqual(width);
        expect(columns(cutEnd(clean, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('is cut in the middle, both ends kept', () => {
    expect(cutMiddle('arn:aws:iam::111122223333:role/ci-build', 20)).toBe('arn:aws:i…e/ci-build');
    expect(cutMiddle('short', 20)).toBe('short');
  });

  it('takes two columns for a wide character', () => {
    expect(columns('名前')).toBe(4);
    expect(columns('cafe\u0301')).toBe(4);
  });
});

describe('numbers', () => {
  it('are grouped, and percentages have one decimal', () => {
    expect(count(48705)).toBe('48,705');
    expect(percent(48099, 48705)).toBe('98.8 %');
    expect(percent(0, 0)).toBe('·');
  });

  it('never round to 100.0 or 0.0 what is not', () => {
    expect(percent(999_999, 1_000_000)).toBe('99.9 %');
    expect(percent(1, 1_000_000)).toBe('0.1 %');
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const whole = Math.max(a, b, 1);
        const part = Math.min(a, b);
        expect(percent(part, whole) === '100.0 %').toBe(part === whole);
        expect(percent(part, whole) === '0.0 %').toBe(part === 0);
      }),
    );
  });

  it('say times and spans as the look does', () => {
    expect(utcMinute('2026-11-24T06:00:21.000Z')).toBe('2026-11-24 06:00 UTC');
    expect(span('2026-11-24T06:00:01Z', '2026-11-24T06:01:00Z')).toBe('under 1 min');
    expect(span('2026-11-24T06:00:00Z', '2026-11-24T06:01:00Z')).toBe('1 min');
    expect(span('2026-11-23T14:02:00Z', '2026-11-24T06:02:00Z')).toBe('16 h');
    expect(span('2026-10-12T06:00:00Z', '2026-11-24T06:00:00Z')).toBe('43 d');
    expect(span('never', '2026-11-24T06:00:00Z')).toBe('unknown');
    expect(clock(38_000)).toBe('0:38');
    expect(clock(3_725_000)).toBe('1:02:05');
  });
});

describe('titles and owners', () => {
  const checks = indexChecks(reportChecks);

  it('put the name into the sentence as it is, even one that looks like a replacement', () => {
    expect(titleOf({ check: 'data.aws.bucket-is-private', name: '$& $1 {name}' }, checks)).toBe(
      'Bucket $& $1 {name} is readable by everyone',
    );
  });

  it('cut the name before the sentence', () => {
    const title = titleOf({ check: 'data.aws.bucket-is-private', name: 'x'.repeat(90) }, checks, 50);
    expect(title).toMatch(/^Bucket x+…x+ is readable by everyone$/u);
    expect(title.length).toBeLessThanOrEqual(50);
  });

  it('name a check that this version no longer has by its id', () => {
    expect(titleOf({ check: 'iam.aws.gone', name: 'alice' }, checks)).toBe('alice fails iam.aws.gone');
  });

  it('find the owner by its own tag before the team', () => {
    expect(ownerOf({ tags: { Team: 'a', OWNER: 'b' } })).toBe('b');
    expect(ownerOf({ tags: { team: 'a' } })).toBe('a');
    expect(ownerOf({ tags: { owner: '\u202e' } })).toBeUndefined();
    expect(ownerOf({})).toBeUndefined();
  });
});
