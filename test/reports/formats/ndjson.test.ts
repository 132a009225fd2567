import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { ndjsonLines } from '#reports/formats/ndjson.ts';
import { hostileScan } from '#test/support/scan-extremes.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';

const linesOf = (reader: ScanReader): Promise<readonly string[]> => Array.fromAsync(ndjsonLines(reader));

describe('NDJSON', () => {
  it('has the numbers of the scan, then a line per finding, unknown and coverage row, in that order', async () => {
    const types = (await linesOf(everydayScan())).map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual([
      'scan',
      ...Array(81).fill('finding'),
      ...Array(3).fill('unknown'),
      ...Array(23).fill('coverage'),
    ]);
  });

  it('is the same text for the same scan', async () => {
    expect(await linesOf(everydayScan())).toEqual(await linesOf(everydayScan()));
  });

  it('keeps hostile text exactly, but for lone surrogates, and each row on one line', async () => {
    const lines = await linesOf(hostileScan());
    for (const line of lines) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      // What is lone would be written as an escape.
      expect(JSON.stringify(JSON.parse(line))).not.toMatch(/\\ud[89a-f]/iu);
    }
    const names = lines
      .map((line) => JSON.parse(line) as { type: string; name?: string })
      .filter((row) => row.type === 'finding')
      .map((row) => row.name);
    expect(names).toContain('</script><script>window.__pwned=2</script>');
    expect(names).toContain('\u001b]0;title\u0007\u001b[31mred\u009b2J');
    expect(names).toContain('lone\ufffdsurrogate\ufffd');
  });

  it('keeps a tag that is named like a prototype', async () => {
    const [, line] = await linesOf(hostileScan());
    expect(line).toContain('"__proto__":');
  });
});
