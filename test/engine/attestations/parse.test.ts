import { describe, expect, it } from 'vitest';
import { attestationRows } from '#engine/attestations/attestation.ts';
import { parseAttestations } from '#engine/attestations/parse.ts';
import { problemText } from '#engine/entry-list.ts';
import type { Framework } from '#model/framework.ts';

const practice: Framework = {
  id: 'practice',
  title: 'Infrastructure practice',
  source: 'https://practice.example/',
  providers: ['aws', 'gcp'],
  groups: { GIT: 'GitOps', CLD: 'Clouds', NET: 'Network' },
  controls: [
    { id: 'GIT-3', title: 'Changes are reviewed', decidable: 'none', attest: 'reviews' },
    { id: 'CLD-2', title: 'Data is encrypted', decidable: 'full' },
    { id: 'NET-3', title: 'Attacks are absorbed', decidable: 'none', attest: 'all', providers: ['gcp'] },
  ],
};

const entry = `- framework: practice
  control: GIT-3
  statement: Two people review each change.
  by: security
  evidence: https://wiki.example/reviews
  until: 2026-12-31
`;

const parse = (source: string) =>
  parseAttestations(source, {
    file: 'plumbline-attestations.yaml',
    rules: { longestDays: 400, zone: 'Europe/Vienna' },
    now: new Date('2026-11-25T06:00:00.000Z'),
    frameworks: [practice],
  });

const problems = (source: string): readonly string[] => {
  const parsed = parse(source);
  return parsed.ok ? [] : parsed.problems.map(problemText);
};

describe('a file of attestations', () => {
  it('is a list of entries', () => {
    expect(parse(entry)).toMatchObject({
      ok: true,
      set: { entries: [{ control: 'GIT-3', by: 'security' }] },
    });
  });

  it('may be empty', () => {
    expect(parse('# nothing\n')).toMatchObject({ ok: true, set: { entries: [] } });
  });

  it('may hold attestations that have ended: they are reported, not refused', () => {
    expect(problems(entry.replace('2026-12-31', '2020-01-01'))).toEqual([]);
  });
});

describe('what is wrong is said with its place', () => {
  const cases: Record<string, readonly [source: string, problem: string]> = {
    'no list': [
      'framework: practice\n',
      '1:1: the file must be a list: each attestation begins with `- framework:`',
    ],
    'a key with a slip': [
      entry.replace('evidence', 'evidense'),
      "5:3: unknown key 'evidense': did you mean 'evidence'?",
    ],
    'no evidence': [entry.replace(/ {2}evidence.*\n/, ''), "1:3: 'evidence' is missing"],
    'a framework with a slip': [
      entry.replace('practice', 'practise'),
      "1:14: there is no framework 'practise': did you mean 'practice'?",
    ],
    'a control that is none': [
      entry.replace('GIT-3', 'XYZ'),
      "2:12: there is no control of Infrastructure practice 'XYZ'; there are GIT-3, CLD-2, NET-3",
    ],
    'a control that checks decide': [
      entry.replace('GIT-3', 'CLD-2'),
      '2:12: CLD-2 is decided by checks alone: an exception accepts what they find',
    ],
    'a cloud that it is not asked in': [
      entry.replace('control: GIT-3', 'control: NET-3\n  provider: aws'),
      "3:13: NET-3 is not asked in 'aws', only in gcp",
    ],
    'a number without quotes': [
      entry.replace('GIT-3', '1.10'),
      "2:12: 'control' must be text: the number of a control; put one such as 1.10 in quotes",
    ],
    'a day that is none': [
      entry.replace('2026-12-31', '2026-02-30'),
      "6:10: 'until' must be a date such as 2026-12-31: the last day for which it holds",
    ],
    'an end too far away': [
      entry.replace('2026-12-31', '2027-12-31'),
      '6:10: 2027-12-31 is 401 days away; an attestation may run 400 days at most',
    ],
    'a beginning after its end': [
      `${entry}  from: 2027-01-01\n`,
      '7:9: it begins on 2027-01-01, after its last day 2026-12-31',
    ],
  };
  for (const [situation, [source, problem]] of Object.entries(cases)) {
    it(situation, () => {
      expect(problems(source)).toContain(`plumbline-attestations.yaml:${problem}`);
    });
  }
});

describe('an attestation at a moment', () => {
  const standing = (from: string | undefined, until: string, at: string) => {
    const parsed = parse(
      entry.replace('2026-12-31', until) + (from === undefined ? '' : `  from: ${from}\n`),
    );
    if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'));
    return attestationRows(parsed.set, new Date(at)).map(({ status }) => status);
  };
  const situations: readonly (readonly [string, string | undefined, string, string, string])[] = [
    ['is in force', undefined, '2026-12-31', '2026-11-25T12:00:00Z', 'in-force'],
    ['ends soon, fourteen days before its end', undefined, '2026-12-31', '2026-12-17T12:00:00Z', 'ends-soon'],
    ['does not end soon a day earlier', undefined, '2026-12-31', '2026-12-16T12:00:00Z', 'in-force'],
    [
      'holds to the end of its last day in the zone',
      undefined,
      '2026-12-31',
      '2026-12-31T22:59:59Z',
      'ends-soon',
    ],
    ['is over when that day is over in the zone', undefined, '2026-12-31', '2026-12-31T23:00:00Z', 'expired'],
    [
      'is not yet in force before its first day',
      '2026-12-01',
      '2026-12-31',
      '2026-11-30T12:00:00Z',
      'not-yet',
    ],
    ['begins with its first day', '2026-12-01', '2026-12-31', '2026-11-30T23:00:00Z', 'in-force'],
  ];
  for (const [name, from, until, at, status] of situations) {
    it(name, () => expect(standing(from, until, at)).toEqual([status]));
  }
});
