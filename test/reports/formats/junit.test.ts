import type { TestCase, TestSuite, TestSuites } from 'junit2json';
import { parse } from 'junit2json';
import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { junit } from '#reports/formats/junit/junit.ts';
import { everyScan } from '#test/support/every-scan.ts';
import { onlyFile } from '#test/support/formats/written.ts';
import { everydayScan, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

const suitesOf = async (reader: ScanReader): Promise<TestSuites> => {
  const parsed = await parse(await onlyFile(junit, reader));
  if (parsed === undefined || parsed === null || !('testsuite' in parsed)) throw new Error('no suites');
  return parsed;
};

const suiteOf = ({ testsuite = [] }: TestSuites, name: string): TestSuite =>
  testsuite.find((suite) => suite.name === name) ?? {};

/** The parser makes numbers of what looks like one. */
const valuesOf = ({ properties = [] }: TestSuite): Record<string, string> =>
  Object.fromEntries(properties.map(({ name = '', value }) => [name, String(value)]));

const kinds = (cases: readonly TestCase[]) => ({
  tests: cases.length,
  failures: cases.filter((test) => test.failure !== undefined).length,
  errors: cases.filter((test) => test.error !== undefined).length,
  skipped: cases.filter((test) => test.skipped !== undefined).length,
});

describe('JUnit', () => {
  it.each(everyScan)('has as many cases of each kind as it says, for %s', async (_name, scan) => {
    const suites = await suitesOf(scan());
    for (const { name, testcase = [], tests, failures, errors, skipped } of suites.testsuite ?? []) {
      expect({ tests, failures, errors, skipped }, name).toEqual(kinds(testcase));
    }
    const cases = (suites.testsuite ?? []).flatMap(({ testcase = [] }) => testcase);
    expect(suites).toMatchObject({
      tests: cases.length,
      failures: kinds(cases).failures,
      errors: kinds(cases).errors,
    });
  });

  it('names no two cases the same: readers follow them from run to run', async () => {
    const { testsuite = [] } = await suitesOf(everydayScan());
    const names = testsuite.flatMap(({ testcase = [] }) =>
      testcase.map(({ classname, name }) => `${classname} ${name}`),
    );
    expect(names.length).toBeGreaterThan(80);
    expect(new Set(names).size).toBe(names.length);
  });

  it('states the whole ledger, and that of each check', async () => {
    const reader = everydayScan();
    const suites = await suitesOf(reader);
    const ledger = wholeLedger(reader.manifest);
    expect(valuesOf(suiteOf(suites, 'scan'))).toMatchObject({
      complete: 'false',
      asked: String(ledger.asked),
      pass: String(ledger.pass),
      fail: String(ledger.fail),
      unknown: String(ledger.unknown),
      notApplicable: String(ledger.notApplicable),
    });
    for (const [check, { asked, pass, fail, unknown, notApplicable }] of Object.entries(
      reader.manifest.counts,
    )) {
      const stated = valuesOf(suiteOf(suites, check));
      expect(stated).toMatchObject({ asked: String(asked), unknown: String(unknown) });
      expect(Number(stated['pass']) + Number(stated['fail'])).toBe(pass + fail);
      expect(stated['notApplicable']).toBe(String(notApplicable));
    }
  });

  it('is an error where the scan is incomplete, and where nothing could be judged', async () => {
    const [complete] = suiteOf(await suitesOf(quietScan()), 'scan').testcase ?? [];
    expect(complete?.error).toBeUndefined();
    const suites = await suitesOf(unknownScan());
    expect(suiteOf(suites, 'scan').testcase?.[0]?.error?.[0]?.type).toBe('incomplete');
    const [first] = suiteOf(suites, 'unknown').testcase ?? [];
    expect(first?.error?.[0]).toMatchObject({ type: 'denied', message: 'unknown, denied: sts:AssumeRole' });
  });

  it('says of a failure why, where and how it is mended', async () => {
    const cases = suiteOf(await suitesOf(everydayScan()), 'data.aws.bucket-is-private').testcase ?? [];
    const failed = cases.find((test) => test.failure !== undefined);
    expect(failed?.failure?.[0]?.message).toBe('critical: Bucket invoice-export is readable by everyone');
    expect(failed?.failure?.[0]?.inner).toContain('policy/Statement[0].Principal: *');
    expect(failed?.failure?.[0]?.inner).toContain('How to mend it: Turn on the public access block');
  });

  it('skips what is excepted, with owner and reason, and what is not applicable', async () => {
    const suites = await suitesOf(everydayScan());
    const skipped = (check: string) =>
      (suiteOf(suites, check).testcase ?? []).flatMap((test) => test.skipped ?? []);
    expect(skipped('iam.aws.access-key-rotated').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^excepted by platform until 2026-12-31: robot account/),
      expect.stringMatching(/^excepted by platform until 2026-12-31: robot account/),
    ]);
    expect(skipped('data.aws.key-rotates')).toHaveLength(1);
  });

  it('has an open finding that could not be looked at among the errors', async () => {
    const cases = suiteOf(await suitesOf(everydayScan()), 'data.aws.volume-encrypted').testcase ?? [];
    const late = cases.filter((test) => test.error !== undefined);
    expect(late.map((test) => test.error?.[0]?.type)).toEqual(['not-looked-at']);
  });
});
