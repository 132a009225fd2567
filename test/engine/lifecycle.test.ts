import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithLedger } from '#engine/lifecycle.ts';
import type { FailRow, Finding } from '#model/finding.ts';
import { compareFindings, findingId } from '#model/finding.ts';
import type { Severity } from '#model/severity.ts';
import { severities, severityRank } from '#model/severity.ts';

const at = '2026-11-25T06:00:00.000Z';

async function* stream<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

const failRow = (check: string, id: string, severity: Severity = 'high', paths = 1): FailRow => ({
  check,
  provider: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  kind: 'AWS::EC2::Volume',
  id,
  name: id,
  severity,
  evidence: Array.from({ length: paths }, (_, index) => ({ path: `settings/${index}`, found: 'off' })),
  fingerprint: '0000000000000000',
});

const compare = async (
  previous: readonly Finding[],
  fails: readonly FailRow[],
  number: number,
  looked: (finding: Finding) => boolean,
  oldestTombstone = 0,
): Promise<readonly Finding[]> => {
  const options = { number, at, looked, oldestTombstone };
  const sorted = fails.toSorted(compareFindings);
  return Array.fromAsync(compareWithLedger(stream(previous), stream(sorted), options));
};

const yes = (): boolean => true;
const no = (): boolean => false;

describe('one finding from scan to scan', () => {
  it('is worse by more severity, or more places at the same severity', async () => {
    const first = await compare([], [failRow('c', 'a', 'medium', 2)], 1, yes);
    const states = async (severity: Severity, paths: number) =>
      (await compare(first, [failRow('c', 'a', severity, paths)], 2, yes)).map((row) => [
        row.state,
        row.before,
      ]);
    expect(await states('high', 1)).toEqual([['worse', 'medium']]);
    expect(await states('medium', 3)).toEqual([['worse', 'medium']]);
    expect(await states('medium', 2)).toEqual([['open', undefined]]);
    expect(await states('medium', 1)).toEqual([['open', undefined]]);
    expect(await states('low', 9)).toEqual([['open', undefined]]);
  });

  it('is open again the scan after it got worse', async () => {
    const first = await compare([], [failRow('c', 'a', 'medium')], 1, yes);
    const second = await compare(first, [failRow('c', 'a', 'high')], 2, yes);
    const third = await compare(second, [failRow('c', 'a', 'high')], 3, yes);
    expect(third[0]).toMatchObject({ state: 'open', firstScan: 1, judgedScan: 3 });
    expect(third[0]).not.toHaveProperty('before');
  });

  it('keeps its id and first scan through resolved and reopened', async () => {
    const first = await compare([], [failRow('c', 'a')], 1, yes);
    const second = await compare(first, [], 2, yes);
    expect(second[0]).toMatchObject({ state: 'resolved', resolvedScan: 2, judgedScan: 2, firstScan: 1 });
    const third = await compare(second, [], 3, no);
    expect(third[0]).toMatchObject({ state: 'resolved', resolvedScan: 2, judgedScan: 2 });
    const fourth = await compare(third, [failRow('c', 'a')], 4, yes);
    expect(fourth[0]).toMatchObject({
      state: 'reopened',
      firstScan: 1,
      judgedScan: 4,
      finding: first[0]?.finding,
    });
    expect(fourth[0]).not.toHaveProperty('resolvedScan');
  });

  it('is forgotten when its tombstone is too old, and then new', async () => {
    const first = await compare([], [failRow('c', 'a')], 1, yes);
    const second = await compare(first, [], 2, yes);
    expect(await compare(second, [], 3, yes, 2)).toHaveLength(1);
    expect(await compare(second, [], 3, yes, 3)).toEqual([]);
    const back = await compare(await compare(second, [], 3, yes, 3), [failRow('c', 'a')], 4, yes);
    expect(back[0]).toMatchObject({ state: 'new', firstScan: 4 });
  });

  it('is not forgotten while it is open, however long nobody looked', async () => {
    const first = await compare([], [failRow('c', 'a')], 1, yes);
    expect(await compare(first, [], 900, no, 800)).toMatchObject([{ state: 'open', judgedScan: 1 }]);
  });

  it('compares Azure ids without case', async () => {
    const azure = (id: string): FailRow => ({ ...failRow('c', id), provider: 'azure' });
    const first = await compare([], [azure('/subscriptions/A/disks/One')], 1, yes);
    const second = await compare(first, [azure('/subscriptions/a/disks/one')], 2, yes);
    expect(second).toMatchObject([{ state: 'open', firstScan: 1, finding: first[0]?.finding }]);
  });
});

/** One scan of a history: which places it looks at, and what fails there. */
interface Step {
  readonly looked: readonly string[];
  readonly fails: readonly { readonly key: string; readonly severity: Severity; readonly paths: number }[];
}

const keys = ['c/a', 'c/b', 'c/ü', 'd/a', 'd/a0', 'e/Z'];

const step: fc.Arbitrary<Step> = fc.record({
  looked: fc.subarray(keys),
  fails: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom(...keys),
      severity: fc.constantFrom(...severities),
      paths: fc.integer({ min: 1, max: 3 }),
    }),
    { selector: ({ key }) => key },
  ),
});

interface Life {
  state: string;
  firstScan: number;
  judgedScan: number;
  resolvedScan?: number;
  severity: Severity;
  paths: number;
}

/** The rules once more, in the plainest way: a map, and one question after the other. */
const reference = (lives: Map<string, Life>, { looked, fails }: Step, number: number): void => {
  for (const key of keys) {
    const life = lives.get(key);
    const fail = fails.find((candidate) => candidate.key === key);
    if (fail !== undefined) {
      const { severity, paths } = fail;
      let state = 'new';
      if (life?.state === 'resolved') state = 'reopened';
      else if (life !== undefined) {
        const moreSevere = severityRank(severity) < severityRank(life.severity);
        state = moreSevere || (severity === life.severity && paths > life.paths) ? 'worse' : 'open';
      }
      lives.set(key, { state, severity, paths, firstScan: life?.firstScan ?? number, judgedScan: number });
    } else if (life !== undefined && life.state !== 'resolved') {
      if (looked.includes(key))
        Object.assign(life, { state: 'resolved', judgedScan: number, resolvedScan: number });
      else life.state = 'open';
    }
  }
};

describe('random histories', () => {
  it('lose nothing, and resolve nothing unseen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const lives = new Map<string, Life>();
        let ledger: readonly Finding[] = [];
        for (const [index, current] of steps.entries()) {
          const number = index + 1;
          const before = ledger;
          reference(lives, current, number);
          const rows = current.fails.map(({ key, severity, paths }) => {
            const [check = '', id = ''] = key.split('/');
            return failRow(check, id, severity, paths);
          });
          const looked = (finding: Finding) => current.looked.includes(`${finding.check}/${finding.id}`);
          ledger = await compare(before, rows, number, looked);

          expect(ledger).toEqual(ledger.toSorted(compareFindings));
          expect(new Set(ledger.map(({ finding }) => finding)).size).toBe(ledger.length);
          const seen = Object.fromEntries(
            ledger.map((row) => [
              `${row.check}/${row.id}`,
              {
                state: row.state,
                firstScan: row.firstScan,
                judgedScan: row.judgedScan,
                severity: row.severity,
                paths: row.evidence.length,
                ...(row.resolvedScan === undefined ? {} : { resolvedScan: row.resolvedScan }),
              },
            ]),
          );
          expect(seen).toEqual(Object.fromEntries(lives));
          for (const row of ledger) {
            expect(row.finding).toBe(findingId(row));
            if (row.resolvedScan === number) expect(current.looked).toContain(`${row.check}/${row.id}`);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
