import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { bytesOf } from '#reports/formats/bytes.ts';
import { writeFormat } from '#reports/formats/folder.ts';
import type { Format } from '#reports/formats/format.ts';
import { formats } from '#reports/formats/index.ts';
import { sarifOf } from '#reports/formats/sarif/sarif.ts';
import { inputOf, written } from '#test/support/formats/written.ts';
import { largeScan } from '#test/support/scan-extremes.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-formats-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a format in a folder', () => {
  it('is for the owner alone, and leaves nothing else', async () => {
    const [path] = await writeFormat(formats.csv, await inputOf(everydayScan()), join(folder, 'new'));
    expect(await readdir(join(folder, 'new'))).toEqual(['findings.csv']);
    expect((await stat(path ?? '')).mode & 0o777).toBe(0o600);
  });

  it('leaves the file before as it was when it breaks off', async () => {
    const broken: Format = {
      ...formats.csv,
      async *files() {
        yield {
          name: 'findings.csv',
          mediaType: 'text/csv',
          body: (async function* () {
            yield 'half a file';
            throw new Error('the scan is damaged');
          })(),
        };
      },
    };
    await writeFile(join(folder, 'findings.csv'), 'whole');
    await expect(writeFormat(broken, await inputOf(everydayScan()), folder)).rejects.toThrow('damaged');
    expect(await readFile(join(folder, 'findings.csv'), 'utf8')).toBe('whole');
    expect(await readdir(folder)).toEqual(['findings.csv']);
  });

  it('takes away parts that an earlier report left, and nothing of another format', async () => {
    const input = await inputOf(largeScan(100));
    await writeFormat(sarifOf({ results: 40, bytes: 1_000_000 }), input, folder);
    await writeFormat(formats.csv, input, folder);
    expect((await readdir(folder)).length).toBeGreaterThan(4);
    await writeFormat(formats.sarif, input, folder);
    expect((await readdir(folder)).toSorted()).toEqual(['findings.csv', 'findings.sarif', 'resolved.sarif']);
  });
});

describe('every format', () => {
  it.each(Object.values(formats))('$name is the same bytes for the same scan', async (format) => {
    expect(await written(format, everydayScan())).toEqual(await written(format, everydayScan()));
  });

  it.each(Object.values(formats))('$name owns its files and no other has them', async (format) => {
    for (const name of (await written(format, everydayScan())).keys()) {
      const owners = Object.values(formats).filter((other) => other.owns(name));
      expect(owners.map((owner) => owner.name)).toEqual([format.name]);
      expect(name).toMatch(/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/);
    }
  });
});

describe('a large scan', () => {
  it.each(Object.values(formats).filter(({ name }) => name !== 'markdown'))(
    'is streamed by $name: what is written does not wait for what is not read yet',
    async (format) => {
      // A row group of Parquet is 5,000 rows, and 400 KB of it are five of them.
      const total = format.name === 'parquet' ? 120_000 : 20_000;
      const whole = largeScan(total);
      let handed = 0;
      const reader: ScanReader = {
        ...whole,
        async *findings() {
          // Of the pass that is under way: some formats look at the scan once before.
          handed = 0;
          for await (const finding of whole.findings()) {
            handed += 1;
            yield finding;
          }
        },
      };
      let size = 0;
      for await (const { body } of format.files({ ...(await inputOf(whole)), reader })) {
        for await (const chunk of body) {
          size += chunk.length;
          if (size > 400_000) break;
        }
        if (size > 400_000) break;
      }
      expect(size).toBeGreaterThan(400_000);
      expect(handed).toBeGreaterThan(100);
      expect(handed).toBeLessThan(total / 4);
    },
    60_000,
  );
});

describe('a body as bytes', () => {
  it('keeps pairs whole across pieces, and bytes in their place', async () => {
    const text = `${'a'.repeat(64 * 1024 - 1)}\u{1f600}`;
    const body = (async function* () {
      yield text.slice(0, -1);
      yield text.slice(-1);
      yield Uint8Array.of(0, 255);
      yield 'end';
    })();
    expect(Buffer.concat(await Array.fromAsync(bytesOf(body)))).toEqual(
      Buffer.concat([Buffer.from(text), Buffer.of(0, 255), Buffer.from('end')]),
    );
  });
});
