import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { bytesOf } from '#reports/formats/bytes.ts';
import { parquet } from '#reports/formats/parquet/parquet.ts';
import { field } from '#reports/text/field.ts';
import { everyScan } from '#test/support/every-scan.ts';
import { withDuck } from '#test/support/formats/duckdb.ts';
import { inputOf, readParquet } from '#test/support/formats/written.ts';
import { scanOfTexts } from '#test/support/hostile/scan.ts';
import { hostileTexts } from '#test/support/hostile/texts.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';
import { frozenColumns } from './frozen-columns.ts';

describe('Parquet', () => {
  it('has these columns, of these types, in this order: queries are written against them', async () => {
    await withDuck(everydayScan(), async ({ rows }) => {
      for (const [table, columns] of Object.entries(frozenColumns)) {
        const described = await rows(`describe select * from @${table}`);
        expect(
          described.map((row) => `${String(row['column_name'])} ${String(row['column_type'])}`),
          table,
        ).toEqual(columns);
      }
    });
  });

  it('has each of them in the docs', async () => {
    const page = await readFile(new URL('../../../../docs/reports.md', import.meta.url), 'utf8');
    for (const [table, columns] of Object.entries(frozenColumns)) {
      expect(page).toContain(`\`${table}\``);
      if (table === 'ocsf') continue;
      for (const column of columns) expect(page).toContain(`\`${column.split(' ')[0]}\``);
    }
  });

  it.each(everyScan)('counts what the ledger counts: %s', async (_name, scan) => {
    const reader = scan();
    const { asked, pass, fail, unknown, notApplicable, excepted } = wholeLedger(reader.manifest);
    await withDuck(reader, async ({ rows }) => {
      const [sums] = await rows(
        `select coalesce(sum(asked), 0)::int asked, coalesce(sum(pass), 0)::int pass, coalesce(sum(fail), 0)::int fail,
          coalesce(sum(unknown), 0)::int as "unknown", coalesce(sum(not_applicable), 0)::int "notApplicable",
          coalesce(sum(excepted), 0)::int excepted from @checks`,
      );
      expect(sums).toEqual({ asked, pass, fail, unknown, notApplicable, excepted });
      const [found] = await rows(
        `select count(*)::int "fail", (count(*) filter (standing = 'excepted'))::int excepted
          from @findings where standing in ('fail', 'excepted')`,
      );
      expect(found).toEqual({ fail, excepted });
      expect(await rows('select count(*)::int as "unknown" from @unknowns')).toEqual([{ unknown }]);
      const events = await rows(
        `select coalesce(sum(coalesce("count", 1)) filter (compliance.status = 'Fail'), 0)::int fail,
          coalesce(sum("count") filter (compliance.status = 'Unknown'), 0)::int as "unknown",
          coalesce(sum("count") filter (compliance.status = 'Pass'), 0)::int pass from @ocsf`,
      );
      expect(events).toEqual([{ fail, unknown, pass }]);
    });
  });

  it('says of each row whether the scan is complete', async () => {
    await withDuck(everydayScan(), async ({ rows }) => {
      expect(await rows('select distinct scan, scan_complete, estate, scan_finished from @findings')).toEqual(
        [{ scan: 12, scan_complete: false, estate: 'tideway', scan_finished: '2026-11-24 06:00:00' }],
      );
    });
  });

  it('keeps each piece of evidence, and leaves out what an earlier scan resolved', async () => {
    const findings = [
      findingOf('data.aws.key-rotates', 'one', {
        state: 'new',
        firstSeen: 'no time',
        evidence: [
          { path: 'rotation', found: 'off', expected: 'on' },
          { path: 'age', found: '900 days' },
        ],
      }),
      findingOf('data.aws.key-rotates', 'two', { evidence: [] }),
      findingOf('data.aws.key-rotates', 'past', { state: 'resolved', resolvedScan: 11 }),
      findingOf('data.aws.key-rotates', 'now', { state: 'resolved', resolvedScan: 12 }),
      findingOf('data.aws.key-rotates', 'unseen', { judgedScan: 10 }),
    ];
    await withDuck(scanOf({ findings }), async ({ rows }) => {
      expect(
        await rows(
          'select name, state, standing, len(evidence)::int n, first_seen from @findings order by name',
        ),
      ).toEqual([
        { name: 'now', state: 'resolved', standing: 'resolved', n: 1, first_seen: '2026-11-13 06:00:00' },
        { name: 'one', state: 'new', standing: 'fail', n: 2, first_seen: null },
        { name: 'two', state: 'open', standing: 'fail', n: 0, first_seen: '2026-11-13 06:00:00' },
        { name: 'unseen', state: 'open', standing: 'not-looked-at', n: 1, first_seen: '2026-11-13 06:00:00' },
      ]);
      expect(
        await rows(
          `select e.path, e.found, e.expected from (select unnest(evidence) e from @findings where name = 'one')`,
        ),
      ).toEqual([
        { path: 'rotation', found: 'off', expected: 'on' },
        { path: 'age', found: '900 days', expected: null },
      ]);
    });
  });

  it('holds hostile texts as every format shows them, and no byte that is no UTF-8', async () => {
    await withDuck(scanOfTexts(hostileTexts), async ({ rows }) => {
      const shown = new Set(hostileTexts.map((text) => field(text)));
      const found = await rows('select name, region, evidence[1].found as found from @findings');
      expect(new Set(found.map((row) => row['found']))).toEqual(shown);
      expect(new Set(found.map((row) => row['region']))).toEqual(shown);
      const details = await rows('select detail from @coverage');
      expect(new Set(details.map((row) => row['detail']))).toEqual(shown);
    });
  });

  it('cuts ten megabytes, and writes what it has gathered of them before it is too much', async () => {
    const huge = `${'x'.repeat(10_000_000)}\ud800`;
    const findings = ['a', 'b', 'c', 'd'].map((name) =>
      findingOf('data.aws.key-rotates', name, { evidence: [{ path: 'policy', found: huge }] }),
    );
    await withDuck(scanOf({ findings }), async ({ rows }) => {
      expect(await rows('select max(length(evidence[1].found))::int longest from @findings')).toEqual([
        { longest: 2048 },
      ]);
      expect(
        await rows('select count(distinct row_group_id)::int "groups" from parquet_metadata(@findings)'),
      ).toEqual([{ groups: 2 }]);
    });
  });

  it('writes many rows in groups, so that memory holds one', async () => {
    const inventory = Array.from({ length: 12_000 }, (_, index) => ({
      provider: 'aws' as const,
      account: '111122223333',
      region: 'eu-west-1',
      kind: 'AWS::EC2::Volume',
      id: `arn:aws:ec2:eu-west-1:111122223333:volume/vol-${index}`,
      name: `vol-${index}`,
    }));
    await withDuck(scanOf({ inventory }), async ({ rows }) => {
      expect(
        await rows(
          'select count(*)::int n, count(distinct resource)::int ids, max(account_name) account from @resources',
        ),
      ).toEqual([{ n: 12_000, ids: 12_000, account: 'orders-prod' }]);
      expect(
        await rows(
          `select distinct row_group_num_rows::int n, compression from parquet_metadata(@resources) order by n`,
        ),
      ).toEqual([
        { n: 2_000, compression: 'ZSTD' },
        { n: 5_000, compression: 'ZSTD' },
      ]);
    });
  });

  it('is read the same by another library', async () => {
    await withDuck(everydayScan(), async ({ rows, folder }) => {
      const bytes = await readFile(join(folder, 'parquet/findings/findings.parquet'));
      const others = await readParquet(bytes);
      const columns = 'finding, check_id, owner, resource, evidence, controls';
      const ours = await rows(`select ${columns} from @findings`);
      expect(others).toHaveLength(ours.length);
      for (const [index, row] of ours.entries()) expect(others[index]).toMatchObject(row);
    });
  });

  it.each(everyScan)('is the same bytes for the same scan: %s', async (_name, scan) => {
    const [one, two] = [await bytesByName(scan), await bytesByName(scan)];
    expect(one).toEqual(two);
    expect([...one.keys()]).toEqual([
      ...Object.keys(frozenColumns).map((table) => `parquet/${table}/${table}.parquet`),
      'parquet/athena.sql',
      'parquet/athena-store.sql',
      'parquet/duckdb.sql',
    ]);
    for (const name of one.keys()) expect(parquet.owns(name)).toBe(true);
  });
});

const bytesByName = async (
  scan: () => Parameters<typeof inputOf>[0],
): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>();
  for await (const { name, body } of parquet.files(await inputOf(scan()))) {
    files.set(name, Buffer.concat(await Array.fromAsync(bytesOf(body))).toString('base64'));
  }
  return files;
};
