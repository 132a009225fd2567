/** What AWS Config does not record of functions: Lambda tells of their variables and aliases beside it. */
import { describe, expect, it } from 'vitest';
import { functionNotPublic } from '#checks/data/aws/function-not-public.ts';
import type { Reading } from '#model/reading.ts';
import type { Needs } from '#model/source.ts';
import type { Fault } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { seriesOf } from '#sandbox/estate/estate.ts';
import { type SandboxOptions, startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from './sandbox-scan.ts';

const kind = 'AWS::Lambda::Function';
const list = 'lambda:ListFunctions';
const meridian = await loadMeridian();
const estate: Estate = { ...meridian, denials: [] };
const variables = ['policy', 'settings', 'environmentSecrets'];

const told = async (
  options: Partial<AwsOptions> = {},
  {
    faults = [],
    parts = variables,
    sandbox: more = {},
    change = estate,
  }: {
    readonly change?: Estate;
    readonly faults?: readonly Fault[];
    readonly parts?: readonly string[];
    readonly sandbox?: Omit<SandboxOptions, 'estate'>;
  } = {},
) => {
  const sandbox = await startSandbox({ estate: change, ...more });
  try {
    for (const fault of faults) sandbox.addFault(fault);
    const needs: Needs = new Map([[kind, new Set(parts)]]);
    const { resources, coverage } = await scan(
      optionsFor(sandbox, {
        accounts: [ids.production],
        regions: ['eu-west-1'],
        kinds: [kind],
        attempts: 2,
        ...options,
      }),
      needs,
    );
    return {
      resources,
      of: (name: string, part = 'environmentSecrets') =>
        resources.find((one) => one.name === name)?.parts[part] as Reading<unknown> | undefined,
      routes: [...new Set(coverage.filter((row) => row.kind === kind).map(({ route }) => route))],
      calls: sandbox.calls.map(({ action }) => action),
    };
  } finally {
    await sandbox.close();
  }
};

describe('the variables of a function that AWS Config records', () => {
  it.each([
    ['the account itself', {}, 'config'],
    [
      'an aggregator',
      { aggregator: { name: 'meridian-organization', region: 'eu-west-1', account: ids.security } },
      'config-aggregator',
    ],
  ] as const)('are asked of Lambda where the rest comes from AWS Config of %s', async (_, options, route) => {
    const { of, routes, calls } = await told(options);
    const direct = await told({ inventory: 'direct' });
    expect(routes).toEqual([route]);
    expect(of('mailer')).toMatchObject({ known: true, value: { length: 2 } });
    expect(of('mailer')).toEqual(direct.of('mailer'));
    expect(of('webhook')).toEqual({ known: true, value: [] });
    expect(calls.filter((action) => action === list)).toHaveLength(1);
    expect(calls).not.toContain('lambda:GetPolicy');
    expect(calls).not.toContain('tag:GetResources');
  });

  it('are asked for page by page', async () => {
    const { of } = await told({}, { sandbox: { longestPage: 2, emptyPageEvery: 2 } });
    expect(of('mailer')).toMatchObject({ known: true, value: { length: 2 } });
  });

  it.each([
    ['refused', { type: 'deny' }, 'denied'],
    ['throttled for good', { type: 'throttle' }, 'throttled'],
    ['no list', { type: 'wrong-body', body: 'bare' }, 'malformed'],
  ] as const)('are unknown, and not none, where the list is %s', async (_, effect, reason) => {
    const { resources, of } = await told({}, { faults: [{ match: { action: list }, effect }] });
    expect(resources.length).toBeGreaterThan(1);
    for (const { name } of resources) {
      expect(of(name)).toMatchObject({ known: false, reason, missing: list });
      expect(of(name, 'settings')).toMatchObject({ known: true });
    }
  });

  it('are unknown where Lambda does not list the function', async () => {
    const faults: Fault[] = [{ match: { action: list, resource: 'mailer' }, effect: { type: 'omit' } }];
    const { of } = await told({}, { faults });
    expect(of('mailer')).toMatchObject({ known: false, reason: 'stale', missing: list });
    expect(of('webhook')).toMatchObject({ known: true });
  });

  it('are not asked for where nobody looks at them', async () => {
    const { calls } = await told({}, { parts: ['policy', 'settings'] });
    expect(calls).not.toContain(list);
  });
});

describe('the aliases of a function', () => {
  const parts = ['policy', 'aliases'];
  const listAliases = 'lambda:ListAliases';
  const getPolicy = 'lambda:GetPolicy';
  const open = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Url', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: '*' },
    ],
  });
  /** Every function has a published version, and an alias that anybody may call. */
  const exposed: Estate = {
    ...estate,
    live: estate.live.map((shelf) =>
      shelf.kind === kind
        ? {
            ...shelf,
            ...seriesOf(
              Array.from({ length: shelf.size }, (_, index) => ({
                ...shelf.at(index),
                untold: { versions: 1, aliases: [{ name: 'live', policy: open }] },
              })),
            ),
          }
        : shelf,
    ),
  };

  it.each(['config', 'direct'] as const)('have policies of their own, by %s', async (inventory) => {
    const { of, calls } = await told({ inventory }, { parts });
    expect(of('thumbnails', 'aliases')).toMatchObject({
      known: true,
      value: [{ name: 'live', policy: { statements: [{}] } }],
    });
    expect(of('mailer', 'aliases')).toEqual({ known: true, value: [] });
    expect(calls).not.toContain(inventory === 'config' ? 'tag:GetResources' : 'config:SelectResourceConfig');
  });

  it.each(['config', 'direct'] as const)('open the function to anybody, by %s', async (inventory) => {
    const { resources, of } = await told({ inventory }, { parts, change: exposed });
    for (const resource of resources) {
      const aliases = of(resource.name, 'aliases');
      expect(aliases).toMatchObject({ known: true, value: [{ name: 'live' }] });
      const verdict = functionNotPublic.evaluate(
        {
          policy: 'none',
          aliases,
          trust: { accounts: new Set(), organization: 'none', partners: new Set() },
        } as never,
        resource as never,
      );
      expect(verdict).toMatchObject({ verdict: 'fail', evidence: [{ path: 'aliases/live/Url' }] });
    }
  });

  it.each([
    ['config', listAliases, 'denied', { type: 'deny' }],
    ['direct', listAliases, 'denied', { type: 'deny' }],
    ['config', getPolicy, 'denied', { type: 'deny' }],
    ['direct', getPolicy, 'throttled', { type: 'throttle' }],
    ['config', listAliases, 'malformed', { type: 'wrong-body', body: 'bare' }],
    ['direct', getPolicy, 'malformed', { type: 'wrong-body', body: 'bare' }],
  ] as const)(
    'by %s are unknown, and not none, where %s is %s',
    async (inventory, action, reason, effect) => {
      const { of } = await told({ inventory }, { parts, faults: [{ match: { action }, effect }] });
      expect(of('thumbnails', 'aliases')).toMatchObject({ known: false, reason, missing: action });
    },
  );

  it('are asked of functions with a published version only, where the rest comes from AWS Config', async () => {
    const { calls } = await told({}, { parts });
    expect(calls.filter((action) => action === listAliases)).toHaveLength(1);
    expect(calls.filter((action) => action === getPolicy)).toHaveLength(1);
    const direct = await told({ inventory: 'direct' }, { parts });
    expect(direct.calls.filter((action) => action === listAliases)).toHaveLength(direct.resources.length);
  });

  it('of a function that is deleted meanwhile are unknown', async () => {
    const { of } = await told(
      {},
      {
        parts,
        faults: [
          {
            match: { action: listAliases },
            effect: { type: 'error', status: 404, code: 'ResourceNotFoundException' },
          },
        ],
      },
    );
    expect(of('thumbnails', 'aliases')).toMatchObject({ known: false, reason: 'stale' });
  });
});
