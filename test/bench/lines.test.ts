import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readLines, splitBytes } from '../../bench/workload/lines.ts';
import { rowAt } from '../../bench/workload/rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file read in byte ranges', () => {
  it('gives each line once and in order, wherever the ranges meet', () => {
    const file = join(folder, 'lines.ndjson');
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1, maxLength: 200 }).map((text) => JSON.stringify({ text })),
          {
            minLength: 1,
            maxLength: 40,
          },
        ),
        fc.integer({ min: 1, max: 7 }),
        (lines, pieces) => {
          const body = `${lines.join('\n')}\n`;
          writeFileSync(file, body);
          const read: string[] = [];
          for (const range of splitBytes(Buffer.byteLength(body), pieces)) {
            readLines(file, range, (line) => read.push(line));
          }
          expect(read).toEqual(lines);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives lines that lie over the edge of a piece', () => {
    const file = join(folder, 'long.ndjson');
    const lines = Array.from({ length: 20 }, (_, index) => `${index}`.padEnd(30_000, 'x'));
    writeFileSync(file, `${lines.join('\n')}\n`);
    const read: string[] = [];
    readLines(file, { start: 0, end: 20 * 30_001 }, (line) => read.push(line));
    expect(read).toEqual(lines);
  });
});

describe('the workload', () => {
  it('is the same for the same seed and position, and another for another seed', () => {
    expect(rowAt(12_345)).toEqual(rowAt(12_345));
    expect(rowAt(12_345, 2)).not.toEqual(rowAt(12_345, 1));
  });
});
