import { describe, expect, it } from 'vitest';
import { problemText } from '#engine/entry-list.ts';
import { parseExceptions } from '#engine/exceptions/parse.ts';

const entry = `- check: data.aws.volume-encrypted
  resource: arn:aws:ec2:eu-west-1:111122223333:volume/legacy-*
  owner: platform
  reason: moves in December
  approvedBy: security
  until: 2026-12-31
`;

const parse = (source: string) =>
  parseExceptions(source, {
    file: 'plumbline-exceptions.yaml',
    rules: { longestDays: 365, broadest: 100, zone: 'Europe/Vienna' },
    now: new Date('2026-11-25T06:00:00.000Z'),
    checkIds: new Set(['data.aws.volume-encrypted', 'data.aws.volume-old-name']),
  });

const problems = (source: string): readonly string[] => {
  const parsed = parse(source);
  return parsed.ok ? [] : parsed.problems.map(problemText);
};

describe('a file of exceptions', () => {
  it('is a list of entries', () => {
    expect(parse(`# accepted by us\n${entry}`)).toMatchObject({
      ok: true,
      set: { entries: [{ check: 'data.aws.volume-encrypted', owner: 'platform', until: '2026-12-31' }] },
    });
  });

  for (const source of ['', '\n', '# nothing accepted\n', '[]\n', '---\n']) {
    it(`may be empty: ${JSON.stringify(source)}`, () => {
      expect(parse(source)).toMatchObject({ ok: true, set: { entries: [] } });
    });
  }

  it('may use an earlier id of a check, a ticket, and a fingerprint', () => {
    const more = entry.replace('volume-encrypted', 'volume-old-name');
    expect(problems(`${more}  ticket: OPS-118\n  fingerprint: "0123456789abcdef"\n`)).toEqual([]);
  });

  it('may hold exceptions that have ended: they are reported, not refused', () => {
    expect(problems(entry.replace('2026-12-31', '2020-01-01'))).toEqual([]);
  });
});

describe('what is wrong is said with its place', () => {
  const cases: Record<string, readonly [string, string]> = {
    'a key with a slip': [
      entry.replace('approvedBy', 'aprovedBy'),
      "plumbline-exceptions.yaml:5:3: unknown key 'aprovedBy': did you mean 'approvedBy'?",
    ],
    'a check with a slip': [
      entry.replace('volume-encrypted', 'volume-encryted'),
      "plumbline-exceptions.yaml:1:10: there is no check 'data.aws.volume-encryted': did you mean 'data.aws.volume-encrypted'?",
    ],
    'a check that is like none': [
      entry.replace('data.aws.volume-encrypted', 'x'),
      "plumbline-exceptions.yaml:1:10: there is no check 'x'; `plumbline checks` lists them",
    ],
    'no owner': [
      entry.replace('  owner: platform\n', ''),
      "plumbline-exceptions.yaml:1:3: 'owner' is missing",
    ],
    'no end': [
      entry.replace('  until: 2026-12-31\n', ''),
      "plumbline-exceptions.yaml:1:3: 'until' is missing",
    ],
    'an empty reason': [
      entry.replace('moves in December', "''"),
      "plumbline-exceptions.yaml:4:11: 'reason' is empty: why it is accepted",
    ],
    'a day that is none': [
      entry.replace('2026-12-31', '2026-02-30'),
      "plumbline-exceptions.yaml:6:10: 'until' must be a date such as 2026-12-31: the last day on which it holds",
    ],
    'an end too far away': [
      entry.replace('2026-12-31', '2027-11-26'),
      'plumbline-exceptions.yaml:6:10: 2027-11-26 is 366 days away; an exception may run 365 days at most',
    ],
    'every resource': [
      entry.replace('arn:aws:ec2:eu-west-1:111122223333:volume/legacy-*', '"**"'),
      "plumbline-exceptions.yaml:2:13: '**' would hide every resource: name the ones that are accepted",
    ],
    'a ticket that is a number': [
      `${entry}  ticket: 118\n`,
      "plumbline-exceptions.yaml:7:11: 'ticket' must be text: where it is discussed; put a number in quotes",
    ],
    'a fingerprint that is none': [
      `${entry}  fingerprint: abc\n`,
      "plumbline-exceptions.yaml:7:16: 'fingerprint' must be 16 hexadecimal digits, as `plumbline except` writes it",
    ],
    'a map instead of a list': [
      'exceptions: []\n',
      'plumbline-exceptions.yaml:1:1: the file must be a list: each exception begins with `- check:`',
    ],
  };
  for (const [situation, [source, message]] of Object.entries(cases)) {
    it(situation, () => {
      expect(problems(source)).toContain(message);
    });
  }

  it('an entry that is no map', () => {
    expect(problems('- data.aws.volume-encrypted\n')[0]).toMatch(
      /^plumbline-exceptions\.yaml:1:3: .*expected object/i,
    );
  });

  it('text that is no YAML', () => {
    expect(problems('- check: "open\n')[0]).toMatch(/^plumbline-exceptions\.yaml:\d+:\d+: /);
  });

  it('each problem of each entry, in one go', () => {
    const second = entry.replace('owner', 'ownr').replace('2026-12-31', 'soon');
    expect(problems(entry.replace('2026-12-31', 'never') + second).length).toBeGreaterThanOrEqual(4);
  });

  it('a file that would swell without end', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(', ')}]`),
    ];
    expect(problems(`- ${bomb.join('\n  ')}\n`).length).toBeGreaterThan(0);
  });

  it('allows the last day that the rule allows', () => {
    expect(problems(entry.replace('2026-12-31', '2027-11-25'))).toEqual([]);
  });
});
