/** Load balancers, and listeners that are listed for one of them at a time. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Needs } from '#model/source.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { ConfigItem, Estate, JsonObject } from '#sandbox/estate/estate.ts';
import { itemsIn, seriesOf } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

const balancers = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const listeners = 'AWS::ElasticLoadBalancingV2::Listener';
const listBalancers = 'elasticloadbalancing:DescribeLoadBalancers';
const listListeners = 'elasticloadbalancing:DescribeListeners';
const needs: Needs = new Map([
  [balancers, new Set(['settings'])],
  [listeners, new Set(['settings'])],
]);
const meridian = await loadMeridian();

const isHere = (one: { readonly account: string; readonly region: string }): boolean =>
  one.account === ids.production && one.region === 'eu-west-1';
const itemsOf = (kind: string): readonly ConfigItem[] =>
  meridian.live.filter((one) => isHere(one) && one.kind === kind).flatMap((one) => [...itemsIn(one)]);

const [firstBalancer, ...otherBalancers] = itemsOf(balancers);
const [firstListener, ...otherListeners] = itemsOf(listeners);
if (firstBalancer === undefined || firstListener === undefined) throw new Error('the demo has none');

const without = (fields: JsonObject | null, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => !names.includes(name)));

/** As a gateway load balancer is told: it faces no client, and its listener takes everything. */
const gatewayArn = (firstBalancer.arn ?? '').replace('/app/', '/gwy/');
const gateway: ConfigItem = {
  ...firstBalancer,
  resourceId: gatewayArn,
  arn: gatewayArn,
  configuration: {
    ...without(firstBalancer.configuration, 'scheme', 'securityGroups'),
    loadBalancerArn: gatewayArn,
    type: 'gateway',
  },
};
const gatewayListenerArn = `${gatewayArn.replace(':loadbalancer/', ':listener/')}/0123456789abcdef`;
const gatewayListener: ConfigItem = {
  ...firstListener,
  resourceId: gatewayListenerArn,
  arn: gatewayListenerArn,
  configuration: {
    ListenerArn: gatewayListenerArn,
    LoadBalancerArn: gatewayArn,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:aws:elasticloadbalancing:::targetgroup/a/b' }],
  },
};

const withGateway: Estate = {
  ...meridian,
  denials: [],
  live: meridian.live.map((shelf) => {
    if (!isHere(shelf)) return shelf;
    if (shelf.kind === balancers)
      return { ...shelf, ...seriesOf([firstBalancer, ...otherBalancers, gateway]) };
    return shelf.kind === listeners
      ? { ...shelf, ...seriesOf([firstListener, ...otherListeners, gatewayListener]) }
      : shelf;
  }),
};

describe('load balancers and their listeners', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: withGateway, longestPage: 1, emptyPageEvery: 4 });
  });
  afterEach(() => {
    sandbox.clearFaults();
    sandbox.clearCalls();
  });
  afterAll(() => sandbox.close());

  const read = async () => {
    const { resources, coverage } = await scan(
      optionsFor(sandbox, {
        inventory: 'direct',
        accounts: [ids.production],
        kinds: [balancers, listeners],
        attempts: 1,
      }),
      needs,
    );
    return {
      resources,
      idsOf: (kind: string) => resources.filter((one) => one.kind === kind).map(({ id }) => id),
      row: (kind: string, region = 'eu-west-1') =>
        coverage.find((one) => one.kind === kind && one.region === region),
    };
  };

  it('are read to the last page of either list', async () => {
    const { idsOf, row } = await read();
    expect(new Set(idsOf(balancers))).toEqual(
      new Set([...itemsOf(balancers).map(({ arn }) => arn), gatewayArn]),
    );
    expect(new Set(idsOf(listeners))).toEqual(
      new Set([...itemsOf(listeners).map(({ arn }) => arn), gatewayListenerArn]),
    );
    expect(row(listeners)).toMatchObject({ state: 'read', count: itemsOf(listeners).length + 1 });
  });

  it('of a gateway face nobody, and its listener has no port of its own', async () => {
    const { resources } = await read();
    expect(resources.find(({ id }) => id === gatewayArn)?.parts['settings']).toMatchObject({
      value: { type: 'gateway', internetFacing: false, groups: [] },
    });
    expect(resources.find(({ id }) => id === gatewayListenerArn)?.parts['settings']).toMatchObject({
      value: { port: 0, protocol: 'none', policy: 'none', certificates: [] },
    });
  });

  it('in a region without load balancers cost no call for listeners', async () => {
    const { row } = await read();
    expect(row(listeners, 'us-east-1')).toMatchObject({
      state: 'read',
      count: 0,
      detail: 'every listener is of a load balancer',
    });
    const elsewhere = sandbox.calls.filter(({ region }) => region === 'us-east-1');
    expect(elsewhere.filter(({ action }) => action === listListeners)).toEqual([]);
    expect(elsewhere.filter(({ action }) => action === listBalancers)).toHaveLength(1);
  });

  it('go with a load balancer that is deleted between the lists', async () => {
    const hide = [gatewayArn, gatewayListenerArn];
    sandbox.addFault({ match: { action: listListeners }, effect: { type: 'change', hide }, times: 1 });
    const { idsOf, row } = await read();
    sandbox.addFault({ match: {}, effect: { type: 'change', show: hide }, times: 1 });
    await read();
    expect(idsOf(listeners)).not.toContain(gatewayListenerArn);
    expect(new Set(idsOf(listeners))).toEqual(new Set(itemsOf(listeners).map(({ arn }) => arn)));
    expect(row(listeners)).toMatchObject({ state: 'read' });
  });

  it('go with a load balancer that the service does not know any more', async () => {
    const gone = { type: 'error', status: 400, code: 'LoadBalancerNotFound' } as const;
    sandbox.addFault({ match: { action: listListeners }, effect: gone, times: 1 });
    const { idsOf, row } = await read();
    expect(idsOf(listeners).length).toBeGreaterThan(0);
    expect(idsOf(listeners).length).toBeLessThan(itemsOf(listeners).length + 1);
    expect(row(listeners)).toMatchObject({ state: 'read' });
  });

  it.each([
    ['refused', { type: 'deny' }, 'denied'],
    ['throttled', { type: 'throttle' }, 'throttled'],
    ['answered with another page', { type: 'wrong-body', body: 'html' }, 'malformed'],
    ['answered with nothing', { type: 'wrong-body', body: 'bare' }, 'malformed'],
    ['sent round in a circle', { type: 'repeat-token' }, 'malformed'],
  ] as const)('whose listeners are %s, leave those unknown and not gone', async (_, effect, state) => {
    sandbox.addFault({ match: { action: listListeners }, effect });
    const { idsOf, row } = await read();
    expect(idsOf(balancers)).toContain(gatewayArn);
    expect(row(balancers)).toMatchObject({ state: 'read' });
    expect(row(listeners)).toMatchObject({ state, missing: listListeners });
  });

  it('that may not be listed are unknown both, by the permission that is missing', async () => {
    sandbox.addFault({ match: { action: listBalancers }, effect: { type: 'deny' } });
    const { row } = await read();
    for (const kind of [balancers, listeners]) {
      expect(row(kind)).toMatchObject({ state: 'denied', missing: listBalancers, count: 0 });
    }
  });
});
