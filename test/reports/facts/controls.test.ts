import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckMetadata } from '#model/check.ts';
import type { Control, Framework } from '#model/framework.ts';
import type { Provider } from '#model/resource.ts';
import type { AttestationRow, CloudShares, QuestionCounts } from '#model/scan.ts';
import { countStates, frameworkFacts } from '#reports/facts/controls.ts';

const check = (id: string, ...controls: readonly string[]): CheckMetadata => ({
  id,
  title: 'Bucket keeps to itself',
  finding: '{name} is open',
  consequence: 'Anyone reads it.',
  severity: 'high',
  controls: { practice: controls },
  remediation: 'Close it.',
  sources: [],
});

const frameworkWith = (...controls: readonly Control[]): Framework => ({
  id: 'practice',
  title: 'Practice',
  source: 'https://practice.example/',
  providers: ['aws', 'azure'],
  groups: { CLD: 'Clouds' },
  controls,
});

const full: Control = { id: 'CLD-2', title: 'Data is encrypted', decidable: 'full' };
const part: Control = { id: 'CLD-2', title: 'Data is encrypted', decidable: 'part', attest: 'keys in use' };
const none: Control = { id: 'CLD-2', title: 'Data is encrypted', decidable: 'none', attest: 'all of it' };

const attested = (row: Partial<AttestationRow> = {}): AttestationRow => ({
  framework: 'practice',
  control: 'CLD-2',
  statement: 'Keys are held in the vault.',
  by: 'security',
  evidence: 'OPS-7',
  until: '2027-01-31',
  status: 'in-force',
  ...row,
});

interface Situation {
  readonly control: Control;
  readonly checks?: readonly CheckMetadata[];
  readonly ran?: readonly string[];
  readonly notRun?: readonly string[];
  readonly counts?: Readonly<Record<string, Partial<QuestionCounts>>>;
  readonly open?: Readonly<Record<string, number>>;
  readonly excepted?: Readonly<Record<string, number>>;
  readonly shares?: Readonly<Record<string, CloudShares>>;
  readonly attestations?: readonly AttestationRow[];
  readonly providers?: readonly Provider[];
}

const rowOf = (situation: Situation) => {
  const checks = situation.checks ?? [check('data.aws.bucket-private', 'CLD-2')];
  const { rows } = frameworkFacts(
    frameworkWith(situation.control),
    {
      scope: {
        providers: situation.providers ?? ['aws'],
        accounts: [],
        regions: [],
        kinds: [],
        severity: 'low',
        checks: situation.ran ?? checks.map(({ id }) => id),
      },
      ...(situation.notRun === undefined ? {} : { notRun: situation.notRun }),
      counts: Object.fromEntries(
        Object.entries(situation.counts ?? {}).map(([id, counts]) => [
          id,
          { asked: 0, notApplicable: 0, pass: 0, fail: 0, unknown: 0, ...counts },
        ]),
      ),
      open: Object.fromEntries(Object.entries(situation.open ?? {}).map(([id, high]) => [id, { high }])),
      excepted: situation.excepted ?? {},
      ...(situation.shares === undefined ? {} : { shares: situation.shares }),
    },
    checks,
    situation.attestations ?? [],
  );
  return rows[0];
};

const cellOf = (situation: Situation) => rowOf(situation)?.cells[0];

const id = 'data.aws.bucket-private';
const passed = { [id]: { asked: 3, pass: 3 } };

describe('a control that checks decide wholly', () => {
  it('passes where every question passed', () => {
    expect(cellOf({ control: full, counts: passed })).toMatchObject({ state: 'pass', checks: [id] });
  });

  it('fails where one finding is open, whatever else is unknown', () => {
    const counts = { [id]: { asked: 3, pass: 1, fail: 1, unknown: 1 } };
    expect(cellOf({ control: full, counts, open: { [id]: 1 } })).toMatchObject({ state: 'fail', open: 1 });
  });

  it('is not assessed where one question has no answer', () => {
    expect(cellOf({ control: full, counts: { [id]: { asked: 3, pass: 2, unknown: 1 } } })).toMatchObject({
      state: 'not-assessed',
      notAssessed: { why: 'unknown', verdicts: 1 },
    });
  });

  it('is not assessed where one of its checks was left out', () => {
    const checks = [check(id, 'CLD-2'), check('data.aws.volume-encrypted', 'CLD-2')];
    expect(cellOf({ control: full, checks, ran: [id], counts: passed })).toMatchObject({
      state: 'not-assessed',
      notAssessed: { why: 'not-run', checks: ['data.aws.volume-encrypted'] },
    });
  });

  it('is not assessed where no check names it, whoever vouches for it', () => {
    expect(cellOf({ control: full, checks: [], attestations: [attested()] })).toMatchObject({
      state: 'not-assessed',
      notAssessed: { why: 'no-check' },
    });
  });

  it('is assessed where one of its checks came in a later version', () => {
    const checks = [check(id, 'CLD-2'), check('data.aws.volume-encrypted', 'CLD-2')];
    const scan = { control: full, checks, ran: [id], counts: passed };
    expect(cellOf({ ...scan, notRun: [] })?.state).toBe('pass');
    expect(cellOf({ ...scan, notRun: ['data.aws.volume-encrypted'] })?.state).toBe('not-assessed');
  });

  it('counts a check under the id that it had then', () => {
    const checks = [{ ...check('data.aws.bucket-closed', 'CLD-2'), aliases: [id] }];
    expect(cellOf({ control: full, checks, ran: [id], notRun: [], counts: passed })).toMatchObject({
      state: 'pass',
      checks: [id],
    });
  });

  it('is excepted where all that breaks it is excepted', () => {
    const counts = { [id]: { asked: 3, pass: 2, fail: 1 } };
    expect(cellOf({ control: full, counts, excepted: { [id]: 1 } })?.state).toBe('excepted');
  });

  it('is not applicable where nothing that it is about was found', () => {
    expect(cellOf({ control: full, counts: { [id]: { asked: 2, notApplicable: 2 } } })?.state).toBe(
      'not-applicable',
    );
    expect(cellOf({ control: full })?.state).toBe('not-applicable');
  });
});

describe('a control that checks decide in part', () => {
  it('is manual though its one check passed', () => {
    expect(cellOf({ control: part, counts: passed })?.state).toBe('manual');
  });

  it('passes once somebody attests the rest', () => {
    expect(cellOf({ control: part, counts: passed, attestations: [attested()] })).toMatchObject({
      state: 'pass',
      attestation: { by: 'security' },
    });
  });

  for (const status of ['expired', 'not-yet'] as const) {
    it(`is manual again where the attestation is ${status}`, () => {
      expect(cellOf({ control: part, counts: passed, attestations: [attested({ status })] })?.state).toBe(
        'manual',
      );
    });
  }

  it('fails whoever vouches for it', () => {
    const counts = { [id]: { asked: 1, fail: 1 } };
    expect(cellOf({ control: part, counts, open: { [id]: 1 }, attestations: [attested()] })?.state).toBe(
      'fail',
    );
  });

  it('is not assessed where what a check looks at is unknown, whoever vouches for the rest', () => {
    const counts = { [id]: { asked: 1, unknown: 1 } };
    expect(cellOf({ control: part, counts, attestations: [attested()] })?.state).toBe('not-assessed');
  });

  it('is vouched for in one cloud and not in another', () => {
    const row = rowOf({
      control: none,
      checks: [],
      providers: ['aws', 'azure'],
      attestations: [attested({ provider: 'azure' })],
    });
    expect(row?.cells.map(({ provider, state }) => [provider, state])).toEqual([
      ['aws', 'manual'],
      ['azure', 'pass'],
    ]);
  });

  it('is not vouched for by an attestation of another control or framework', () => {
    const others = [attested({ control: 'CLD-1' }), attested({ framework: 'cis-aws-3.0' })];
    expect(cellOf({ control: none, checks: [], attestations: others })?.state).toBe('manual');
  });

  it('names the attestation that holds longest', () => {
    const attestations = [
      attested({ until: '2026-12-01', by: 'audit' }),
      attested({ until: '2027-06-30', by: 'it' }),
    ];
    expect(cellOf({ control: none, checks: [], attestations })?.attestation?.by).toBe('it');
  });
});

describe('where a control is asked', () => {
  it('has no cell in a cloud that the scan did not look at, or that the control is not about', () => {
    const azureOnly: Control = { ...full, providers: ['azure'] };
    expect(rowOf({ control: azureOnly, providers: ['aws'] })?.cells).toEqual([]);
    expect(
      rowOf({ control: full, providers: ['aws', 'gcp'] })?.cells.map(({ provider }) => provider),
    ).toEqual(['aws']);
  });

  it('counts a check of one cloud in that cloud, and one of none in all where nobody counted it by cloud', () => {
    const drift = 'drift.unapproved-change';
    const row = rowOf({
      control: full,
      checks: [check(id, 'CLD-2'), check(drift, 'CLD-2')],
      providers: ['aws', 'azure'],
      counts: { ...passed, [drift]: { asked: 4, pass: 4 } },
    });
    expect(row?.cells.map(({ checks, counts }) => [checks, counts.pass])).toEqual([
      [[id, drift], 7],
      [[drift], 4],
    ]);
  });

  it('fails in the cloud where a check of every cloud fails, and in no other', () => {
    const drift = 'drift.unapproved-change';
    const none = { notApplicable: 0, pass: 0, fail: 0, unknown: 0 };
    const row = rowOf({
      control: full,
      checks: [check(drift, 'CLD-2')],
      providers: ['aws', 'azure'],
      counts: { [drift]: { asked: 7, pass: 6, fail: 1 } },
      open: { [drift]: 1 },
      shares: {
        [drift]: {
          aws: { counts: { ...none, asked: 4, pass: 3, fail: 1 }, open: { high: 1 }, excepted: 0 },
          azure: { counts: { ...none, asked: 3, pass: 3 }, open: {}, excepted: 0 },
        },
      },
    });
    expect(row?.cells.map(({ state, open, counts: { asked } }) => [state, open, asked])).toEqual([
      ['fail', 1, 4],
      ['pass', 0, 3],
    ]);
  });

  it('is not applicable in a cloud of which a check of every cloud asked nothing', () => {
    const drift = 'drift.unapproved-change';
    const row = rowOf({
      control: full,
      checks: [check(drift, 'CLD-2')],
      providers: ['azure'],
      counts: { [drift]: { asked: 1, fail: 1 } },
      open: { [drift]: 1 },
      shares: { [drift]: {} },
    });
    expect(row?.cells.map(({ state }) => state)).toEqual(['not-applicable']);
  });

  it('counts once, by the worst of its cells', () => {
    const row = rowOf({ control: none, checks: [], providers: ['aws', 'azure'] });
    expect(countStates(row === undefined ? [] : [row])).toMatchObject({ manual: 1, pass: 0 });
  });
});

describe('a control is met only when nothing speaks against it', () => {
  const number = fc.integer({ min: 0, max: 3 });

  it('never passes with an open finding, an unknown, a check left out, or a part that nobody vouches for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(full, part, none),
        fc.array(
          fc.record({ pass: number, open: number, excepted: number, unknown: number, ran: fc.boolean() }),
          {
            maxLength: 4,
          },
        ),
        fc.option(fc.constantFrom('in-force', 'ends-soon', 'not-yet', 'expired'), { nil: undefined }),
        (control, drawn, status) => {
          const checks = drawn.map((_, index) => check(`data.aws.check-${index}`, 'CLD-2'));
          const entries = drawn.map((one, index) => [`data.aws.check-${index}`, one] as const);
          const cell = cellOf({
            control,
            checks,
            ran: entries.filter(([, { ran }]) => ran).map(([name]) => name),
            counts: Object.fromEntries(
              entries.map(([name, { pass, open, excepted, unknown }]) => [
                name,
                { asked: pass + open + excepted + unknown, pass, fail: open + excepted, unknown },
              ]),
            ),
            open: Object.fromEntries(entries.map(([name, { open }]) => [name, open])),
            excepted: Object.fromEntries(entries.map(([name, { excepted }]) => [name, excepted])),
            attestations: status === undefined ? [] : [attested({ status })],
          });
          const isVouched = status === 'in-force' || status === 'ends-soon';
          const isMet =
            drawn.every(({ ran, open, excepted, unknown }) => ran && open + excepted + unknown === 0) &&
            (control.decidable === 'full' ? drawn.some(({ pass }) => pass > 0) : isVouched);
          expect(cell?.state === 'pass').toBe(isMet);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
