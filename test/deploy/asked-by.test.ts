/** Who asks what: the policies of the role in each account and of what scans, held to the calls that each of them makes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PermissionPlace } from '#engine/permissions.ts';
import { actionsFor } from '#engine/permissions.ts';
import { compareText } from '#model/resource.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { loadMeridian } from '#test/sandbox/clients.ts';
import type { Route } from '#test/support/answered-scan.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import { resolveTemplate } from '#test/support/cloudformation/resolve.ts';
import { readTemplate } from '#test/support/cloudformation/template.ts';
import { documentOf } from '#test/support/trust.ts';

const checks = checksOf('aws');
const ways: readonly Route[] = ['config', 'config-aggregator', 'direct'];
const role = { name: 'PlumblineReader', externalId: 'meridian-audit' };

let sandbox: Sandbox;
/** Way → what the scan's own credentials were used for, and what the role in an account. */
const asked = new Map<Route, { readonly caller: readonly string[]; readonly role: readonly string[] }>();

const scanned = async (
  way: Route,
  inOwnAccount: boolean,
): Promise<NonNullable<ReturnType<typeof asked.get>>> => {
  sandbox.clearCalls();
  await answeredScan(
    awsOptionsFor(sandbox, way, {
      role: { ...role, inOwnAccount },
      inventory: way === 'direct' ? 'direct' : 'auto',
    }),
    checks,
  );
  const actionsBy = (isRole: boolean): readonly string[] => [
    ...new Set(
      sandbox.calls
        .filter(({ caller }) => caller.includes(`:assumed-role/${role.name}/`) === isRole)
        .map(({ action }) => action)
        // It needs no permission.
        .filter((action) => action !== 'sts:GetCallerIdentity'),
    ),
  ];
  return { caller: actionsBy(false), role: actionsBy(true) };
};

beforeAll(async () => {
  sandbox = await startSandbox({ estate: await loadMeridian() });
  for (const way of ways) asked.set(way, await scanned(way, true));
}, 60_000);
afterAll(() => sandbox.close());

const sorted = (actions: Iterable<string>): readonly string[] => [...new Set(actions)].sort(compareText);

const beyond = (calls: readonly string[] | undefined, allowed: readonly string[]): readonly string[] => {
  expect(calls?.length).toBeGreaterThan(10);
  return (calls ?? []).filter((action) => !allowed.includes(action));
};

const permitted = (way: Route, place: PermissionPlace): readonly string[] =>
  actionsFor(checks, {
    route: way === 'direct' ? 'config' : way,
    inventory: way === 'direct' ? 'direct' : 'auto',
    assumesRole: true,
  })
    .filter((use) => use.place === place)
    .map(({ action }) => action);

describe('the role in each account', () => {
  it('is asked for all that its template grants, one way or another, and for nothing else', async () => {
    const file = join(import.meta.dirname, '../../deploy/member-role.template.yml');
    const { resources } = resolveTemplate(readTemplate(await readFile(file, 'utf8')), {
      account: '555566667777',
      region: 'eu-west-1',
      partition: 'aws',
      name: 'plumbline-reader',
      parameters: { ScannerRoleArns: 'arn:aws:iam::222233334444:role/plumbline-dev-scanAws' },
    });
    const granted = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
      .flatMap(({ Properties }) => documentOf(Properties['PolicyDocument']).statements)
      .flatMap(({ actions }) => (actions === 'none' ? [] : actions));
    expect(sorted([...asked.values()].flatMap((one) => one.role))).toEqual(sorted(granted));
  });

  it.each(ways)('is asked by %s for nothing that `plumbline permissions` would not print for it', (way) => {
    expect(beyond(asked.get(way)?.role, permitted(way, 'account'))).toEqual([]);
  });

  it('is never asked about the organisation, nor about an aggregator of the scanner’s own account', () => {
    const own = [...asked.values()].flatMap((one) => one.role);
    expect(own.filter((action) => /^organizations:|Aggregat|^sts:/.test(action))).toEqual([]);
  });
});

describe('what scans', () => {
  it.each(ways)('asks by %s about the organisation, enters accounts, and needs nothing else', (way) => {
    const needed = [...permitted(way, 'caller'), ...permitted(way, 'aggregator')];
    expect(sorted(asked.get(way)?.caller ?? [])).toEqual(sorted(needed));
  });

  it('reads its own account itself, where no role is to be taken on there', async () => {
    const { caller } = await scanned('direct', false);
    const own = permitted('direct', 'account');
    expect(beyond(caller, [...permitted('direct', 'caller'), ...own])).toEqual([]);
    expect(caller.filter((action) => own.includes(action)).length).toBeGreaterThan(40);
  });
});
