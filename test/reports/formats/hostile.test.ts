/** Every format over every hostile text in every field: what is written is valid, bounded, and does nothing. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { parse as parseJunit } from 'junit2json';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { renderCoverage } from '#reports/console/coverage.ts';
import { renderSummary } from '#reports/console/summary.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { formats } from '#reports/formats/index.ts';
import type { OcsfEvent } from '#reports/formats/ocsf/event.ts';
import { writeHtmlReport } from '#reports/html/write.ts';
import { outsideCode, tablesOf } from '#test/support/formats/markdown-table.ts';
import { ownSchema } from '#test/support/formats/schema.ts';
import { inputOf, onlyFile, writtenOf } from '#test/support/formats/written.ts';
import { scanOfTexts } from '#test/support/hostile/scan.ts';
import { hostileByKind, hostileTexts, hugeTexts } from '#test/support/hostile/texts.ts';
import { reportChecks } from '#test/support/scan-checks.ts';

const sarifFaults = ownSchema('sarif');
const ocsfFaults = ownSchema('ocsf');
const asffFaults = ownSchema('asff');

/** Any control but the newline that ends a line, and whatever hides or reorders text. */
const acts = new RegExp(
  `[${[
    '\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f',
    '\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069',
    '\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}',
  ].join('')}]`,
  'u',
);
const formula =
  /^(?!')[\s"`\u00a0\u2018-\u201f]*[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]/u;

const csvIsHarmless = (text: string): void => {
  const rows: readonly (readonly string[])[] = parseCsv(text);
  for (const cell of rows.flat()) {
    expect(cell).not.toMatch(formula);
    expect(cell).not.toMatch(/;[\s"'`]*(?<!')[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
    expect(cell.length).toBeLessThan(32_768);
  }
};

const markdownIsHarmless = (text: string): void => {
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  expect(tablesOf(text).length).toBeGreaterThan(0);
  const outside = outsideCode(text).replaceAll(/<\/?(?:details|summary|sub)>|<!-- plumbline:[^>]*-->/gu, '');
  expect(outside).not.toMatch(
    /<[a-z!/?]|(?<!\w)@\w|\]\(|https?:|script:|^(?:# |#{2,3} (?!Plumbline)|>|```)/imu,
  );
};

const sarifIsHarmless = (log: Log): void => {
  expect(sarifFaults(log)).toEqual([]);
  for (const run of log.runs) {
    const messages = [
      ...(run.results ?? []).flatMap(({ message, suppressions = [] }) => [
        message.text,
        ...suppressions.map(({ justification }) => justification),
      ]),
      ...(run.invocations ?? []).flatMap(({ toolExecutionNotifications = [] }) =>
        toolExecutionNotifications.map(({ message }) => message.text),
      ),
    ];
    for (const message of messages) expect(message).not.toMatch(/\]\(|(?<!\w)@\w/u);
  }
};

const lines = (text: string): readonly string[] => text.split('\n').slice(0, -1);

/** Every format of a scan, each judged by what its readers would fall for. */
const isHarmless = async (reader: ScanReader): Promise<void> => {
  const input = await inputOf(reader);
  for (const format of Object.values(formats)) {
    for (const [name, text] of await writtenOf(format, input)) {
      expect(text, name).not.toMatch(acts);
      expect(text.isWellFormed(), name).toBe(true);
      expect(text, name).not.toContain('\ufffe');
      if (format.name === 'csv') csvIsHarmless(text);
      if (format.name === 'ndjson')
        for (const line of lines(text)) expect(JSON.parse(line)).toHaveProperty('type');
      if (format.name === 'sarif') sarifIsHarmless(JSON.parse(text) as Log);
      if (format.name === 'ocsf') {
        for (const line of lines(text)) expect(ocsfFaults(JSON.parse(line) as OcsfEvent)).toEqual([]);
      }
      if (format.name === 'asff' && !name.endsWith('summary.json')) {
        expect(asffFaults(JSON.parse(text))).toEqual([]);
      }
      if (format.name === 'junit') expect(await parseJunit(text)).toHaveProperty('testsuite');
      if (format.name === 'markdown') markdownIsHarmless(text);
    }
  }
};

describe('hostile texts in every field', () => {
  it.each(Object.entries(hostileByKind))('%s do nothing in any format', async (_kind, texts) => {
    await isHarmless(scanOfTexts(texts));
  });

  it('are themselves dangerous: the property would see them', () => {
    expect(hostileTexts.filter((text) => acts.test(text)).length).toBeGreaterThan(80);
    expect(hostileTexts.filter((text) => formula.test(text)).length).toBeGreaterThan(10);
    expect(() => csvIsHarmless('=1+1,x\n')).toThrow('=1+1');
    expect(() => markdownIsHarmless('|a|\n|---|\n|<b>|\n')).toThrow('<b>');
    expect(new Set(hostileTexts).size).toBe(hostileTexts.length);
  });

  it('of any kind do nothing in any format', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), mixed), {
          minLength: 1,
          maxLength: 6,
        }),
        (texts) => isHarmless(scanOfTexts(texts)),
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

/** Pieces that mean something to some reader, in any order. */
const mixed = fc
  .array(
    fc.constantFrom(
      '=',
      '@',
      '`',
      '|',
      '<',
      '>',
      '"',
      "'",
      ';',
      '\\',
      '](',
      '\u202e',
      '\u0000',
      '\ud800',
      ' ',
      'a',
      '&',
      '\n',
    ),
    {
      maxLength: 12,
    },
  )
  .map((pieces) => pieces.join(''));

describe('texts of ten million characters', () => {
  it('leave every format but NDJSON small', async () => {
    for (const text of hugeTexts()) {
      const input = await inputOf(scanOfTexts([text]));
      for (const format of Object.values(formats)) {
        if (format.name === 'ndjson') continue;
        for (const [name, content] of await writtenOf(format, input)) {
          expect(Buffer.byteLength(content), name).toBeLessThan(200_000);
          expect(content, name).not.toMatch(acts);
        }
      }
    }
  }, 120_000);

  it('make no line of NDJSON larger than its escapes do', async () => {
    const [text = ''] = hugeTexts();
    const content = await onlyFile(formats.ndjson, scanOfTexts([text]));
    expect(lines(content).map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'scan',
      'finding',
      'unknown',
      'coverage',
    ]);
  }, 60_000);
});

describe('hostile texts in pages and on the screen', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-hostile-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(Object.entries(hostileByKind))(
    '%s are text in the pages, and no markup of theirs',
    async (kind, texts) => {
      const outDir = join(folder, kind);
      await writeHtmlReport(scanOfTexts(texts), { checks: reportChecks, outDir, command: 'plumbline' });
      for (const entry of await readdir(outDir, { recursive: true })) {
        if (!/\.(?:html|js)$/u.test(entry)) continue;
        const text = await readFile(join(outDir, entry), 'utf8');
        expect(text, entry).not.toMatch(acts);
        const body = text.replaceAll(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/gu, '');
        expect(body, entry).not.toMatch(
          /<(?:img|svg onload|iframe|math|details open|textarea|base|object|at>|users)|<script>window|<\/style><|\son[a-z]+="|\sstyle="|(?:href|src)="(?!#|[a-z-]+\.html)/iu,
        );
      }
    },
  );

  it('reach no terminal', async () => {
    const facts = await gatherFacts(scanOfTexts(hostileTexts), reportChecks);
    const screen = { color: false, unicode: true, width: 100 } as const;
    const options = { ...screen, command: 'plumbline', reportPath: '' };
    expect(renderCoverage(facts, options)).not.toMatch(acts);
    expect(renderSummary(facts, { ...options, exit: { code: 3, text: 'incomplete scan' } })).not.toMatch(
      acts,
    );
  });
});
