import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { markdown } from '#reports/formats/markdown/markdown.ts';
import { code, row, tableHead, words } from '#reports/formats/markdown/text.ts';
import { outsideCode, tablesOf } from '#test/support/formats/markdown-table.ts';
import { onlyFile } from '#test/support/formats/written.ts';
import { hostileScan, largeScan } from '#test/support/scan-extremes.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { emptyScan, everydayScan, everydayTrend, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

const textOf = (reader: ScanReader): Promise<string> => onlyFile(markdown, reader);

describe('the Markdown summary', () => {
  it('says first how bad it is, and next what is not known', async () => {
    const [marker, title, , incomplete] = (await textOf(everydayScan())).split('\n');
    expect(marker).toMatch(/^<!-- plumbline:summary:[0-9a-f]{12} -->$/);
    expect(title).toBe('### Plumbline: 4 critical findings, 1 of them new. 7.7 % could not be judged.');
    expect(incomplete).toBe('**Incomplete: 2 parts not read.** 48 of 626 questions not judged (7.7 %).');
  });

  it('has a marker that stays the estate’s own from scan to scan', async () => {
    const marker = async (reader: ScanReader): Promise<string | undefined> =>
      (await textOf(reader)).split('\n')[0];
    const earlier = scanOf({ number: 3 });
    expect(await marker(earlier)).toBe(await marker(everydayScan()));
    expect(await marker(scanOf({ manifest: { estate: 'other' } }))).not.toBe(await marker(earlier));
    expect(everydayTrend()[0]?.estate).toBe(earlier.manifest.estate);
  });

  it('has the ledger in a table that comes back from a parser', async () => {
    const reader = everydayScan();
    const [ledger = []] = tablesOf(await textOf(reader));
    const all = ledger.at(-1);
    const whole = wholeLedger(reader.manifest);
    expect(all).toEqual({
      Question: '**All**',
      Asked: String(whole.asked),
      Pass: String(whole.pass),
      Fail: String(whole.fail),
      'of it excepted': String(whole.excepted),
      Unknown: String(whole.unknown),
      'Not applicable': String(whole.notApplicable),
    });
  });

  it('shows ten causes and folds the rest', async () => {
    const text = await textOf(everydayScan());
    const [, first = [], folded = []] = tablesOf(text);
    expect(first).toHaveLength(10);
    expect(folded).toHaveLength(10);
    expect(text).toContain('<details><summary>10 causes more</summary>');
    expect(first[1]).toMatchObject({
      Severity: '✕ critical',
      Finding: expect.stringMatching(/^\*\*Bucket `invoice-export` is readable by everyone\*\*: `policy/),
      Owner: '`billing`',
    });
  });

  it.each([
    ['100,000 findings', () => largeScan(100_000)],
    [
      'names as long as they can be',
      () =>
        scanOf({
          findings: Array.from({ length: 300 }, (_, index) =>
            findingOf('data.aws.bucket-is-private', `${index}${'名|`<'.repeat(2_000)}`, {
              region: '`|'.repeat(500),
              evidence: [{ path: `${index}`, found: '|'.repeat(5_000) }],
            }),
          ),
        }),
    ],
  ])(
    'fits into a comment with %s, and says how many it leaves out',
    async (_name, scan) => {
      const text = await textOf(scan());
      expect(Buffer.byteLength(text)).toBeLessThan(65_536);
      expect(text).toMatch(/And [\d,]+ causes more\./);
      expect(text.match(/<details>/gu)).toHaveLength(text.match(/<\/details>/gu)?.length ?? 0);
      expect(text).toContain('<sub>Scan 12 of `tideway`');
    },
    60_000,
  );

  it('is never an empty green page', async () => {
    expect(await textOf(unknownScan())).toContain('### Plumbline: Nothing could be judged.');
    expect(await textOf(quietScan())).toContain('No open findings. 91 of 91 questions judged; 0 unknown.');
    expect(await textOf(emptyScan())).toContain('Nothing was asked');
  });

  it('has names in code only: no markup, no HTML, no link, no mention', async () => {
    const outside = outsideCode(await textOf(hostileScan()));
    expect(outside.replaceAll(/<\/?(?:details|summary|sub)>|<!-- plumbline:[^>]*-->/gu, '')).not.toMatch(
      /<[a-z!/]|(?<!\w)@\w|\]\(|https?:|javascript:/iu,
    );
  });
});

describe('text in a table of Markdown', () => {
  it('comes back as it was shown, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('`', '|', '\\', ' ', 'a') }),
        (a, b) => {
          const table = tableHead(['One', 'Two:']) + row([code(a + b), words(a)]);
          const [[only] = []] = tablesOf(table);
          expect(only?.['One']).toBeDefined();
          const span = /^(`+)( ?)(.*?)\2\1$/su.exec(only?.['One'] ?? '');
          expect(span?.[3]).not.toMatch(new RegExp(`(?<!\`)${span?.[1] ?? ''}(?!\`)`, 'u'));
          expect(outsideCode(code(a + b).replaceAll('\\|', '|'))).toBe('\u0000');
          expect(outsideCode(words(a))).toBe(words(a));
        },
      ),
    );
  });
});
