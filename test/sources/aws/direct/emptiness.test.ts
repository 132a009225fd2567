/**
 * Kinds whose service is asked in any case: AWS Config spares the question where it proves that there is none, and
 * nowhere else.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import type { Needs } from '#model/source.ts';
import type { Fault, Sandbox } from '#sandbox/contract.ts';
import type { Estate, RecorderFacts, Shelf } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { keysOf, optionsFor, scan } from '../sandbox-scan.ts';
import { partsOf } from './one-kind.ts';

const rest = 'AWS::ApiGateway::RestApi';
const http = 'AWS::ApiGatewayV2::Api';
const acl = 'AWS::WAFv2::WebACL';
const certificate = 'AWS::ACM::Certificate';
const kinds = [certificate, rest, http, acl];
const region = 'eu-west-1';
const listing = /^(?:apigateway:GET|wafv2:ListWebACLs|acm:ListCertificates)$/;

const recorder: RecorderFacts = {
  region,
  name: 'default',
  recording: true,
  lastStatus: 'Success',
  statusAgeHours: 1,
  strategy: 'ALL_SUPPORTED',
  includeGlobal: false,
  kinds: [],
};

const meridian = await loadMeridian();

interface Place {
  readonly recorders?: readonly RecorderFacts[];
  /** Kinds that the account has none of. */
  readonly without?: readonly string[];
  /** Of its resources of those kinds. */
  readonly region?: string;
}

/** The production account: its APIs and web ACLs, but for those that are taken away, in one region. */
const estateOf = ({ recorders = [recorder], without = [], region: where = region }: Place): Estate => {
  const moved = (shelf: Shelf): Shelf =>
    shelf.account === ids.production && shelf.region === region ? { ...shelf, region: where } : shelf;
  const live = meridian.live
    .filter(({ account, kind }) => account === ids.production && kinds.includes(kind))
    .filter(({ kind }) => !without.includes(kind))
    .map(moved);
  const recorded = ({ region: at, kind }: Shelf): boolean =>
    recorders.some((one) => {
      const named = one.kinds.includes(kind);
      return one.region === at && (one.strategy === 'INCLUSION_BY_RESOURCE_TYPES' ? named : !named);
    });
  return {
    ...meridian,
    denials: [],
    accounts: meridian.accounts.map((one) =>
      one.id === ids.production
        ? { ...one, recorders, regions: [{ name: where, state: 'ENABLED_BY_DEFAULT' as const }] }
        : one,
    ),
    live,
    shelves: live.filter(recorded),
    withheld: [],
  };
};

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

const told = async (
  place: Place,
  more: Partial<AwsOptions> = {},
  faults: readonly Fault[] = [],
): Promise<{
  ways: Record<string, string>;
  rows: readonly CoverageRow[];
  keys: string[];
  asked: string[];
}> => {
  await sandbox?.close();
  sandbox = await startSandbox({ estate: estateOf(place) });
  for (const fault of faults) sandbox.addFault(fault);
  const where = place.region ?? region;
  const needs: Needs = new Map(kinds.map((kind) => [kind, new Set(partsOf(kind))]));
  const { resources, coverage } = await scan(
    optionsFor(sandbox, { accounts: [ids.production], regions: [where], kinds, ...more }),
    needs,
  );
  const rows = coverage.filter((row) => row.part === '*');
  return {
    rows,
    ways: Object.fromEntries(rows.map((row) => [row.kind, `${row.route} ${row.state} ${row.count}`])),
    keys: keysOf(resources),
    asked: sandbox.calls.filter(({ action }) => listing.test(action)).map(({ action }) => action),
  };
};

const all = (way: string): Record<string, string> => Object.fromEntries(kinds.map((kind) => [kind, way]));
const none = all('config read 0');
const asked = all('direct read 0');
const empty = { without: kinds };

describe('a region of whose APIs and web ACLs AWS Config counts none', () => {
  it.each(['config', 'auto'] as const)('is not asked about them, and has no gap (%s)', async (inventory) => {
    const { ways, rows, asked: calls } = await told(empty, { inventory });
    expect(ways).toEqual(none);
    expect(rows.map(({ detail }) => detail)).toEqual(
      kinds.map(() => 'AWS Config records this kind here and counts none'),
    );
    expect(calls).toEqual([]);
  });

  it('is asked where the services alone are to be', async () => {
    const { ways, asked: calls } = await told(empty, { inventory: 'direct' });
    expect(ways).toEqual(asked);
    expect(calls).toHaveLength(kinds.length);
  });

  it('holds what the services say that it holds, whichever kinds there are', async () => {
    for (const without of [kinds, [rest], [http, acl], [certificate], []]) {
      const config = await told({ without }, { inventory: 'config' });
      const direct = await told({ without }, { inventory: 'direct' });
      expect(config.keys).toEqual(direct.keys);
      for (const kind of kinds) {
        const isCounted = without.includes(kind);
        expect(config.ways[kind]?.startsWith(isCounted ? 'config read 0' : 'direct read'), kind).toBe(true);
        expect(config.rows.find((row) => row.kind === kind)?.count).toBe(
          direct.rows.find((row) => row.kind === kind)?.count,
        );
      }
    }
  });

  it('is known by an aggregator too', async () => {
    const aggregator = { name: 'meridian-organization', region: meridian.homeRegion };
    const { ways, asked: calls } = await told(empty, { aggregator });
    expect(ways).toEqual(all('config-aggregator read 0'));
    expect(calls).toEqual([]);
  });
});

describe('a count of none proves nothing', () => {
  const one = (change: Partial<RecorderFacts>): Place => ({
    ...empty,
    recorders: [{ ...recorder, ...change }],
  });

  it.each([
    ['there is no recorder', { ...empty, recorders: [] }],
    ['the recorder is stopped', one({ recording: false })],
    ['the recorder fails', one({ lastStatus: 'Failure' })],
    ['the recorder was started a day ago at most', one({ startedHoursAgo: 23 })],
    ['the recorder excludes the kinds', one({ strategy: 'EXCLUSION_BY_RESOURCE_TYPES', kinds })],
    [
      'the recorder includes others',
      one({ strategy: 'INCLUSION_BY_RESOURCE_TYPES', kinds: ['AWS::S3::Bucket'] }),
    ],
    ['the recorder looks once a day', one({ daily: kinds })],
  ] satisfies readonly (readonly [string, Place])[])('where %s', async (_, place) => {
    const { ways, asked: calls } = await told(place);
    expect(ways).toEqual(asked);
    expect(calls).toHaveLength(kinds.length);
  });

  it.each([
    ['config:GetDiscoveredResourceCounts'],
    ['config:DescribeConfigurationRecorders'],
    ['config:DescribeConfigurationRecorderStatus'],
  ])('where %s is denied', async (action) => {
    const { ways } = await told(empty, {}, [{ match: { action }, effect: { type: 'deny' } }]);
    expect(ways).toEqual(asked);
  });

  it.each([['cut'], ['garble']] as const)('where the counts come %s', async (type) => {
    const action = 'config:GetDiscoveredResourceCounts';
    const { ways } = await told(empty, {}, [{ match: { action }, effect: { type } }]);
    expect(ways).toEqual(asked);
  });

  it('for the one kind that the recorder looks at once a day, and for no other', async () => {
    const { ways } = await told(one({ daily: [acl] }));
    expect(ways).toEqual({ ...none, [acl]: 'direct read 0' });
  });

  it('in a region in which AWS Config can not record all of them', async () => {
    const where = 'eu-south-2';
    const { ways } = await told({ ...empty, recorders: [{ ...recorder, region: where }], region: where });
    expect(ways).toEqual(asked);
  });

  it('of web ACLs where those of CloudFront are kept', async () => {
    const where = 'us-east-1';
    const { ways } = await told({ ...empty, recorders: [{ ...recorder, region: where }], region: where });
    expect(ways).toEqual({ ...none, [acl]: 'direct read 0' });
  });
});
