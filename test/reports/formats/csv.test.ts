import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { cell, harmless } from '#reports/formats/csv/cell.ts';
import { csv } from '#reports/formats/csv/csv.ts';
import { everyScan } from '#test/support/every-scan.ts';
import { onlyFile } from '#test/support/formats/written.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';

type Row = Readonly<Record<string, string>>;

const rowsOf = async (reader: ScanReader): Promise<readonly Row[]> =>
  parse(await onlyFile(csv, reader), { columns: true });

const questions = (rows: readonly Row[], verdict: string): number =>
  rows.filter((row) => row['verdict'] === verdict).reduce((sum, row) => sum + Number(row['questions']), 0);

describe('CSV', () => {
  it('has the columns that readers go by, in their order', async () => {
    const [header] = (await onlyFile(csv, everydayScan())).split('\n');
    expect(header).toBe(
      'scan,scan_finished,scan_complete,verdict,questions,severity,state,finding,check,title,provider,account,account_name,region,kind,resource,name,owner,first_seen,first_scan,judged_scan,evidence,reason,missing,exception_owner,exception_until,exception_reason,controls,remediation',
    );
  });

  it.each(everyScan)('holds the whole ledger of %s: its questions sum up by verdict', async (_name, scan) => {
    const reader = scan();
    const rows = await rowsOf(reader);
    const ledger = wholeLedger(reader.manifest);
    expect({
      pass: questions(rows, 'pass'),
      fail: questions(rows, 'fail'),
      unknown: questions(rows, 'unknown'),
      notApplicable: questions(rows, 'not-applicable'),
    }).toEqual({
      pass: ledger.pass,
      fail: ledger.fail,
      unknown: ledger.unknown,
      notApplicable: ledger.notApplicable,
    });
    for (const row of rows) {
      expect(row['scan_complete']).toBe(reader.manifest.complete ? 'yes' : 'no');
    }
  });

  it('says of a finding what it is, where, why, and how it is mended', async () => {
    const rows = await rowsOf(everydayScan());
    expect(rows.find((row) => row['name'] === 'invoice-export')).toMatchObject({
      verdict: 'fail',
      questions: '1',
      severity: 'critical',
      state: 'reopened',
      title: 'Bucket invoice-export is readable by everyone',
      account_name: 'orders-prod',
      resource: 'arn:aws:s3:::invoice-export',
      owner: 'billing',
      evidence:
        'policy/Statement[0].Principal: * (expected: named principals) | publicAccessBlock: none (expected: all four settings on)',
      controls: 'practice SEC-1 · cis-aws-3.0 2.1.4',
    });
  });

  it('keeps apart what is excepted, what was not looked at, and what is resolved', async () => {
    const rows = await rowsOf(everydayScan());
    const by = (state: string) => rows.filter((row) => row['state'] === state);
    expect(by('excepted')).toHaveLength(2);
    expect(by('excepted')[0]).toMatchObject({ verdict: 'fail', exception_until: '2026-12-31' });
    expect(by('resolved')).toHaveLength(3);
    expect(by('resolved')[0]).toMatchObject({ verdict: '', questions: '0' });
    const late = rows.filter((row) => row['judged_scan'] === '11');
    expect(late).toMatchObject([{ verdict: 'unknown', questions: '0', state: 'open' }]);
  });

  it('names why a question is unknown, and what would mend it', async () => {
    const rows = (await rowsOf(everydayScan())).filter((row) => row['reason'] !== '');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      verdict: 'unknown',
      questions: '23',
      reason: 'denied',
      missing: 'iam:GetCredentialReport',
    });
    expect(rows[0]?.['resource']).toMatch(/user\/u0 \| .* \| and 3 more$/);
  });

  it.each([
    '=1+1',
    '+1',
    '-1+cmd',
    '@SUM(A1)',
    '\uff1dHYPERLINK("x")',
    '\uff20x',
    '"=1+1"',
    '  =1+1',
    "'=1",
    '\u00a0=1',
    '\u201c=1',
    '=1+1\n=2',
    'x;=1+1',
    'x; "=1+1',
    'x\n=1+1',
    'x\n\n  "=1+1',
    '\n@SUM(A1)',
    '\ncmd',
    'x\n\uff1d1',
    '\u2212' + '1+cmd',
  ])('makes %j harmless', async (text) => {
    const reader = scanOf({ findings: [findingOf('data.aws.bucket-is-private', text)] });
    const cells = (await rowsOf(reader)).flatMap((row) => Object.values(row));
    for (const cell of cells) {
      expect(cell).not.toMatch(/^(?!')[\s"\u00a0\u201c]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
      expect(cell).not.toMatch(/[;\n][\s"]*[=+\-@\uff1d]/u);
      expect(cell).not.toMatch(/^\n/u);
    }
  });

  it.each(['a-b', 'arn:aws:s3:::x', 'x = y', 'a;b', '#1', '1.5'])('leaves %j as it is', (text) => {
    expect(harmless(text)).toBe(text);
  });

  it.each([
    'allows READ_ACP,WRITE_ACP,\nsays "all"',
    '"',
    'a, "b"\n\n,c',
    '\u00fcber \ud83d\ude00\n\u65e5\u672c',
  ])('holds %j in one cell of one row, as it is', async (text) => {
    const reader = scanOf({ findings: [findingOf('data.aws.bucket-is-private', 'b', { id: text })] });
    const rows = await rowsOf(reader);
    expect(rows.filter((row) => row['verdict'] === 'fail')).toMatchObject([{ resource: text }]);
  });

  it.each([
    ['one\r\ntwo\t', 'one\\u000d\ntwo\\u0009'],
    ['\u0000', '\\u0000'],
    ['a\n\u001b[2Jb', 'a\n\\u001b[2Jb'],
    ['\ufeffa', '\\ufeffa'],
    ['a\u202eb', 'a\\u202eb'],
    ['a\ud83d\nb', 'a\ufffd\nb'],
    [`${'x\n'.repeat(2_000)}`, `${'x\n'.repeat(1_023)}x\u2026`],
    ['\n'.repeat(2_049), `'${'\n'.repeat(2_047)}\u2026`],
  ])('shows %j as what can be seen, to a length', (text, shown) => {
    expect(cell(text)).toBe(shown);
  });

  it('comes back from a parser as it was written', async () => {
    const text = await onlyFile(csv, everydayScan());
    const rows: readonly (readonly string[])[] = parse(text);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([29]));
    expect(rows).toHaveLength(text.split('\n').length - 1);
  });
});
