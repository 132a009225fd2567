import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { contentPolicy, scriptJson } from '#reports/html/security.ts';
import { writeHtmlReport } from '#reports/html/write.ts';
import { reportChecks } from '#test/support/scan-checks.ts';
import { hostileScan, largeScan } from '#test/support/scan-extremes.ts';
import { emptyScan, everydayScan, everydayTrend, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

let folder: string;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-html-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const write = async (reader: ScanReader, outDir = join(folder, String(++made))): Promise<string> => {
  await writeHtmlReport(reader, {
    checks: reportChecks,
    outDir,
    command: 'plumbline',
    trend: everydayTrend(),
  });
  return outDir;
};

const contents = async (outDir: string): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>();
  for (const entry of (await readdir(outDir, { recursive: true })).toSorted()) {
    const path = join(outDir, entry);
    if ((await stat(path)).isFile()) files.set(entry, await readFile(path, 'utf8'));
  }
  return files;
};

/** Runs a data file as the page does, and hands over what it registered. */
const registered = (script: string): readonly [string, readonly unknown[]] => {
  const call = /^plumblineData\((".*?"),(.*)\);\n$/su.exec(script);
  if (call === null) throw new Error(`not a data file: ${script.slice(0, 80)}`);
  return [JSON.parse(call[1] ?? ''), JSON.parse(call[2] ?? '')];
};

describe('report', () => {
  it('is the same bytes for the same scan', async () => {
    expect(await contents(await write(everydayScan()))).toEqual(await contents(await write(everydayScan())));
  });

  it('is for the eyes of its owner alone, as findings tell where an estate is weak', async () => {
    const outDir = await write(everydayScan());
    const modes = new Set<number>();
    for (const entry of await readdir(outDir, { recursive: true })) {
      const found = await stat(join(outDir, entry));
      if (found.isFile()) modes.add(found.mode & 0o777);
    }
    expect([...modes]).toEqual([0o600]);
  });

  it('takes away the data of an earlier report', async () => {
    const outDir = await write(everydayScan());
    await writeFile(join(outDir, 'data', 'index-0009.js'), 'stale');
    await write(quietScan(), outDir);
    expect(await readdir(join(outDir, 'data'))).toEqual([]);
  });

  it('has every open, excepted and newly resolved finding once in index and pages', async () => {
    const files = await contents(await write(everydayScan()));
    const ids = [...files]
      .filter(([name]) => name.includes('index-'))
      .flatMap(([, script]) => registered(script)[1]);
    const rows = ids as readonly (readonly [string, ...unknown[]])[];
    // 76 open, 2 excepted, 3 resolved by this scan.
    expect(rows).toHaveLength(81);
    expect(new Set(rows.map((row) => row[0])).size).toBe(rows.length);
    for (const row of rows) {
      const page = registered(files.get(join('data', `${String(row[7])}.js`)) ?? '');
      expect((page[1][Number(row[8])] as { finding: string }).finding).toBe(row[0]);
    }
  });

  it('keeps the first files below 2 MB and pages at 1,000 rows with 100,000 findings', async () => {
    const files = await contents(await write(largeScan(100_000)));
    expect(Buffer.byteLength(files.get('report.html') ?? '')).toBeLessThan(2_000_000);
    expect(Buffer.byteLength(files.get('findings.html') ?? '')).toBeLessThan(2_000_000);
    let rows = 0;
    for (const [name, script] of files) {
      if (!name.includes('findings-')) continue;
      const page = registered(script)[1].length;
      expect(page).toBeLessThanOrEqual(1_000);
      rows += page;
    }
    expect(rows).toBe(100_000);
    expect(files.get('findings.html')?.match(/<article /gu)?.length).toBe(201);
  }, 60_000);

  it('keeps the first file below 2 MB when every text is as long as a cloud allows', async () => {
    const long = '<"&\u00e9'.repeat(512);
    const reader = largeScan(260);
    const fat: ScanReader = {
      ...reader,
      async *findings() {
        for await (const finding of reader.findings()) {
          yield {
            ...finding,
            id: long,
            name: long,
            region: long,
            kind: long,
            tags: { owner: long },
            evidence: Array.from({ length: 14 }, (_, index) => ({
              path: `${index}${long}`,
              found: `${finding.finding}${long}`,
              expected: long,
            })),
          };
        }
      },
    };
    const files = await contents(await write(fat));
    expect(Buffer.byteLength(files.get('findings.html') ?? '')).toBeLessThan(2_000_000);
  }, 60_000);

  it('says in the scan line of each page whether the scan is complete', async () => {
    for (const [reader, words] of [
      [everydayScan(), 'incomplete: 2 parts not read'],
      [quietScan(), '<span>complete</span>'],
    ] as const) {
      const files = await contents(await write(reader));
      for (const page of ['report.html', 'findings.html', 'frameworks.html', 'coverage.html'])
        expect(files.get(page)).toContain(words);
    }
  });

  it('is never an empty green page', async () => {
    const unknown = await contents(await write(unknownScan()));
    expect(unknown.get('report.html')).toContain('<h1>Nothing could be judged.</h1>');
    const quiet = await contents(await write(quietScan()));
    expect(quiet.get('report.html')).toContain('No open findings. 91 of 91 questions judged; 0 unknown.');
    expect(quiet.get('coverage.html')).toContain('No exceptions.');
    const empty = await contents(await write(emptyScan()));
    expect(empty.get('report.html')).toContain('<h1>Nothing was asked.</h1>');
  });

  it('has one heading of the first level to a view, and no address but its own', async () => {
    const files = await contents(await write(everydayScan()));
    expect(files.get('report.html')?.match(/<h1/gu)).toHaveLength(1);
    expect(files.get('coverage.html')?.match(/<h1/gu)).toHaveLength(1);
    for (const page of ['report.html', 'findings.html', 'frameworks.html', 'coverage.html']) {
      const links = [...(files.get(page) ?? '').matchAll(/(?:href|src)="([^"]*)"/gu)].map(
        (match) => match[1],
      );
      for (const link of links)
        expect(link).toMatch(/^(?:#|(?:report|findings|frameworks|coverage)\.html(?:#|$))/u);
    }
  });

  it('has no markup of hostile names, no inline handler and no inline style', async () => {
    const files = await contents(await write(hostileScan()));
    for (const [name, text] of files) {
      const body = text.replaceAll(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/gu, '');
      expect(body, name).not.toMatch(/<img|<svg onload|<script>window|<\/style><|\son[a-z]+="|\sstyle="/iu);
      expect(text.isWellFormed(), name).toBe(true);
    }
  });

  it('uses no word that the look forbids', async () => {
    const files = await contents(await write(everydayScan()));
    const words = (files.get('report.html') ?? '')
      .replaceAll(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>|<[^>]*>/gu, ' ')
      .toLowerCase();
    expect(words).not.toMatch(
      /\b(?:passed|warning|ignored|muted|suppressed|skipped|secure|compliant|score|grade)\b/u,
    );
  });
});

describe('security of a page', () => {
  it('lets no text out of a script, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = scriptJson([value, text, { [text]: text }]);
        expect(json).not.toMatch(/[<>&\u2028\u2029]/u);
        const [, back] = JSON.parse(json) as [unknown, string];
        expect(back).toBe(text.toWellFormed());
      }),
    );
  });

  it('allows own scripts by hash and nothing inline', () => {
    const policy = contentPolicy(['a{}'], ['run()']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/u);
    expect(contentPolicy(['a{}'], [])).toContain("script-src 'none'");
  });
});
