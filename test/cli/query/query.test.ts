import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDuckdb } from '#cli/query/database.ts';
import type { Place } from '../estate.ts';
import { openPlace } from '../estate.ts';
import type { Ran } from '../run-cli.ts';
import { runCli } from '../run-cli.ts';

let place: Place;
/** Rows of scan 2, as NDJSON has them. */
let rows: readonly { readonly type: string; readonly check?: string; readonly state?: string }[] = [];

const plumbline = (...argv: readonly string[]): Promise<Ran> => runCli(argv, { cwd: place.cwd });
const json = async (...argv: readonly string[]): Promise<unknown> => {
  const ran = await plumbline('query', '--format', 'json', ...argv);
  expect(ran.code, ran.err).toBe(0);
  return JSON.parse(ran.out);
};
const openFindings = (): number =>
  rows.filter(({ type, state }) => type === 'finding' && state !== 'resolved').length;

beforeAll(async () => {
  place = await openPlace();
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  await plumbline('scan', '--check', 'iam.*', '--output', 'ndjson');
  const { out } = await plumbline('scan', '--check', 'iam.*', '--output', 'ndjson');
  rows = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await place.close();
});

describe('a question to the last scan', () => {
  it('is answered by what is kept of it', async () => {
    const found = (await json(
      "select check_id, count(*) as n from findings where state <> 'resolved' group by 1 order by 1",
    )) as readonly { check_id: string; n: number }[];
    expect(found.reduce((sum, { n }) => sum + n, 0)).toBe(openFindings());
    expect(openFindings()).toBeGreaterThan(0);
    for (const { check_id, n } of found) {
      expect(rows.filter(({ type, check }) => type === 'finding' && check === check_id)).toHaveLength(n);
    }
  });

  it('is printed as a table, with numbers to the right', async () => {
    const ran = await plumbline(
      'query',
      "select 'a' as name, 1 as one union all select 'bcd', 1000 order by 2",
    );
    expect(ran.out).toBe('name   one\n────  ────\na        1\nbcd   1000\n');
  });

  it('is printed as CSV without formulas', async () => {
    const ran = await plumbline(
      'query',
      '--format',
      'csv',
      `select '=1+1' as x, [1, 2] as list, null as nothing`,
    );
    expect(parse(ran.out)).toEqual([
      ['x', 'list', 'nothing'],
      ["'=1+1", '[1,2]', ''],
    ]);
  });

  it('is an empty array of JSON where nothing is found', async () => {
    expect(await json("select * from findings where state = 'nonsense'")).toEqual([]);
  });

  it('says how much of a scan is unknown, beside the answer', async () => {
    const { err, out } = await plumbline('query', 'select count(*) from unknowns');
    const unknowns = Number(out.split('\n')[2]);
    expect(unknowns).toBeGreaterThan(0);
    expect(err).toMatch(new RegExp(`^Scan 2 is incomplete: ${unknowns} of [\\d,]+ answers are unknown`));
  });

  it('shows all tables where none is named', async () => {
    expect(await json('show tables')).toEqual(
      ['checks', 'coverage', 'findings', 'resources', 'unknowns'].map((name) => ({ name })),
    );
  });

  it('never takes a table that was not read for an empty one', async () => {
    const ran = await plumbline(
      'query',
      "select (select count(*) from checks), * from query_table('find' || 'ings')",
    );
    expect(ran).toMatchObject({ code: 2, out: '' });
  });

  it('prints no more of a table than anybody reads, and says so', async () => {
    const ran = await plumbline('query', 'select range as n from range(5000)');
    expect(ran.out.split('\n')).toHaveLength(1_000 + 4);
    expect(ran.out).toContain('… and 4,000 rows more: --format csv or json prints all\n');
    expect(await json('select range as n from range(5000)')).toHaveLength(5_000);
  });

  it('lets no control character onto the terminal', async () => {
    const ran = await plumbline('query', "select 'a' || chr(27) || ']0;x' || chr(8238) as \"b\u001b[2J\"");
    expect(ran.out).toContain('a\\u001b]0;x\\u202e');
    expect(ran.out).toContain('b\\u001b[2J');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there.
    expect(ran.out).not.toMatch(/[\u001b\u202e]/u);
  });
});

describe('a question to other scans', () => {
  it('is to the one that is named', async () => {
    expect(await json('--scan', '1', 'select distinct scan from checks')).toEqual([{ scan: 1 }]);
  });

  it('is to all of the estate', async () => {
    expect(await json('--all', 'select distinct scan from checks order by 1')).toEqual([
      { scan: 1 },
      { scan: 2 },
    ]);
  });

  it('can not be to one and to all', async () => {
    const ran = await plumbline('query', '--all', '--scan', '1', 'select 1');
    expect(ran).toMatchObject({ code: 2, out: '' });
  });

  it('is refused for one that is not there', async () => {
    const ran = await plumbline('query', '--scan', '9', 'select 1');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('there is no scan 9');
  });
});

describe('a statement that can not be answered', () => {
  it.each([
    ['is no SQL', 'selekt 1', /syntax error at or near "selekt"/],
    ['names a column that is not there', 'select nothing from findings', /"nothing" not found/],
    ['fails at a row', 'select cast(check_id as int) from checks', /Could not convert/],
    ['is empty', '', /there is no statement in it/],
    ['is a comment', '/* select 1 */', /there is no statement in it/],
    ['names a word of SQL', 'select check from findings', /syntax error at or near "check"/],
  ])('%s: exit 2, with DuckDB’s own words', async (_name, sql, words) => {
    const ran = await plumbline('query', '--format', 'json', sql);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.err).toMatch(words);
    expect(ran.err).not.toContain('Internal error');
  });

  it.each([
    ['a file of the machine', () => `select * from read_text('${join(place.cwd, 'secret.txt')}')`],
    ['a file by its name alone', () => `select * from '${join(place.cwd, 'secret.csv')}'`],
    ['a copy out', () => `copy (select 1) to '${join(place.cwd, 'out.csv')}'`],
    ['another database', () => `attach '${join(place.cwd, 'other.db')}'`],
    ['an extension', () => 'load httpfs'],
    ['the way back', () => 'set enable_external_access = true'],
    ['the lock', () => 'set lock_configuration = false'],
  ])('reaches for %s: refused', async (_name, sql) => {
    await writeFile(join(place.cwd, 'secret.txt'), 'secret');
    await writeFile(join(place.cwd, 'secret.csv'), 'a\nsecret\n');
    const ran = await plumbline('query', sql());
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/Permission Error|configuration has been locked|disabled/u);
    expect(await readdir(place.cwd)).not.toContain('out.csv');
  });

  it('leaves nothing behind', async () => {
    // A folder for temporary files that nobody else uses meanwhile.
    const temporary = await mkdtemp(join(tmpdir(), 'plumbline-place-'));
    vi.stubEnv('TMPDIR', temporary);
    try {
      await plumbline('query', 'selekt 1');
      await plumbline('query', 'select 1 from findings');
      expect(await readdir(temporary)).toEqual([]);
    } finally {
      vi.stubEnv('TMPDIR', undefined);
      await rm(temporary, { recursive: true });
    }
  });
});

describe('without DuckDB', () => {
  it('says how to get it', async () => {
    const missing = Object.assign(new Error("Cannot find package '@duckdb/node-api'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(loadDuckdb(() => Promise.reject(missing))).rejects.toThrow(
      expect.objectContaining({
        name: 'UsageError',
        message: expect.stringContaining('npm install @duckdb/node-api'),
      }),
    );
  });
});
