import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAttestations } from '#engine/attestations/parse.ts';
import { problemText } from '#engine/entry-list.ts';
import { manifestKey } from '#pipeline/manifests.ts';
import { runScan } from '#pipeline/run-scan.ts';
import { periodColumns } from '#reports/formats/csv/period.ts';
import { controlsOf, frameworks } from '#reports/frameworks/index.ts';
import { practice } from '#reports/frameworks/practice.ts';
import { filesStore } from '#store/files.ts';
import { onDay, scanOptions, volume } from '#test/pipeline/scan-scene.ts';
import type { Ran } from './run-cli.ts';
import { runCli } from './run-cli.ts';

const attestations = `- framework: practice
  control: GIT-3
  statement: Two people review each change.
  by: =platform
  evidence: https://wiki.example/reviews
  until: 2026-11-29
`;

let cwd: string;
const store = () => filesStore({ root: join(cwd, 'kept') });
const plumbline = (...argv: readonly string[]): Promise<Ran> =>
  runCli(argv, { cwd, now: () => new Date('2026-12-05T12:00:00Z') });

/** Ten scans on days 0 to 10, the fifth day left out: on the seventh the volume is mended. */
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-period-'));
  await writeFile(
    join(cwd, 'plumbline.yaml'),
    'estate: tideway\nstore: {path: kept}\noutput: {dir: reports}\n',
  );
  for (const day of [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]) {
    const now = onDay(day);
    const parsed = parseAttestations(attestations, {
      file: 'plumbline-attestations.yaml',
      rules: { longestDays: 400, zone: 'UTC' },
      now: now(),
      frameworks,
    });
    if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'));
    const estate = { resources: [volume('orders', day >= 7)] };
    await runScan({ ...scanOptions(estate, { store: store(), now }), attestations: parsed.set });
  }
});
afterAll(() => rm(cwd, { recursive: true }));

const period = ['report', '--from', '2026-11-25', '--to', '2026-12-05'] as const;
const rows = async (): Promise<readonly Record<string, string>[]> =>
  parse(await readFile(join(cwd, 'reports/practice-2026-11-25-2026-12-05.csv'), 'utf8'), { columns: true });

describe('a report over ten scans with a gap', () => {
  it('says how many there are, and shows the gap', async () => {
    const { code, out } = await plumbline(...period);
    expect(code).toBe(0);
    expect(out).toContain('Infrastructure practice, tideway, 2026-11-25 00:00 UTC to 2026-12-05 12:00 UTC\n');
    expect(out).toContain('10 scans, 1 gap, all complete\n');
    expect(out).toContain('? no scan from 2026-11-29 06:00 UTC to 2026-12-01 06:00 UTC, 2 d\n');
    expect(out).toMatch(/^GIT-3 +aws .* 0 +0 +5 +0 +5 +0$/m);
    expect(out.endsWith('\nreports/practice-2026-11-25-2026-12-05.csv\n')).toBe(true);
  });

  it('says of a time without a scan that nothing can be said of it', async () => {
    const { code, out } = await plumbline('report', '--from', '2020-01-01', '--to', '2020-01-31');
    expect(code).toBe(0);
    expect(out).toContain('0 scans, 1 gap, so nothing can be said of this time\n');
    expect(out).not.toMatch(/complete|control /);
  });

  it.each([80, 100, 120])('keeps within a terminal of %i columns, all under their heads', async (columns) => {
    const ran = await runCli([...period, '--no-color'], {
      cwd,
      columns,
      now: () => new Date('2026-12-05T12:00:00Z'),
    });
    const lines = ran.out.split('\n');
    const table = lines.slice(lines.findIndex((line) => line.startsWith('control')));
    const widths = new Set(table.slice(0, table.indexOf('')).map((line) => [...line].length));
    expect([...widths]).toEqual([expect.any(Number)]);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(table[0]?.includes('not applicable')).toBe(columns >= 100);
  });

  it('says of one control what each scan said, and that its attestation ran out', async () => {
    const { out } = await plumbline(...period, '--control', 'GIT-3');
    const lines = out.split('\n').filter((line) => /^ +\d+ {2}2026/.test(line));
    expect(lines.map((line) => line.includes('pass'))).toEqual([
      ...Array(5).fill(true),
      ...Array(5).fill(false),
    ]);
    expect(lines[4]).toContain('attested by =platform until 2026-11-29: https://wiki.example/reviews');
    expect(lines[5]).toContain('! manual');
  });

  it('writes every control and scan as CSV, and no cell of it is a formula', async () => {
    await plumbline(...period);
    const all = await rows();
    expect(Object.keys(all[0] ?? {})).toEqual([...periodColumns]);
    const gaps = all.filter(({ state }) => state === 'gap');
    expect(gaps).toMatchObject([{ from: '2026-11-29T06:00:00.000Z', to: '2026-12-01T06:00:00.000Z' }]);
    const reviewed = all.filter(({ control }) => control === 'GIT-3');
    expect(reviewed.map(({ state }) => state)).toEqual([
      ...Array(5).fill('pass'),
      ...Array(5).fill('manual'),
    ]);
    expect(reviewed[0]?.['attested_by']).toBe("'=platform");
    expect(all).toHaveLength(1 + controlsOf(practice, 'aws').length * 10);
  });

  it('is the same to the byte each time', async () => {
    const path = join(cwd, 'reports/practice-2026-11-25-2026-12-05.csv');
    await plumbline(...period);
    const first = await readFile(path);
    await plumbline(...period);
    expect(await readFile(path)).toEqual(first);
  });

  it('is of another framework where one is named', async () => {
    const { out } = await plumbline(...period, '--framework', 'cis-aws-3.0');
    expect(out).toContain('CIS AWS Foundations Benchmark 3.0');
    expect(out).toContain('reports/cis-aws-3.0-2026-11-25-2026-12-05.csv');
  });

  it('shows a scan whose manifest is damaged as a gap with its reason', async () => {
    const bytes = await store().read(manifestKey(8));
    if (bytes === undefined) throw new Error('there are ten scans');
    await store().write(manifestKey(8), Buffer.from('{'));
    try {
      const { code, out } = await plumbline(...period);
      expect(code).toBe(0);
      expect(out).toContain('9 scans, 2 gaps');
      expect(out.replaceAll(/\s+/g, ' ')).toContain('scan 8: manifests/00000008.json');
    } finally {
      await store().write(manifestKey(8), bytes);
    }
  });
});

describe('what is no time is refused', () => {
  it.each([
    [['--from', '2026-13-01'], "--from must be a day such as 2026-10-31, in UTC, not '2026-13-01'"],
    [['--to', '2026-11-01'], '--from is missing: the first day'],
    [['--from', '2026-12-24'], '--from 2026-12-24 is not in the past'],
    [['--from', '2026-11-25', '--to', '2026-11-01'], '--from 2026-11-25 is after --to 2026-11-01'],
    [['--from', '2026-11-25', '--framework', 'cis'], "there is no framework 'cis': practice, cis-aws-3.0"],
    [['--from', '2026-11-25', '--control', 'GIT3'], "has no control 'GIT3': did you mean 'GIT-3'?"],
    [['3', '--from', '2026-11-25'], 'a report over a time is of all its scans: leave out 3'],
    [['--from', '2026-11-25', '--format', 'csv'], 'leave out --format'],
  ])('%j', async (argv, said) => {
    const { code, err, out } = await plumbline('report', ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });
});
