import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { needsOf } from '#engine/plan.ts';
import { azurePartSources } from '#model/azure/kinds.ts';
import { isGap } from '#model/coverage.ts';
import { compareText } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import { azureSource } from '#sources/azure/source.ts';
import { azureOptionsFor, scanAzure } from '#test/support/azure-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import type { SourceRead } from '#test/support/read-source.ts';

const needs = needsOf(checksOf('azure'));
const everything: Needs = new Map(
  Object.entries(azurePartSources).map(([kind, parts]) => [kind, new Set(Object.keys(parts))]),
);
const platform = '1b6d2f3c-8e47-4a90-b5c1-2f9d7e0a4c31';
const open: AzureSandbox[] = [];

const serve = async (pageLimit?: number): Promise<AzureSandbox> => {
  const sandbox = await serveAzureSandbox(pageLimit === undefined ? {} : { pageLimit });
  open.push(sandbox);
  return sandbox;
};
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close();
});

const told = ({ resources }: SourceRead): readonly string[] =>
  resources.map((one) => JSON.stringify(one)).sort(compareText);
const gapsOf = ({ coverage }: SourceRead) => coverage.filter(isGap);

describe('a scan of the sample tenant', () => {
  let whole: SourceRead;
  beforeAll(async () => {
    whole = await scanAzure(azureOptionsFor(await serve()), everything);
  });

  it('sees every kind that has a parser, and some that have none', () => {
    const seen = new Set(whole.resources.map(({ kind }) => kind));
    const without = Object.keys(azurePartSources).filter((kind) => !seen.has(kind));
    expect(without).toEqual(['microsoft.authorization/policyassignments']);
    expect(seen).toContain('microsoft.operationalinsights/workspaces');
  });

  it('sees each resource once', () => {
    const ids = whole.resources.map(({ account, kind, id }) => `${account} ${kind} ${id.toLowerCase()}`);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('says of each needed kind of each subscription that it was listed', () => {
    const rows = whole.coverage.filter(({ account, part }) => account === platform && part === '*');
    expect(rows.filter(({ state }) => state !== 'read')).toEqual([]);
    expect(new Set(rows.map(({ kind }) => kind))).toContain('microsoft.keyvault/vaults');
  });

  it('tells parts that the caller may not read by the operation that would', () => {
    const vault = whole.resources.find(({ name }) => name === 'platform-keys');
    expect(vault?.parts['protection']).toMatchObject({
      reason: 'denied',
      missing: 'Microsoft.KeyVault/vaults/read',
    });
    const healthy = whole.resources.find(({ name }) => name === 'lab-keys');
    expect(healthy?.parts['protection']).toEqual({
      known: true,
      value: { purgeProtection: true, softDelete: true },
    });
  });

  it('counts inherited owners', () => {
    const owners = whole.resources
      .filter(({ kind }) => kind === 'microsoft.resources/subscriptions')
      .map(({ name, parts }) => [name, parts['owners']] as const);
    const count = owners.map(
      ([name, part]) => `${name} ${part?.known ? (part.value as unknown[]).length : 'unread'}`,
    );
    expect(count.sort(compareText)).toEqual(['Meridian Commerce 2', 'Meridian Lab 5', 'Meridian Platform 1']);
  });

  it('is the same whatever the size of the pages', async () => {
    const small = await scanAzure(azureOptionsFor(await serve(7)), everything);
    expect(told(small)).toEqual(told(whole));
    expect(small.source.usage().calls).toBeGreaterThan(whole.source.usage().calls);
  });

  it('asks as little as its subscriptions and pages ask for', () => {
    expect(whole.resources.length).toBeGreaterThan(300);
    expect(whole.source.usage().calls).toBeLessThan(40);
  });
});

describe('a subscription that was named and is not visible', () => {
  it('is a gap, and the others are read', async () => {
    const hidden = '00000000-0000-4000-8000-000000000009';
    const options = azureOptionsFor(await serve(), { subscriptions: [hidden, platform] });
    const scan = await scanAzure(options, needs);
    expect(gapsOf(scan)).toContainEqual(
      expect.objectContaining({ account: hidden, kind: '*', state: 'denied' }),
    );
    expect(scan.resources.some(({ account }) => account === platform)).toBe(true);
  });
});

describe('the list of resources is denied', () => {
  it('makes no listing whole, since nobody can tell what Resource Graph keeps to itself', async () => {
    const sandbox = await serve();
    const action = 'Microsoft.Resources/subscriptions/resources/read';
    sandbox.addFault({ match: { action }, effect: { type: 'deny' } });
    const scan = await scanAzure(azureOptionsFor(sandbox), needs);
    const rows = scan.coverage.filter(({ kind }) => kind === 'microsoft.storage/storageaccounts');
    expect(rows.length).toBe(3);
    for (const row of rows) expect(row).toMatchObject({ state: 'denied', missing: action });
  });
});

describe('nothing above the subscription is visible', () => {
  it('leaves its owners unknown, since inherited ones are not seen', async () => {
    const sandbox = await serve();
    const action = 'Microsoft.Authorization/roleAssignments/read';
    sandbox.addFault({ match: { action, account: sandbox.tenant }, effect: { type: 'deny' } });
    const scan = await scanAzure(azureOptionsFor(sandbox), needs);
    const itself = scan.resources.find(({ id }) => id === `/subscriptions/${platform}`);
    expect(itself?.parts['owners']).toMatchObject({ reason: 'denied', missing: action });
  });
});

describe('calls', () => {
  it('a throttle is waited out and counted', async () => {
    const sandbox = await serve();
    sandbox.addFault({
      match: { action: 'Microsoft.ResourceGraph/*' },
      effect: { type: 'throttle' },
      times: 2,
    });
    const scan = await scanAzure(azureOptionsFor(sandbox), needs);
    expect(scan.source.usage().throttled).toBe(2);
    expect(gapsOf(scan)).toEqual([]);
  });

  it('one that hangs is given up after its time', async () => {
    const sandbox = await serve();
    const action = 'Microsoft.Insights/diagnosticSettings/read';
    sandbox.addFault({ match: { action }, effect: { type: 'hang' } });
    const scan = await scanAzure(azureOptionsFor(sandbox, { timeout: 100, attempts: 1 }), needs);
    const itself = scan.resources.find(({ kind }) => kind === 'microsoft.resources/subscriptions');
    expect(itself?.parts['activityLog']).toMatchObject({ reason: 'unavailable', missing: action });
  });

  it('a deny assignment is told apart from a missing role', async () => {
    const sandbox = await serve();
    sandbox.addFault({
      match: { action: 'Microsoft.Insights/diagnosticSettings/read' },
      effect: { type: 'deny', by: 'scp' },
    });
    const scan = await scanAzure(azureOptionsFor(sandbox), needs);
    const itself = scan.resources.find(({ kind }) => kind === 'microsoft.resources/subscriptions');
    expect(itself?.parts['activityLog']).toMatchObject({ reason: 'denied-by-guardrail' });
  });

  it('a refused token makes the tenant unknown', async () => {
    const sandbox = await serve();
    const token = async () => ({ token: 'wrong', expiresOnTimestamp: Date.now() + 3_600_000 });
    const { signal } = new AbortController();
    const plan = await azureSource(azureOptionsFor({ ...sandbox, token })).plan(needs, signal);
    expect(plan.shards).toEqual([]);
    expect(plan.coverage).toMatchObject([{ account: '*', kind: '*', state: 'unavailable' }]);
  });

  it('a certificate that nobody vouches for is refused', async () => {
    const sandbox = await serve();
    const { ca: _ca, ...options } = azureOptionsFor(sandbox);
    const { signal } = new AbortController();
    const plan = await azureSource(options).plan(needs, signal);
    expect(plan.coverage).toMatchObject([{ state: 'unavailable', detail: expect.stringContaining('TLS') }]);
  });

  it('an address without TLS is refused before anything is sent', () => {
    const token = async () => ({ token: 't', expiresOnTimestamp: 0 });
    expect(() => azureSource(azureOptionsFor({ endpoint: 'http://127.0.0.1:1', ca: '', token }))).toThrow(
      /https/,
    );
  });
});

describe('nothing to sign in with', () => {
  it('is an error that says how to mend it', async () => {
    const token = async () => {
      throw new Error('no account is signed in.');
    };
    const source = azureSource(azureOptionsFor({ endpoint: 'https://127.0.0.1:1', ca: '', token }));
    const { signal } = new AbortController();
    await expect(source.plan(needs, signal)).rejects.toThrow(/no account is signed in\. Sign in .*az login/);
  });
});
