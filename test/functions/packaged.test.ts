import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { functionNames } from '#functions/permissions.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import { serveAzureTokens } from '#sandbox/azure/tokens.ts';
import { serveGcpSandbox } from '#sandbox/gcp/serve.ts';
import { filesStore } from '#store/files.ts';
import { runCli } from '#test/cli/run-cli.ts';
import { configurationOf, openFederation, serviceAccount } from '#test/support/federation.ts';
import { contentsOfScan } from '#test/support/scheduled/contents.ts';
import type { Package } from '#test/support/scheduled/package.ts';
import { packageService } from '#test/support/scheduled/package.ts';
import type { PackagedOptions } from '#test/support/scheduled/packaged.ts';
import { packaged } from '#test/support/scheduled/packaged.ts';
import type { Executed, ExecuteOptions, Place } from '#test/support/scheduled/scene.ts';
import { batchOf, execute, openPlace, push, pushedCommit } from '#test/support/scheduled/scene.ts';
import { startReceiver } from '#test/support/webhook-receiver.ts';

let service: Package;
beforeAll(async () => {
  service = await packageService();
}, 60_000);
afterAll(() => rm(service.folder, { recursive: true }));

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0).reverse()) await close();
});

const openedPlace = async (...options: Parameters<typeof openPlace>): Promise<Place> => {
  const place = await openPlace(...options);
  open.push(() => place.close());
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  await push(place, new Date());
  return place;
};

const functionsOf = (
  place: Place,
  { env = {}, limit }: Partial<Pick<PackagedOptions, 'env' | 'limit'>> = {},
): ReturnType<typeof packaged> => {
  const functions = packaged({
    handlers: service.handlers,
    folder: service.unpacked,
    env: { ...place.env, ...env },
    ...(limit === undefined ? {} : { limit }),
  });
  open.push(functions.close);
  return functions;
};

/** The clock is the real one here: moments differ from run to run, and nothing else does. */
const timeless = (said: object): Readonly<Record<string, unknown>> =>
  JSON.parse(
    JSON.stringify(said).replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'then'),
  ) as Readonly<Record<string, unknown>>;

const succeeded = async (
  place: Place,
  invoke: Parameters<typeof execute>[1],
  options?: ExecuteOptions,
): Promise<Executed> => {
  const executed = await execute(place, invoke, options);
  expect(executed.ended).toMatchObject({ status: 'SUCCEEDED' });
  return executed;
};

describe('the packaged service', () => {
  it('has every function that the roles are for', () => {
    expect(Object.keys(service.handlers).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      [...functionNames].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('scans, reports and tells one webhook once, as the command scans', async () => {
    const place = await openedPlace({}, { regions: ['eu-west-1'] });
    const receiver = await startReceiver();
    open.push(() => receiver.close());
    const { invoke } = functionsOf(place, {
      env: {
        PLUMBLINE_WEBHOOK_URL: receiver.url,
        PLUMBLINE_WEBHOOK_SECRET: 'a secret of twenty-six letters',
        PLUMBLINE_WEBHOOK_LOOPBACK: 'yes',
      },
    });
    const { queued } = await succeeded(place, invoke, { scheduled: '2026-11-25T06:00:00Z' });
    expect(await invoke('Alert', batchOf([...queued, ...queued]))).toEqual({ batchItemFailures: [] });
    const { manifest } = await openScan(place.store, 1);
    expect(manifest.configuration.commit).toBe(pushedCommit);
    expect(receiver.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ type: 'scan.committed', run: manifest.run, scan: 1 }),
    ]);
    const summary = await place.store.read(`scans/${manifest.run}/report/summary.json`);
    expect(JSON.parse(Buffer.from(summary ?? []).toString('utf8'))).toMatchObject({
      scan: 1,
      estate: 'meridian',
    });
    const page = await place.store.read(`scans/${manifest.run}/report/report.html`);
    expect(Buffer.from(page ?? []).toString('utf8')).toContain('meridian');

    const cwd = await mkdtemp(join(tmpdir(), 'plumbline-by-hand-'));
    open.push(() => rm(cwd, { recursive: true }));
    await writeFile(join(cwd, 'plumbline.yaml'), place.configuration);
    await runCli(['scan', '--allow-incomplete', '--output', 'text'], { cwd, now: () => new Date() });
    const byHand = await contentsOfScan(filesStore({ root: join(cwd, 'plumbline-out/store') }), 'latest');
    expect(byHand.manifest.resources).toBeGreaterThan(100);
    const scheduled = await contentsOfScan(place.store, 1);
    expect(timeless(scheduled.rows)).toEqual(timeless(byHand.rows));
    expect(timeless(scheduled.manifest)).toEqual(timeless(byHand.manifest));
  });

  it('goes on with a shard whose process was killed by its time limit, and ends the same', async () => {
    const place = await openedPlace(
      { longestPage: 1 },
      { accounts: ['527903184466'], regions: ['eu-west-1'] },
    );
    const details = (): number =>
      place.sandbox.calls.filter(({ action }) => action === 'iam:GetAccountAuthorizationDetails').length;
    const whole = functionsOf(place);
    await succeeded(place, whole.invoke, { scheduled: '2026-11-24T06:00:00Z' });
    const undisturbed = await contentsOfScan(place.store, 1);
    const once = details();
    whole.close();
    // In a store of its own: the second scan would be compared with the first.
    place.s3.objects.clear();
    await push(place, new Date());
    place.sandbox.clearCalls();
    // Ends the watch over shards that were never killed.
    open.push(() => place.s3.objects.clear());
    let kills = 0;
    const { invoke } = functionsOf(place, {
      limit: (name, event) =>
        name === 'ScanAws' && kills === 0
          ? written(place, event).then(() => {
              kills += 1;
            })
          : undefined,
    });
    const { waits } = await succeeded(place, invoke, { scheduled: '2026-11-24T06:00:00Z' });
    expect(kills).toBeGreaterThan(0);
    expect(waits).toContainEqual(['ReadAws', 5]);
    expect(timeless(await contentsOfScan(place.store, 1))).toEqual(timeless(undisturbed));
    // Begun anew, it would have asked twice as often.
    expect(details()).toBeLessThan(once * 2 - 15);
  });

  it('scans Azure and Google Cloud, each out of its own bundle', async () => {
    const place = await openedPlace();
    const azure = await serveAzureSandbox();
    open.push(() => azure.close());
    const tokens = await serveAzureTokens(azure, 0);
    open.push(() => tokens.close());
    const gcp = await serveGcpSandbox();
    open.push(() => gcp.close());
    const caFile = join(service.folder, 'azure-ca.pem');
    await writeFile(caFile, azure.ca);
    const configuration = stringify({
      estate: 'meridian',
      providers: ['azure', 'gcp'],
      azure: { endpoint: azure.endpoint, caFile, callsPerSecond: 1_000, queriesPerSecond: 1_000 },
      gcp: { parents: gcp.parents, endpoint: gcp.endpoint, callsPerMinute: 60_000 },
      concurrency: 2,
    });
    await push({ ...place, configuration }, new Date());
    const { invoke } = functionsOf(place, {
      env: {
        AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
        IDENTITY_ENDPOINT: tokens.endpoint,
        IDENTITY_HEADER: tokens.header,
      },
    });
    await succeeded(place, invoke);
    const { manifest } = await openScan(place.store, 1);
    expect(manifest.scope.providers).toEqual(['azure', 'gcp']);
    expect(Object.keys(manifest.callers)).toEqual(['azure', 'gcp']);
    for (const cloud of ['azure/', 'gcp/']) {
      const seen = manifest.shards.filter(({ name }) => name.startsWith(cloud));
      expect(seen.reduce((sum, { resources }) => sum + resources, 0)).toBeGreaterThan(10);
    }
    expect(place.sandbox.calls).toEqual([]);
  });

  it('scans them by the AWS role that they trust, with nothing stored', async () => {
    const base = await openedPlace();
    const federation = await openFederation();
    open.push(federation.close);
    const caFile = join(service.folder, 'entra-ca.pem');
    await writeFile(caFile, federation.azure.ca);
    const sections = { ...federation.sections, azure: { ...federation.sections.azure, caFile } };
    const configuration = configurationOf({ aws: federation.aws, sections });
    const place = { ...base, env: { ...base.env, ...federation.env }, configuration };
    await push(place, new Date());
    const { invoke } = functionsOf(place);
    await succeeded(place, invoke);
    const { manifest } = await openScan(place.store, 1);
    expect(Object.entries(manifest.callers)).toEqual([
      ['azure', expect.stringMatching(/^[0-9a-f-]{36}$/)],
      ['gcp', serviceAccount],
    ]);
    for (const cloud of ['azure/', 'gcp/']) {
      const seen = manifest.shards.filter(({ name }) => name.startsWith(cloud));
      expect(seen.reduce((sum, { resources }) => sum + resources, 0)).toBeGreaterThan(10);
    }
  });

  it('that lacks a variable ends with its name, and with who sets it', async () => {
    const place = await openedPlace();
    const { invoke } = functionsOf(place, { env: { PLUMBLINE_BUCKET: '' } });
    for (const name of ['Begin', 'PlanAws', 'Alert'] as const) {
      await expect(invoke(name, {})).rejects.toMatchObject({
        error: 'Runtime.ExitError',
        message: expect.stringMatching(
          /environment lacks PLUMBLINE_BUCKET, which the template sets: deploy it again/,
        ),
      });
    }
  });

  it('loads no client of another cloud with the functions that ask AWS', async () => {
    for (const [bundle, foreign] of Object.entries(strangers)) {
      const folder = join(service.unpacked, bundle);
      for (const file of await readdir(folder, { recursive: true })) {
        if (!file.endsWith('.mjs')) continue;
        const text = await readFile(join(folder, file), 'utf8');
        expect(foreign.filter((word) => text.includes(word))).toEqual([]);
      }
    }
  });
});

/** What only the clients of others say. */
const strangers = {
  aws: ['azsdk-js-', 'google-gax', 'google.cloud.asset'],
  azure: ['google-gax', 'google.cloud.asset', 'StarlingDoveService'],
  gcp: ['azsdk-js-', 'StarlingDoveService'],
  service: ['azsdk-js-', 'google-gax', 'google.cloud.asset', 'StarlingDoveService'],
  alert: ['azsdk-js-', 'google-gax', 'google.cloud.asset', 'StarlingDoveService'],
};

/** Resolves once the shard of this event has kept files of what it was handed. */
const written = async (place: Place, event: unknown): Promise<void> => {
  const index = /\/work\/(\d+)$/.exec((event as { readonly work: string }).work)?.[1] ?? '';
  while (
    place.s3.objects.size > 0 &&
    ![...place.s3.objects.keys()].some((key) => key.includes(`/shards/${index}/`) && key.endsWith('/parts-1'))
  ) {
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
};
