/** APIs and their stages: what hangs on each API is asked for API by API, under one permission. */
import { describe, expect, it } from 'vitest';
import type { Needs } from '#model/source.ts';
import type { Fault, FaultEffect } from '#sandbox/contract.ts';
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';
import { itemsOf, itemWhere, partOf, tell } from './one-kind.ts';

const rest = 'AWS::ApiGateway::RestApi';
const http = 'AWS::ApiGatewayV2::Api';
const permission = 'apigateway:GET';
const called = (name: string) => (item: { readonly resourceName?: string }) => item.resourceName === name;
const prices = itemWhere(rest, called('prices'));
const hooks = itemWhere(http, called('hooks'));
/** The list of APIs has this permission too, and is made first. */
const afterList = (item: ConfigItem, effect: FaultEffect): Fault => ({
  match: { action: permission, resource: item.arn ?? '' },
  effect,
  skip: 1,
});
const secondCall = (effect: FaultEffect): Fault => ({ match: { action: permission }, effect, skip: 1 });

describe('a REST API', () => {
  it('has its methods, its endpoint and its policy, whose quotes come escaped twice', async () => {
    const told = await tell(rest);
    expect(told.resources.map(({ id }) => id)).toEqual(itemsOf(rest).map(({ arn }) => arn));
    expect(partOf(told, prices, 'methods')).toEqual({
      known: true,
      value: ['GET', 'PUT', 'OPTIONS'].map((method) => ({
        path: '/prices',
        method,
        authorization: 'NONE',
        apiKey: false,
      })),
    });
    expect(partOf(told, prices, 'policy')).toEqual({ known: true, value: 'none' });
    const partners = itemWhere(rest, called('partners'));
    expect(partOf(told, partners, 'policy')).toMatchObject({
      known: true,
      value: {
        statements: [{ principals: { entries: [{ value: 'arn:aws:iam::444455556666:root' }] } }],
      },
    });
    expect(partOf(told, itemWhere(rest, called('internal')), 'settings')).toEqual({
      known: true,
      value: { endpoints: ['PRIVATE'] },
    });
  });

  it('comes whole in short pages', async () => {
    const told = await tell(rest, { sandbox: { longestPage: 1, emptyPageEvery: 2 } });
    expect(told.resources.map(({ id }) => id)).toEqual(itemsOf(rest).map(({ arn }) => arn));
    expect(told.coverage).toMatchObject([{ state: 'read', count: itemsOf(rest).length }]);
  });

  it('whose methods may not be seen has unread methods, and the rest', async () => {
    const told = await tell(rest, {
      faults: [afterList(prices, { type: 'deny' })],
    });
    expect(partOf(told, prices, 'methods')).toMatchObject({
      known: false,
      reason: 'denied',
      missing: permission,
    });
    expect(partOf(told, prices, 'policy')).toEqual({ known: true, value: 'none' });
  });

  it('whose methods are not told is not one without methods', async () => {
    const told = await tell(rest, {
      faults: [afterList(prices, { type: 'wrong-body', body: 'bare' })],
    });
    expect(partOf(told, prices, 'methods')).toMatchObject({ known: false, reason: 'malformed' });
  });

  it('that is deleted between the list and its methods is left out', async () => {
    const told = await tell(rest, {
      faults: [secondCall({ type: 'change', hide: [prices.arn ?? ''] })],
    });
    expect(told.resources.map(({ id }) => id)).not.toContain(prices.arn);
    expect(told.coverage).toMatchObject([{ state: 'read', count: itemsOf(rest).length - 1 }]);
  });

  it('is unknown where the list is refused', async () => {
    const told = await tell(rest, { faults: [{ match: { action: permission }, effect: { type: 'deny' } }] });
    expect(told.resources).toEqual([]);
    expect(told.coverage).toMatchObject([{ state: 'denied', missing: permission }]);
  });
});

describe('an HTTP API', () => {
  it('has its routes', async () => {
    const told = await tell(http);
    expect(partOf(told, hooks, 'routes')).toEqual({
      known: true,
      value: [
        { key: 'POST /hooks/{id}', authorization: 'NONE' },
        { key: 'GET /status', authorization: 'JWT' },
      ],
    });
    expect(partOf(told, itemWhere(http, called('chat')), 'settings')).toEqual({
      known: true,
      value: { protocol: 'WEBSOCKET' },
    });
  });

  it('whose routes may not be seen has unread routes', async () => {
    const told = await tell(http, {
      faults: [afterList(hooks, { type: 'throttle' })],
    });
    expect(partOf(told, hooks, 'routes')).toMatchObject({
      known: false,
      reason: 'throttled',
      missing: permission,
    });
  });
});

describe.each([
  ['AWS::ApiGateway::Stage', prices],
  ['AWS::ApiGatewayV2::Stage', hooks],
] as const)('%s', (kind, api) => {
  const [stage = api] = itemsOf(kind);

  it('is listed API by API', async () => {
    const told = await tell(kind, { sandbox: { longestPage: 1 } });
    expect(told.resources.map(({ id }) => id).sort()).toEqual(
      itemsOf(kind)
        .map(({ arn }) => arn)
        .sort(),
    );
  });

  it('of an API that is deleted meanwhile is gone with it', async () => {
    const hide = [api.arn ?? '', ...itemsOf(kind).map(({ arn }) => arn ?? '')].filter((arn) =>
      arn.startsWith(api.arn ?? '?'),
    );
    const told = await tell(kind, {
      faults: [secondCall({ type: 'change', hide })],
    });
    expect(told.resources).toHaveLength(itemsOf(kind).length - 1);
    expect(told.coverage).toMatchObject([{ state: 'read' }]);
  });

  it('of one API that may not be seen makes the list a gap', async () => {
    const told = await tell(kind, {
      faults: [{ match: { action: permission, resource: stage.arn ?? '' }, effect: { type: 'deny' } }],
    });
    expect(told.coverage).toMatchObject([{ state: 'denied', missing: permission }]);
  });
});

describe('a kind of which AWS Config keeps too little', () => {
  const needs: Needs = new Map([[rest, new Set(['methods'])]]);

  it.each(['config', 'auto'] as const)('is read once, from its service, by %s', async (inventory) => {
    const sandbox = await startSandbox({ estate: await loadMeridian() });
    try {
      const { resources, coverage, plan } = await scan(
        optionsFor(sandbox, { inventory, accounts: [ids.production], regions: ['eu-west-1'] }),
        needs,
      );
      const found = resources.filter(({ kind }) => kind === rest);
      expect(found.map(({ id }) => id)).toEqual(itemsOf(rest).map(({ arn }) => arn));
      expect(coverage.filter(({ kind }) => kind === rest)).toMatchObject([
        { state: 'read', route: 'direct' },
      ]);
      expect(plan.notices.filter((notice) => notice.includes('services themselves'))).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });

  it('is in the inventory of AWS Config where nobody looks at its parts', async () => {
    const sandbox = await startSandbox({ estate: await loadMeridian() });
    try {
      const { resources, coverage } = await scan(
        optionsFor(sandbox, { accounts: [ids.production], regions: ['eu-west-1'] }),
        new Map([['AWS::SQS::Queue', new Set(['policy'])]]),
      );
      expect(resources.filter(({ kind }) => kind === rest)).toHaveLength(itemsOf(rest).length);
      expect(coverage.filter(({ kind }) => kind === rest)).toMatchObject([
        { state: 'read', route: 'config' },
      ]);
    } finally {
      await sandbox.close();
    }
  });
});
