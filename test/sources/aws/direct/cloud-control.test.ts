/** Kinds that nothing here reads, listed because somebody names them. */
import { describe, expect, it } from 'vitest';
import { actionsFor } from '#engine/permissions.ts';
import type { Needs } from '#model/source.ts';
import type { Fault } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { type SandboxOptions, startSandbox } from '#sandbox/start.ts';
import { cloudControlKind } from '#sources/aws/direct/cloud-control.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

const meridian = await loadMeridian();
const alarm = 'AWS::CloudWatch::Alarm';
const action = 'cloudformation:ListResources';
const needs: Needs = new Map([['AWS::SQS::Queue', new Set(['policy'])]]);

const told = async (
  kinds: readonly string[],
  options: Partial<AwsOptions> = {},
  faults: readonly Fault[] = [],
  { estate = meridian, ...more }: Partial<SandboxOptions> = {},
) => {
  const sandbox = await startSandbox({ estate, ...more });
  try {
    for (const fault of faults) sandbox.addFault(fault);
    const { resources, coverage } = await scan(
      optionsFor(sandbox, {
        accounts: [ids.production],
        regions: ['eu-west-1'],
        inventory: 'direct',
        kinds: [...kinds, 'AWS::SQS::Queue'],
        attempts: 2,
        ...options,
      }),
      needs,
    );
    return {
      resources: resources.filter(({ kind }) => kinds.includes(kind)),
      coverage: coverage.filter(({ kind }) => kinds.includes(kind)),
      calls: sandbox.calls.map((call) => call.action),
    };
  } finally {
    await sandbox.close();
  }
};

/** Nothing of production is recorded. */
const unrecorded: Estate = {
  ...meridian,
  accounts: meridian.accounts.map((account) => ({ ...account, recorders: [] })),
};

describe('a kind without a reader that is named', () => {
  it('is listed, with the ids that AWS Config has, and without parts', async () => {
    const { resources, coverage } = await told([alarm]);
    const recorded = await told([alarm], { inventory: 'config' });
    expect(resources.length).toBeGreaterThan(0);
    expect(resources.map(({ id }) => id).sort()).toEqual(recorded.resources.map(({ id }) => id).sort());
    expect(resources.every(({ parts }) => Object.keys(parts).length === 0)).toBe(true);
    expect(coverage).toMatchObject([{ state: 'read', count: resources.length, route: 'direct' }]);
  });

  it('comes from AWS Config where that records it, and from nowhere else', async () => {
    const { resources, coverage, calls } = await told([alarm], { inventory: 'auto' });
    expect(resources.length).toBeGreaterThan(0);
    expect(coverage).toMatchObject([{ state: 'read', route: 'config' }]);
    expect(calls).not.toContain(action);
  });

  it('is asked for where AWS Config records nothing', async () => {
    const { resources, coverage } = await told([alarm], { inventory: 'auto' }, [], { estate: unrecorded });
    expect(resources.length).toBeGreaterThan(0);
    expect(coverage).toMatchObject([{ state: 'read', route: 'direct' }]);
  });

  it.each([
    ['its own AWS Config', undefined],
    ['an aggregator', { name: 'meridian-organization', region: meridian.homeRegion }],
  ])(
    'of which %s counts none is asked for: it may be a type that can not be recorded',
    async (_, aggregator) => {
      const machine = 'AWS::Nimbus::Cloud';
      const { coverage } = await told([machine, alarm], {
        inventory: 'auto',
        ...(aggregator === undefined ? {} : { aggregator }),
      });
      expect(coverage.find((row) => row.kind === machine)).toMatchObject({
        state: 'unsupported',
        route: 'direct',
      });
      expect(coverage.filter((row) => row.kind === alarm)).toMatchObject([
        { state: 'read', route: aggregator === undefined ? 'config' : 'config-aggregator' },
      ]);
    },
  );

  it('of which AWS Config counts none is unknown where nothing else may be asked', async () => {
    const { coverage, calls } = await told(['AWS::Nimbus::Cloud'], { inventory: 'config' });
    expect(coverage).toMatchObject([{ state: 'not-recorded', count: 0 }]);
    expect(calls).not.toContain(action);
  });

  it('that is without a region is one row, whichever way', async () => {
    const policy = 'AWS::CloudFront::CachePolicy';
    for (const inventory of ['auto', 'config', 'direct'] as const) {
      const { coverage } = await told([policy], { inventory, regions: ['eu-west-1', 'us-east-1'] });
      expect(coverage, inventory).toHaveLength(1);
      expect(coverage[0]).toMatchObject({ region: 'global' });
      expect(coverage[0]?.state, inventory).not.toBe('read');
    }
  });

  it('comes whole in short pages, some of them empty', async () => {
    const whole = await told([alarm]);
    const { resources, coverage } = await told([alarm], {}, [], { longestPage: 5, emptyPageEvery: 2 });
    expect(resources.map(({ id }) => id)).toEqual(whole.resources.map(({ id }) => id));
    expect(coverage).toMatchObject([{ state: 'read' }]);
  });

  it.each([
    [{ type: 'deny' }, 'denied'],
    [{ type: 'deny', by: 'scp' }, 'denied-by-guardrail'],
    [{ type: 'throttle' }, 'throttled'],
    [{ type: 'wrong-body', body: 'bare' }, 'malformed'],
  ] as const)('is a gap when the list is met by %o', async (effect, state) => {
    const { resources, coverage } = await told([alarm], {}, [{ match: { action }, effect }]);
    expect(resources).toEqual([]);
    expect(coverage).toMatchObject([{ state, missing: action }]);
  });

  it.each([
    ['is listed for a parent at a time', 'AWS::AutoScaling::LifecycleHook', /can't be listed as a whole/],
    ['can not be listed', 'AWS::StepFunctions::StateMachine', /does not support LIST/],
    ['is not known there', 'AWS::Nimbus::Cloud', /cannot be found/],
  ])('that %s is a row of the coverage, and no error', async (_how, kind, words) => {
    const { resources, coverage } = await told([kind, alarm]);
    expect(resources.length).toBeGreaterThan(0);
    expect(coverage.find((row) => row.kind === kind)).toMatchObject({
      state: 'unsupported',
      detail: expect.stringMatching(words),
    });
    expect(coverage.find((row) => row.kind === alarm)).toMatchObject({ state: 'read' });
  });
});

describe('a kind with a reader, that is named and that no check looks at', () => {
  it.each(['auto', 'config', 'direct'] as const)('is listed, and has a row (%s)', async (inventory) => {
    const volume = 'AWS::EC2::Volume';
    const { resources, coverage } = await told([volume], { inventory });
    expect(resources.length).toBeGreaterThan(0);
    expect(coverage).toMatchObject([{ state: 'read', count: resources.length }]);
  });

  it('is one of IAM as well', async () => {
    const { resources, coverage } = await told(['AWS::IAM::Group'], { inventory: 'auto' });
    expect(resources.length).toBeGreaterThan(0);
    expect(coverage).toMatchObject([{ state: 'read' }]);
  });
});

describe('a refusal by the service behind', () => {
  const refused = async (message: string) => {
    const failure = {
      type: 'unavailable',
      guardRail: false,
      action,
      code: 'GeneralServiceException',
      message,
      transient: false,
      expired: false,
    } as const;
    const place = {
      account: ids.production,
      region: 'eu-west-1',
      partition: 'aws',
      call: async () => ({ ok: false, failure }) as const,
    };
    const answer = await cloudControlKind('AWS::Athena::WorkGroup')?.page(place, undefined);
    return answer?.ok === false ? answer.failure : undefined;
  };
  const user = 'User: arn:aws:sts::527903184466:assumed-role/PlumblineReader/scan';

  it('names the permission that is missing', async () => {
    expect(
      await refused(
        `${user} is not authorized to perform: athena:ListWorkGroups because no policy allows it`,
      ),
    ).toMatchObject({ type: 'denied', action: 'athena:ListWorkGroups', guardRail: false });
  });

  it('of a rule above the account is that', async () => {
    expect(
      await refused(
        `${user} is not authorized to perform: athena:ListWorkGroups with an explicit deny in a service control policy`,
      ),
    ).toMatchObject({ type: 'denied', guardRail: true });
  });

  it('of another kind stays what it was', async () => {
    expect(await refused('Something went wrong')).toMatchObject({ type: 'unavailable', action });
  });
});

describe('kinds that nobody names', () => {
  it('are not listed: there are hundreds, each a call for each region', async () => {
    const { calls } = await told([]);
    expect(calls).not.toContain(action);
  });

  it('need no permission', () => {
    const scope = { route: 'config', inventory: 'auto', assumesRole: false } as const;
    const named = (kinds: readonly string[]) => actionsFor([], { ...scope, kinds }).map((use) => use.action);
    expect(named([])).not.toContain(action);
    expect(named(['AWS::S3::Bucket'])).not.toContain(action);
    expect(named([alarm])).toContain(action);
  });
});
