/** Pages at odds with themselves: assets that come twice, answers that lost what they held. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGap } from '#model/coverage.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { gcpOptionsFor, scanGcp, serveGcp } from '#test/support/gcp-scan.ts';

let sandbox: GcpSandbox;
beforeEach(async () => {
  sandbox = await serveGcp({ pageSize: 20 });
});
afterEach(() => sandbox.close());

const resources = 'cloudasset.assets.listResource';

describe('assets that come twice', () => {
  it.each(['overlap', 'repeat-token'] as const)('by %s are handed over and counted once', async (type) => {
    const calm = await scanGcp(gcpOptionsFor(sandbox));
    sandbox.addFault({ match: {}, effect: { type }, ...(type === 'overlap' ? {} : { times: 1 }) });
    const odd = await scanGcp(gcpOptionsFor(sandbox));
    expect(odd.resources).toEqual(calm.resources);
    expect(odd.coverage).toEqual(calm.coverage);
  });
});

describe('an answer without members', () => {
  it('is no list that came to its end', async () => {
    const kind = 'storage.googleapis.com/Bucket';
    sandbox.addFault({
      match: { action: resources, kind },
      effect: { type: 'wrong-body', body: 'bare' },
      skip: 1,
      times: 1,
    });
    const { coverage } = await scanGcp(gcpOptionsFor(sandbox));
    const rows = coverage.filter((row) => row.kind === kind && row.account === '*');
    expect(rows.map(({ state }) => state)).toEqual(['malformed']);
  });

  it('of policies leaves no bucket without bindings', async () => {
    sandbox.addFault({
      match: { action: 'cloudasset.assets.listIamPolicy', kind: 'storage.googleapis.com/Bucket' },
      effect: { type: 'wrong-body', body: 'bare' },
    });
    const scan = await scanGcp(gcpOptionsFor(sandbox));
    const buckets = scan.resources.filter(({ kind }) => kind === 'storage.googleapis.com/Bucket');
    expect(buckets.length).toBeGreaterThan(10);
    expect(new Set(buckets.map(({ parts }) => parts['iamPolicy']?.known))).toEqual(new Set([false]));
  });
});

describe('a connection that is closed', () => {
  it('is opened anew for the next try', async () => {
    sandbox.addFault({ match: {}, effect: { type: 'reset' }, times: 2 });
    const { coverage } = await scanGcp(gcpOptionsFor(sandbox));
    expect(coverage.filter(isGap)).toEqual([]);
    expect(sandbox.calls.filter(({ status }) => status === 0).length).toBe(2);
  });
});

describe('text in the place of settings', () => {
  it.each(['', '{}', '{"__proto__": {}}'])('%j is not "nothing is set"', async (value) => {
    const name = 'meridian-try-public';
    sandbox.addFault({
      match: { resource: name },
      effect: { type: 'set-field', path: 'iamConfiguration', value },
    });
    const scan = await scanGcp(gcpOptionsFor(sandbox));
    const bucket = scan.resources.find((one) => one.name === name);
    expect(bucket?.parts['settings']).toMatchObject({ known: false, reason: 'malformed' });
  });
});
