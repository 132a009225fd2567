/** 200 secrets in names, tags, settings, user data and variables of an estate: none in any byte that a scan leaves. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { makeLog } from '#functions/log.ts';
import type { ScanReader } from '#model/scan.ts';
import { renderCoverage } from '#reports/console/coverage.ts';
import { renderFinding } from '#reports/console/finding.ts';
import { renderSummary } from '#reports/console/summary.ts';
import type { ReportFacts } from '#reports/facts/facts.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { formats } from '#reports/formats/index.ts';
import { summaryOf } from '#reports/formats/summary.ts';
import { writeHtmlReport } from '#reports/html/write.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { redactText } from '#sources/secrets.ts';
import { readRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';
import { writtenOf } from '#test/support/formats/written.ts';
import { estateWith } from '#test/support/secrets/estate.ts';
import type { Planted } from '#test/support/secrets/planted.ts';
import { plantedSecrets } from '#test/support/secrets/planted.ts';

const secrets = plantedSecrets(200);
const needles = new Map(secrets.map((secret): [string, Planted] => [secret.needle, secret]));

/** Which secrets stand in a text, by their kind, also where it was coded for the way. */
const leaked = (text: string): readonly string[] =>
  [...needles].flatMap(([needle, { kind }]) =>
    text.includes(needle) || text.includes(Buffer.from(needle).toString('base64').slice(0, 16)) ? [kind] : [],
  );

let sandbox: Sandbox;
let store: StoreDriver;
let reader: ScanReader;
let facts: ReportFacts;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-secrets-'));
  sandbox = await startSandbox({ estate: await estateWith(secrets) });
  store = memoryStore();
  ({ reader } = await answeredScan(awsOptionsFor(sandbox, 'config'), allChecks, {
    store,
    ownerTags: ['owner', 'note', 'DbPassword'],
  }));
  facts = await gatherFacts(reader, allChecks);
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

/** Rows where it is a file of them, else the text. */
const contentOf = async (key: string): Promise<string> => {
  const bytes = Buffer.from((await store.read(key)) ?? []);
  if (!bytes.includes(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) return bytes.toString('utf8');
  let text = '';
  for await (const row of readRows<unknown>(store, key)) text += `${JSON.stringify(row)}\n`;
  return text;
};

describe('secrets in an estate', () => {
  it('are there, and the scan sees the resources that they are in', async () => {
    expect(needles.size).toBe(200);
    expect(reader.manifest.resources).toBeGreaterThan(400);
    expect(facts.whole.fail).toBeGreaterThan(50);
    const [item] = (await estateWith(secrets)).shelves.map((shelf) => JSON.stringify(shelf.at(0)));
    expect(leaked(item ?? '')).not.toEqual([]);
    let marks = 0;
    for await (const finding of reader.findings())
      marks += JSON.stringify(finding).includes('‹secret:') ? 1 : 0;
    expect(marks).toBeGreaterThan(20);
  });

  it('are in no body of the store', async () => {
    const keys = await store.list('');
    expect(keys.length).toBeGreaterThan(8);
    for (const key of keys) expect(leaked(await contentOf(key)), key).toEqual([]);
  }, 60_000);

  it.each(Object.values(formats))('are in no byte of $name', async (format) => {
    for (const [name, text] of await writtenOf(format, { reader, facts, command: 'plumbline' })) {
      expect(leaked(text), name).toEqual([]);
    }
  });

  it('are in no page and in no summary', async () => {
    await writeHtmlReport(reader, { checks: allChecks, outDir: folder, command: 'plumbline', facts });
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      expect(leaked(await readFile(join(entry.parentPath, entry.name), 'utf8')), entry.name).toEqual([]);
    }
    expect(leaked(JSON.stringify(summaryOf(facts)))).toEqual([]);
  });

  it('are on no screen', async () => {
    const options = {
      color: false,
      unicode: true,
      width: 100,
      command: 'plumbline',
      reportPath: '',
    } as const;
    const screens = [
      renderSummary(facts, { ...options, exit: { code: 3, text: 'incomplete scan' }, worst: 500 }),
      renderCoverage(facts, options),
    ];
    const shown = { ...options, shortId: (id: string) => id.slice(0, 6) };
    for await (const finding of reader.findings()) {
      screens.push(renderFinding(finding, reader.manifest, allChecks, shown));
    }
    expect(leaked(screens.join('\n'))).toEqual([]);
  });

  it('are in no line of a log, whatever is logged', () => {
    const lines: string[] = [];
    const log = makeLog(
      'test',
      () => new Date('2026-11-25T06:00:00Z'),
      (line) => lines.push(line),
    );
    for (const { text, name } of secrets) {
      const value = name === undefined ? text : `${name}=${text}`;
      log.error(`failed: ${value}`, { detail: value, deep: [{ value }] });
    }
    expect(lines).toHaveLength(200);
    expect(leaked(lines.join('\n'))).toEqual([]);
  });
});

describe('what looks like a secret and is none', () => {
  it.each([
    'password=',
    'password = changeme',
    'the password: rotate it every quarter',
    `token=${'$'}{TOKEN}`,
    'secret = arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
    'aws:SecureTransport=true',
    'MaxPasswordAge=90',
    'password=********',
    'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'https://example.com/?page=2&sig=',
    'key=value',
    'Authorization: Bearer $TOKEN',
    'hf_short',
    'apikey=none',
  ])('%s stays as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});
