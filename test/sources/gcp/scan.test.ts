/** The real client against Google Cloud on loopback. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGap, listing } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import type { FaultEffect } from '#sandbox/contract.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { gcpOptionsFor, meridianGcp, now, scanGcp, serveGcp } from '#test/support/gcp-scan.ts';

let sandbox: GcpSandbox;
beforeEach(async () => {
  sandbox = await serveGcp({ pageSize: 40 });
});
afterEach(() => sandbox.close());

const ids = (resources: readonly Resource[]): readonly string[] => resources.map(({ id }) => id).sort();
const named = (resources: readonly Resource[], name: string): Resource => {
  const found = resources.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no resource is named ${name}`);
  return found;
};

describe('an undisturbed scan', () => {
  it('hands over every asset once, over many pages', async () => {
    const { resources, coverage } = await scanGcp(gcpOptionsFor(sandbox));
    expect(ids(resources)).toEqual((await meridianGcp()).assets.map(({ name }) => name).sort());
    expect(coverage.filter(isGap)).toEqual([]);
    expect(sandbox.calls.filter(({ action }) => action.endsWith('listResource')).length).toBeGreaterThan(8);
  });

  it('counts per account and kind what was listed, also where there is none', async () => {
    const { coverage } = await scanGcp(gcpOptionsFor(sandbox));
    const rows = coverage.filter(
      ({ kind, part }) => kind === 'compute.googleapis.com/Router' && part === listing,
    );
    expect(rows.map(({ account, count }) => [account, count])).toContainEqual(['meridian-shop', 1]);
    expect(rows.map(({ account, count }) => [account, count])).toContainEqual(['meridian-data', 0]);
  });

  it('calls a project by its id, where the asset names its number only', async () => {
    const { resources } = await scanGcp(gcpOptionsFor(sandbox));
    expect(named(resources, 'meridian-try-public').account).toBe('meridian-sandbox');
    expect(named(resources, 'meridian-try-public').observedAt).toBe('2026-11-25T05:58:00.000Z');
  });

  it('takes a policy that nobody set for one without bindings, and one that was refused for unread', async () => {
    const { resources } = await scanGcp(gcpOptionsFor(sandbox));
    expect(named(resources, 'meridian-lake-1').parts['iamPolicy']).toMatchObject({
      known: true,
      value: { bindings: [] },
    });
    expect(named(resources, 'meridian-legacy-1').parts['iamPolicy']).toMatchObject({
      known: false,
      reason: 'denied',
      missing: 'cloudasset.assets.listIamPolicy',
    });
  });

  it('finds the organisation policy that holds for a bucket', async () => {
    const { resources } = await scanGcp(gcpOptionsFor(sandbox));
    const constraint = (name: string) => named(resources, name).parts['publicAccessConstraint'];
    expect(constraint('meridian-shop-campaign')).toEqual({ known: true, value: 'enforced' });
    expect(constraint('meridian-try-public')).toEqual({ known: true, value: 'not-enforced' });
  });

  it('does not guess what stands above the parent', async () => {
    const { resources } = await scanGcp(gcpOptionsFor(sandbox, { parents: ['projects/meridian-sandbox'] }));
    expect(named(resources, 'meridian-try-public').parts['publicAccessConstraint']).toMatchObject({
      known: false,
      reason: 'not-recorded',
    });
  });

  it('reads both spellings of a rule, and no source at all as everybody', async () => {
    const { resources } = await scanGcp(gcpOptionsFor(sandbox));
    expect(named(resources, 'try-halves').parts['rule']).toMatchObject({
      value: { sources: ['0.0.0.0/1', '128.0.0.0/1'], entries: [{ protocol: 'tcp' }] },
    });
    expect(named(resources, 'try-everything').parts['rule']).toMatchObject({
      value: { sources: ['0.0.0.0/0'] },
    });
    expect(named(resources, 'app-to-database').parts['rule']).toMatchObject({
      value: { sources: [], sourceTags: ['app'] },
    });
  });

  it('knows what denies before a rule that admits the internet', async () => {
    const { resources } = await scanGcp(gcpOptionsFor(sandbox));
    // Its network denies everything, but only at 65000.
    expect(named(resources, 'deny-rest').parts['rule']).toMatchObject({ value: { priority: 65_000 } });
    expect(named(resources, 'load-balancer-health').parts['refusals']).toEqual({ known: true, value: [] });
    const kind = 'compute.googleapis.com/Firewall';
    const { resources: again } = await scanGcp(gcpOptionsFor(sandbox), new Map([[kind, new Set(['rule'])]]));
    expect(named(again, 'load-balancer-health').parts['refusals']).toMatchObject({
      known: false,
      reason: 'not-recorded',
    });
  });

  it('asks for no policies that nothing needs', async () => {
    await scanGcp(gcpOptionsFor(sandbox), new Map([['compute.googleapis.com/Firewall', new Set(['rule'])]]));
    expect(new Set(sandbox.calls.map(({ action }) => action))).toEqual(
      new Set(['cloudasset.assets.listResource']),
    );
  });
});

const action = 'cloudasset.assets.listResource';

describe('a listing that fails', () => {
  const ways: readonly (readonly [string, FaultEffect, string])[] = [
    ['denied', { type: 'deny' }, 'denied'],
    ['denied by a perimeter', { type: 'deny', by: 'scp' }, 'denied-by-guardrail'],
    ['throttled', { type: 'throttle' }, 'throttled'],
    ['not enabled', { type: 'error', status: 403, code: 'SERVICE_DISABLED' }, 'not-recorded'],
    ['unavailable', { type: 'error', status: 503, code: 'backend' }, 'unavailable'],
    ['reset', { type: 'reset' }, 'unavailable'],
    ['cut off', { type: 'cut' }, 'malformed'],
    ['garbled', { type: 'garble' }, 'malformed'],
    ['with a token that expires', { type: 'expire-token' }, 'truncated'],
  ];

  it.each(ways)('%s makes its kinds unknown', async (_name, effect, state) => {
    const kind = 'compute.googleapis.com/Firewall';
    sandbox.addFault({ match: { action, kind }, effect });
    const { resources, coverage } = await scanGcp(gcpOptionsFor(sandbox, { timeout: 1000 }));
    const rows = coverage.filter((row) => row.kind === kind);
    expect(rows.map((row) => row.state)).toEqual([state, state]);
    expect(rows.map((row) => row.account)).toEqual(['*', 'meridian-legacy']);
    // The other shards are as they were.
    expect(named(resources, 'meridian-try-public').parts['settings']).toMatchObject({ known: true });
  });

  it('is tried again and forgotten when it passes', async () => {
    sandbox.addFault({ match: { action }, effect: { type: 'throttle' }, times: 2 });
    const { coverage, resources } = await scanGcp(gcpOptionsFor(sandbox));
    expect(coverage.filter(isGap)).toEqual([]);
    expect(resources).toHaveLength(298);
  });

  it('ends in time when nobody answers', async () => {
    sandbox.addFault({
      match: { action, kind: 'storage.googleapis.com/Bucket' },
      effect: { type: 'hang' },
    });
    const { coverage } = await scanGcp(gcpOptionsFor(sandbox, { timeout: 50, attempts: 1 }));
    const rows = coverage.filter((row) => row.kind === 'storage.googleapis.com/Bucket');
    expect(rows.map((row) => row.state)).toEqual(['unavailable', 'unavailable']);
  });

  it('of the hierarchy is said before anything else', async () => {
    sandbox.addFault({ match: { action }, effect: { type: 'deny' } });
    const { coverage, notices, resources } = await scanGcp(gcpOptionsFor(sandbox));
    expect(resources).toEqual([]);
    expect(new Set(coverage.map((row) => row.state))).toEqual(new Set(['denied']));
    expect(notices).toHaveLength(2);
  });
});

describe('an interrupted shard', () => {
  it('goes on from its checkpoint and ends the same', async () => {
    const options = gcpOptionsFor(sandbox);
    const { signal } = new AbortController();
    const plan = await gcpSource(options, () => now.getTime()).plan(new Map(), signal);
    const shard = plan.shards.find(({ name }) => name.endsWith('300000000003/network'));
    if (shard === undefined) throw new Error('no shard of networks');
    const whole: string[] = [];
    const first: string[] = [];
    let cursor: string | undefined;
    for await (const event of gcpSource(options, () => now.getTime()).read(shard, { signal })) {
      if (event.type === 'resource') whole.push(event.resource.id);
      if (event.type === 'checkpoint' && cursor === undefined) {
        cursor = event.cursor;
        first.push(...whole);
      }
    }
    if (cursor === undefined) throw new Error('no checkpoint');
    // An hour later the moment that is read is still the first one's.
    const later = gcpSource(options, () => now.getTime() + 3_600_000);
    const rest: string[] = [];
    for await (const event of later.read(shard, { signal, cursor })) {
      if (event.type === 'resource') rest.push(event.resource.id);
    }
    expect([...first, ...rest]).toEqual(whole);
  });
});
