import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { sarif, sarifOf } from '#reports/formats/sarif/sarif.ts';
import { everyScan } from '#test/support/every-scan.ts';
import { ownSchema } from '#test/support/formats/schema.ts';
import { written } from '#test/support/formats/written.ts';
import { largeScan } from '#test/support/scan-extremes.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import { everydayScan, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

const faultsOf = ownSchema('sarif');

const logsOf = async (reader: ScanReader, format = sarif): Promise<ReadonlyMap<string, Log>> =>
  new Map([...(await written(format, reader))].map(([name, text]) => [name, JSON.parse(text) as Log]));

const resultsOf = (log: Log | undefined): readonly Result[] => log?.runs[0]?.results ?? [];
const open = async (reader: ScanReader): Promise<Log> => {
  const log = (await logsOf(reader)).get('findings.sarif');
  if (log === undefined) throw new Error('findings.sarif was not written');
  return log;
};

describe('SARIF', () => {
  it.each(everyScan)('is valid for %s', async (_name, scan) => {
    for (const [name, log] of await logsOf(scan())) expect(faultsOf(log), name).toEqual([]);
  });

  it('is refused by the schema where a result has no location', async () => {
    const log = await open(everydayScan());
    const [result] = resultsOf(log);
    delete result?.locations;
    expect(faultsOf(log).join()).toContain('locations');
  });

  it('has what is open and excepted for code scanning, and what is resolved in a file of its own', async () => {
    const logs = await logsOf(everydayScan());
    expect([...logs.keys()]).toEqual(['findings.sarif', 'resolved.sarif']);
    const results = resultsOf(logs.get('findings.sarif'));
    expect(results).toHaveLength(78);
    expect(results.filter((result) => result.suppressions !== undefined)).toHaveLength(2);
    const states = new Map<string, number>();
    for (const { baselineState = 'none' } of results) {
      states.set(baselineState, (states.get(baselineState) ?? 0) + 1);
    }
    expect(Object.fromEntries(states)).toEqual({ new: 3, updated: 1, unchanged: 74 });
    expect(resultsOf(logs.get('resolved.sarif')).map((result) => result.baselineState)).toEqual(
      Array(3).fill('absent'),
    );
  });

  it('knows findings again: fingerprint and place do not follow the name', async () => {
    const [named, renamed] = await Promise.all(
      ['web', 'web-renamed'].map(async (name) => {
        const finding = { id: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1' };
        const log = await open(
          scanOf({ findings: [findingOf('network.aws.database-ports-private', name, finding)] }),
        );
        return resultsOf(log)[0];
      }),
    );
    expect(named?.partialFingerprints).toEqual(renamed?.partialFingerprints);
    expect(named?.locations?.[0]?.physicalLocation).toEqual(renamed?.locations?.[0]?.physicalLocation);
    expect(named?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      'cloud/aws/111122223333/eu-west-1/AWS%3A%3AEC2%3A%3ASecurityGroup',
    );
    expect(named?.message.text).not.toBe(renamed?.message.text);
  });

  it('grades a rule as GitHub reads it, and has another for findings that are graded otherwise', async () => {
    const log = await open(
      scanOf({
        findings: [
          findingOf('network.aws.security-group-admin-ports-private', 'a'),
          findingOf('network.aws.security-group-admin-ports-private', 'b', { severity: 'low' }),
        ],
      }),
    );
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    const graded = resultsOf(log).map(({ ruleId, ruleIndex = -1, level }) => [
      ruleId,
      level,
      rules[ruleIndex]?.id,
      rules[ruleIndex]?.properties?.['security-severity'],
    ]);
    const id = 'network.aws.security-group-admin-ports-private';
    expect(graded).toEqual([
      [id, 'error', id, '8.0'],
      [`${id}/low`, 'note', `${id}/low`, '2.0'],
    ]);
  });

  it('states what was asked and judged, and every unknown question', async () => {
    for (const scan of [everydayScan, unknownScan]) {
      const run = (await open(scan())).runs[0];
      const notes = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
      const unknown = notes
        .filter((note) => note.descriptor?.id === 'unknown')
        .reduce((sum, note) => sum + Number(note.properties?.['questions']), 0);
      const questions = run?.properties?.['questions'] as Record<string, unknown>;
      expect(unknown).toBe(questions['unknown']);
      expect(unknown).toBeGreaterThan(0);
      expect(questions['complete']).toBe(false);
      expect(run?.invocations?.[0]?.executionSuccessful).toBe(false);
    }
    expect((await open(quietScan())).runs[0]?.invocations?.[0]?.executionSuccessful).toBe(true);
  });

  it('has no baseline for a first scan', async () => {
    const log = await open(
      scanOf({
        number: 1,
        comparedWith: 0,
        findings: [findingOf('data.aws.key-rotates', 'k', { judgedScan: 1, state: 'new' })],
      }),
    );
    expect(resultsOf(log)[0]?.baselineState).toBeUndefined();
  });

  it('parts more findings than a run may hold by their ids: one more finding moves no other', async () => {
    const parted = async (total: number): Promise<ReadonlyMap<string, string>> => {
      const places = new Map<string, string>();
      for (const [name, log] of await logsOf(largeScan(total), sarifOf({ results: 40, bytes: 1_000_000 }))) {
        expect(faultsOf(log), name).toEqual([]);
        expect(resultsOf(log).length).toBeLessThanOrEqual(40);
        for (const result of resultsOf(log)) {
          places.set(result.fingerprints?.['plumblineFinding/v1'] ?? '', name);
        }
      }
      return places;
    };
    const before = await parted(200);
    const after = await parted(201);
    expect(before.size).toBe(200);
    expect(after.size).toBe(201);
    expect(new Set(before.values()).size).toBeGreaterThan(4);
    for (const [finding, name] of before) expect(after.get(finding)).toBe(name);
    const categories = [
      ...(await logsOf(largeScan(200), sarifOf({ results: 40, bytes: 1_000_000 }))).values(),
    ].map((log) => log.runs[0]?.automationDetails?.id);
    expect(new Set(categories).size).toBe(categories.length);
  });

  it('has at most 5,000 results of a file, which is what GitHub keeps', async () => {
    const logs = await logsOf(largeScan(12_000));
    const lengths = [...logs.values()].map((log) => resultsOf(log).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(5_000);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(12_000);
    expect(logs.size).toBe(5);
  }, 60_000);

  it('stays below what GitHub takes of an upload, however long and odd the names are', async () => {
    // Nothing that gzip could make shorter: three bytes of each unit.
    const odd = (seed: number, length: number): string =>
      Array.from({ length }, (_, index) =>
        String.fromCharCode(0x4e00 + Number.parseInt(hash('md5', `${seed}/${index}`, 'hex').slice(0, 3), 16)),
      ).join('');
    const findings = Array.from({ length: 1_500 }, (_, index) =>
      findingOf('data.aws.key-rotates', odd(index, 256), {
        id: `arn:aws:kms:eu-west-1:111122223333:key/${odd(index, 2_000)}`,
        evidence: [{ path: odd(index, 300), found: odd(index, 400) }],
      }),
    );
    const room = { results: 5_000, bytes: 1_000_000 };
    const files = [...(await written(sarifOf(room), scanOf({ findings })))];
    expect(files.length).toBeGreaterThan(4);
    for (const [name, text] of files) expect(gzipSync(text).length, name).toBeLessThan(1_250_000);
  }, 60_000);

  it('makes no link and no mention of a name', async () => {
    const log = await open(
      scanOf({ findings: [findingOf('data.aws.key-rotates', '[here](https://evil.example) @octo')] }),
    );
    const text = resultsOf(log)[0]?.message.text ?? '';
    expect(text).not.toMatch(/\]\(|(?<!\w)@\w/u);
  });
});

const corpora = process.env['PLUMBLINE_CORPORA'];

describe.skipIf(corpora === undefined)('SARIF beside the published schema', () => {
  it.each(everyScan)('is valid for %s', async (_name, scan) => {
    const published = JSON.parse(
      readFileSync(join(corpora ?? '', 'schemas-sarif/sarif-schema-2.1.0.json'), 'utf8'),
    ) as Record<string, unknown>;
    // Draft 4 says `id` and names its own meta schema; nothing else of it that is used here has changed since.
    const { $schema: _draft, id: _id, ...schema } = published;
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    for (const [name, log] of await logsOf(scan())) {
      validate(log);
      expect(validate.errors ?? [], name).toEqual([]);
    }
  });
});
