import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openScan } from '#pipeline/read-scan.ts';
import { filesStore } from '#store/files.ts';
import { runCli } from '#test/cli/run-cli.ts';
import type { Federation, FederationOptions } from '#test/support/federation.ts';
import { configurationOf, openFederation } from '#test/support/federation.ts';
import { inProcess } from '#test/support/scheduled/in-process.ts';
import type { Place } from '#test/support/scheduled/scene.ts';
import { execute, openPlace, push } from '#test/support/scheduled/scene.ts';

const now = (): Date => new Date();
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0).reverse()) await close();
});

interface Federated {
  readonly federation: Federation;
  readonly place: Place;
  readonly folder: string;
}

/** The functions run as the role, with a bucket of their own. */
const openedPlace = async (options: FederationOptions = {}): Promise<Federated> => {
  const base = await openPlace();
  open.push(() => base.close());
  const federation = await openFederation(options);
  open.push(() => federation.close());
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-federated-'));
  open.push(() => rm(folder, { recursive: true }));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, federation.azure.ca);
  const { azure, gcp } = federation.sections;
  const env = { ...base.env, ...federation.env };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const sections = { azure: { ...azure, caFile }, gcp };
  const place = { ...base, env, configuration: configurationOf({ ...federation, sections }) };
  await push(place, now());
  return { federation, place, folder };
};

/** As it can be read by whoever gets hold of it. */
const readable = (body: Buffer): string =>
  (body.readUInt32LE(0) === 0xfd2fb528 ? zstdDecompressSync(body) : body).toString('utf8');

const expectNoSecret = ({ secrets }: Federation, texts: Iterable<string>): void => {
  for (const text of texts) {
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/eyJ[\w-]{20}|ya29\.|Signature=[0-9a-f]{64}/);
  }
};

describe('a scheduled scan by an AWS role that the other clouds trust', () => {
  it('scans both, and leaves no token in the store or in a log', async () => {
    const { federation, place } = await openedPlace();
    const { invoke, logged } = inProcess(place, { now });
    const { ended } = await execute(place, invoke);
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const { manifest } = await openScan(place.store, 1);
    for (const cloud of ['azure/', 'gcp/']) {
      const seen = manifest.shards.filter(({ name }) => name.startsWith(cloud));
      expect(seen.reduce((sum, { resources }) => sum + resources, 0)).toBeGreaterThan(10);
    }
    expect(new Set(federation.aws.calls.slice(1).map(({ action }) => action))).toEqual(
      new Set(['sts:GetWebIdentityToken', 'sts:GetCallerIdentity']),
    );
    expectNoSecret(federation, logged);
    expectNoSecret(federation, [...place.s3.objects.values()].map(readable));
  });

  it('leaves the cloud that refuses unknown, says how to mend it, and scans the other', async () => {
    const { federation, place } = await openedPlace({ trust: { audience: 'api://somebody-else' } });
    const { invoke, logged } = inProcess(place, { now });
    const { ended } = await execute(place, invoke);
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const reader = await openScan(place.store, 1);
    const rows = await Array.fromAsync(reader.coverage());
    const refused = rows.filter(({ provider }) => provider === 'azure');
    expect(refused.length).toBeGreaterThan(0);
    for (const row of refused) {
      expect(row.state).toBe('unavailable');
      expect(row.detail).toContain('a federated credential of the application must have issuer');
    }
    expect(rows.some(({ provider, state }) => provider === 'gcp' && state === 'read')).toBe(true);
    expectNoSecret(federation, logged);
    expectNoSecret(federation, [...place.s3.objects.values()].map(readable));
  });

  it('is the same by the command, which says the same of a refusal', async () => {
    const { federation, place, folder } = await openedPlace({ google: { roles: ['Other'], echoes: true } });
    await writeFile(join(folder, 'plumbline.yaml'), place.configuration);
    const said = await runCli(['scan'], { cwd: folder, now });
    expect(said.code).toBe(3);
    expect(said.out + said.err).toContain('attribute condition');
    const { manifest } = await openScan(filesStore({ root: join(folder, 'plumbline-out/store') }), 'latest');
    expect(manifest.shards.some(({ name }) => name.startsWith('azure/'))).toBe(true);
    const files: string[] = [said.out, said.err];
    for (const file of await readdir(join(folder, 'plumbline-out'), {
      recursive: true,
      withFileTypes: true,
    })) {
      if (file.isFile()) files.push(readable(await readFile(join(file.parentPath, file.name))));
    }
    expect(files.length).toBeGreaterThan(5);
    expectNoSecret(federation, files);
  });
});
