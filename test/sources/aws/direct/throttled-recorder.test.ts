/** A recorder of which nobody can say whether it works, since the question stays throttled. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Needs, Shard } from '#model/source.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { readShard } from '#test/support/read-source.ts';
import { keysOf, optionsFor, scan } from '../sandbox-scan.ts';

const volume = 'AWS::EC2::Volume';
const recorder = 'AWS::Config::ConfigurationRecorder';
const needs: Needs = new Map([
  [volume, new Set(['settings'])],
  [recorder, new Set(['recording'])],
]);
const action = 'config:DescribeConfigurationRecorderStatus';
const estate: Estate = { ...(await loadMeridian()), denials: [] };

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

const throttled = async (inventory: AwsOptions['inventory']) => {
  sandbox = await startSandbox({ estate });
  sandbox.addFault({ match: { action, region: 'eu-west-1' }, effect: { type: 'throttle' } });
  const options = optionsFor(sandbox, {
    accounts: [ids.production],
    regions: ['eu-west-1'],
    kinds: [...needs.keys()],
    attempts: 2,
    inventory,
  });
  return { sandbox, options };
};

describe('a recorder whose status stays throttled', () => {
  it('is not believed: the service is asked itself, and the coverage says why', async () => {
    const { sandbox: at, options } = await throttled('auto');
    const { resources, coverage } = await scan(options, needs);
    const volumes = keysOf(resources.filter(({ kind }) => kind === volume));
    expect(volumes.length).toBeGreaterThan(0);
    expect(coverage.find(({ kind }) => kind === volume)).toMatchObject({
      route: 'direct',
      state: 'read',
      count: volumes.length,
      detail: expect.stringContaining(action),
    });
    expect(at.calls.filter((call) => call.action.startsWith('config:Select'))).toEqual([]);
    at.clearFaults();
    const whole = await scan({ ...options, inventory: 'direct' }, needs);
    expect(keysOf(whole.resources.filter(({ kind }) => kind === volume))).toEqual(volumes);
  });

  it('leaves its kinds unknown where only AWS Config may be asked', async () => {
    const { options } = await throttled('config');
    const { resources, coverage } = await scan(options, needs);
    expect(resources.filter(({ kind }) => kind === volume)).toEqual([]);
    expect(coverage.find(({ kind }) => kind === volume)).toMatchObject({
      state: 'throttled',
      missing: action,
    });
  });

  it.each(['auto', 'config'] as const)('is itself unread, not off (%s)', async (inventory) => {
    const { options } = await throttled(inventory);
    const { resources } = await scan(options, needs);
    const found = resources.find(({ kind }) => kind === recorder);
    expect(found?.parts['recording']).toMatchObject({ known: false, reason: 'throttled', missing: action });
  });

  it('answers again when another process reads what was planned: nothing is read twice, and nothing left out', async () => {
    const { sandbox: at, options } = await throttled('auto');
    const { signal } = new AbortController();
    const { shards } = await awsSource(options).plan(needs, signal);
    at.clearFaults();
    const read = async (shard: Shard) => {
      const source = awsSource(options);
      return readShard({ ...source, read: (one, how) => source.read(one, { ...how, needs }) }, shard);
    };
    const parts = await Promise.all(shards.map(read));
    const keys = keysOf(parts.flatMap(({ resources }) => resources));
    expect(keys.filter((key) => key.includes(volume)).length).toBeGreaterThan(0);
    expect(keys.length).toBe(new Set(keys).size);
    const rows = parts.flatMap(({ coverage }) => coverage).filter(({ kind }) => kind === volume);
    expect(rows.map(({ route, state }) => `${route} ${state}`)).toEqual(['direct read']);
  });

  it.each([
    ['planned, and answers when it is read', 'plan', 'direct read'],
    ['read, and answered when it was planned', 'read', 'config-aggregator throttled'],
  ] as const)('while an aggregator is %s: one row, and nothing twice', async (_, when, told) => {
    sandbox = await startSandbox({ estate });
    const options = optionsFor(sandbox, {
      accounts: [ids.production],
      regions: ['eu-west-1'],
      kinds: [volume],
      attempts: 2,
      inventory: 'auto',
      aggregator: { name: 'meridian-organization', region: estate.homeRegion },
    });
    const fault = { match: { action, region: 'eu-west-1' }, effect: { type: 'throttle' } } as const;
    if (when === 'plan') sandbox.addFault(fault);
    const { shards } = await awsSource(options).plan(needs, new AbortController().signal);
    sandbox.clearFaults();
    if (when === 'read') sandbox.addFault(fault);
    const parts = await Promise.all(
      shards.map((shard) => {
        const source = awsSource(options);
        return readShard({ ...source, read: (one, how) => source.read(one, { ...how, needs }) }, shard);
      }),
    );
    const keys = keysOf(parts.flatMap(({ resources }) => resources));
    expect(keys.length).toBe(new Set(keys).size);
    expect(keys.length > 0).toBe(when === 'plan');
    const rows = parts.flatMap(({ coverage }) => coverage).filter(({ kind }) => kind === volume);
    expect(rows.map(({ route, state }) => `${route} ${state}`)).toEqual([told]);
  });
});
