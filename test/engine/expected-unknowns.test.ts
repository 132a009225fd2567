import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpectedUnknown } from '#engine/expected-unknowns.ts';
import { markExpected } from '#engine/expected-unknowns.ts';
import { matchesPattern } from '#engine/text-pattern.ts';
import type { CoverageRow } from '#model/coverage.ts';

const row: CoverageRow = {
  provider: 'aws',
  account: '111122223333',
  region: 'eu-south-2',
  kind: 'AWS::EC2::Volume',
  part: '*',
  state: 'denied-by-guardrail',
  count: 0,
  route: 'config',
};

const isExpected = (line: Partial<ExpectedUnknown>, differs: Partial<CoverageRow> = {}): boolean =>
  markExpected({ ...row, ...differs }, [{ because: 'guard rail', ...line }], '2026-11-25').expected === true;

describe('an expected unknown', () => {
  it('is a gap that a line names in all that it says', () => {
    expect(isExpected({ region: 'eu-south-*', reasons: ['denied-by-guardrail'] })).toBe(true);
    expect(isExpected({})).toBe(true);
    expect(isExpected({ region: 'eu-south-*', reasons: ['denied'] })).toBe(false);
    expect(isExpected({ region: 'eu-south-*', account: '2*' })).toBe(false);
    expect(isExpected({ provider: 'azure' })).toBe(false);
    expect(isExpected({ part: 'settings' })).toBe(false);
    expect(isExpected({ kind: 'AWS::EC2::*' })).toBe(true);
    expect(isExpected({ missing: 'ec2:*' }, { missing: 'ec2:DescribeVolumes' })).toBe(true);
    expect(isExpected({ missing: 'ec2:*' })).toBe(false);
  });

  it('does not cover a gap that is wider than its line', () => {
    expect(isExpected({ kind: 'AWS::*' }, { kind: '*' })).toBe(false);
    expect(isExpected({ region: 'eu-south-*' }, { region: '*' })).toBe(false);
  });

  it('ends with its day', () => {
    expect(isExpected({ until: '2026-11-25' })).toBe(true);
    expect(isExpected({ until: '2026-11-24' })).toBe(false);
  });

  it('is never what was read', () => {
    expect(isExpected({}, { state: 'read' })).toBe(false);
    expect(isExpected({}, { state: 'absent' })).toBe(false);
  });
});

describe('a pattern', () => {
  it('matches as a regular expression made of it does', () => {
    const letters = fc.stringMatching(/^[ab*]{0,8}$/);
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[ab]{0,10}$/), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 's');
        expect(matchesPattern(pattern, text)).toBe(expression.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes every other character for itself', () => {
    expect(matchesPattern('a.c?[x]', 'a.c?[x]')).toBe(true);
    expect(matchesPattern('a.c', 'abc')).toBe(false);
    expect(matchesPattern('a*', 'a\nb')).toBe(true);
  });

  it('is quick on what is slow for regular expressions', () => {
    expect(matchesPattern(`${'*a'.repeat(2000)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});
