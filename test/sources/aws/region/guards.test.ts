/** What is on in a region, and what its absence may be taken for. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { Fault, FaultEffect } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import type { SourceRead } from '#test/support/read-source.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

const meridian = await loadMeridian();
const kind = 'AWS::::Region';
const every: Needs = new Map([
  [kind, new Set(['guardDuty', 'securityHub', 'analyzers', 'organizationAnalyzers'])],
]);

const told = async (
  faults: readonly Fault[] = [],
  {
    needs = every,
    estate = meridian,
    accounts = [ids.production],
    inventory = 'auto',
  }: {
    readonly needs?: Needs;
    readonly estate?: Estate;
    readonly accounts?: readonly string[];
    readonly inventory?: 'auto' | 'config' | 'direct';
  } = {},
): Promise<SourceRead & { readonly actions: readonly string[] }> => {
  const sandbox = await startSandbox({ estate });
  try {
    for (const fault of faults) sandbox.addFault(fault);
    const scanned = await scan(
      optionsFor(sandbox, { accounts, kinds: [kind], inventory, attempts: 2 }),
      needs,
    );
    return { ...scanned, actions: sandbox.calls.map(({ action }) => action) };
  } finally {
    await sandbox.close();
  }
};

const part = (
  scanned: SourceRead,
  region: string,
  name: string,
  account: string = ids.production,
): Reading<unknown> => {
  const found: Resource | undefined = scanned.resources.find(
    (one) => one.kind === kind && one.region === region && one.account === account,
  );
  const reading = (found?.parts as Readonly<Record<string, Reading<unknown>>> | undefined)?.[name];
  if (reading === undefined) throw new Error(`${region} has no ${name}`);
  return reading;
};

const striking = (action: string, effect: FaultEffect): Fault => ({ match: { action }, effect });

describe('a region', () => {
  it.each(['auto', 'config', 'direct'] as const)(
    'is one resource of each account, by %s',
    async (inventory) => {
      const scanned = await told([], { inventory, accounts: [ids.production, ids.network] });
      const found = scanned.resources.filter((one) => one.kind === kind);
      expect(found.map(({ account, region, id }) => [account, region, id])).toEqual(
        [ids.production, ids.network].flatMap((account) =>
          ['eu-central-1', 'eu-west-1', 'us-east-1'].map((region) => [
            account,
            region,
            `${account}/${region}`,
          ]),
        ),
      );
      expect(
        scanned.coverage
          .filter((row) => row.kind === kind)
          .every((row) => row.state === 'read' && row.count === 1),
      ).toBe(true);
    },
  );

  it('tells of its detector and hub, and of having none', async () => {
    const scanned = await told();
    expect(part(scanned, 'eu-west-1', 'guardDuty')).toMatchObject({
      known: true,
      value: { status: 'ENABLED' },
    });
    expect(part(scanned, 'eu-central-1', 'guardDuty')).toEqual({ known: true, value: 'none' });
    expect(part(scanned, 'eu-west-1', 'securityHub')).toMatchObject({
      known: true,
      value: { arn: `arn:aws:securityhub:eu-west-1:${ids.production}:hub/default` },
    });
    expect(part(scanned, 'us-east-1', 'securityHub')).toEqual({ known: true, value: 'none' });
  });

  it('whose detector is suspended has one that is disabled', async () => {
    const scanned = await told([], { accounts: [ids.staging] });
    expect(part(scanned, 'eu-west-1', 'guardDuty', ids.staging)).toMatchObject({
      known: true,
      value: { status: 'DISABLED' },
    });
  });

  it('asks only what somebody looks at', async () => {
    const scanned = await told([], { needs: new Map([[kind, new Set(['securityHub'])]]) });
    expect(scanned.actions.filter((action) => /^(?:guardduty|access-analyzer):/.test(action))).toEqual([]);
    expect(scanned.actions.filter((action) => action === 'securityhub:DescribeHub')).toHaveLength(3);
  });
});

describe('what could not be read is not taken for none', () => {
  it.each<[string, string, string]>([
    ['guardduty:ListDetectors', 'guardDuty', 'eu-central-1'],
    ['guardduty:GetDetector', 'guardDuty', 'eu-west-1'],
    ['securityhub:DescribeHub', 'securityHub', 'us-east-1'],
    ['access-analyzer:ListAnalyzers', 'analyzers', 'eu-central-1'],
    ['access-analyzer:ListAnalyzers', 'organizationAnalyzers', 'eu-central-1'],
  ])('%s', async (action, name, region) => {
    for (const [effect, reason] of [
      [{ type: 'deny' }, 'denied'],
      [{ type: 'deny', by: 'scp' }, 'denied-by-guardrail'],
      [{ type: 'throttle' }, 'throttled'],
      [{ type: 'error', status: 500, code: 'InternalFailure' }, 'unavailable'],
    ] as const) {
      const scanned = await told([striking(action, effect)]);
      expect(part(scanned, region, name)).toMatchObject({ known: false, reason, missing: action });
    }
  });

  it('Security Hub that may not be asked has the code of one that is off, and is told by its words', async () => {
    const refusal: FaultEffect = { type: 'error', status: 401, code: 'InvalidAccessException' };
    const scanned = await told([striking('securityhub:DescribeHub', refusal)]);
    expect(part(scanned, 'us-east-1', 'securityHub')).toMatchObject({ known: false, reason: 'denied' });
  });

  it('the accounts that look after analyzers could not be listed', async () => {
    const action = 'organizations:ListDelegatedAdministrators';
    const scanned = await told([striking(action, { type: 'deny' })]);
    expect(part(scanned, 'eu-west-1', 'organizationAnalyzers')).toMatchObject({
      known: false,
      reason: 'denied',
      missing: action,
    });
    expect(part(scanned, 'us-east-1', 'analyzers')).toMatchObject({ known: true });
  });
});

describe('analyzers of the organisation', () => {
  const names = (reading: Reading<unknown>): readonly string[] =>
    reading.known ? (reading.value as readonly { name: string }[]).map(({ name }) => name) : ['unread'];

  it('are found in the management account, region by region', async () => {
    const scanned = await told();
    expect(names(part(scanned, 'eu-west-1', 'organizationAnalyzers'))).toEqual(['organization']);
    expect(names(part(scanned, 'eu-central-1', 'organizationAnalyzers'))).toEqual(['unused']);
    expect(names(part(scanned, 'us-east-1', 'organizationAnalyzers'))).toEqual([]);
    expect(names(part(scanned, 'us-east-1', 'analyzers'))).toEqual(['production']);
  });

  it('do not watch over an account that is not in it', async () => {
    const accounts = meridian.accounts.map((one) =>
      one.id === ids.production ? { ...one, outside: true as const } : one,
    );
    const scanned = await told([], { estate: { ...meridian, accounts } });
    expect(part(scanned, 'eu-west-1', 'organizationAnalyzers')).toMatchObject({
      known: false,
      missing: 'organizations:ListAccounts',
    });
  });

  it('are asked for once a region, however many accounts hang on them', async () => {
    const scanned = await told([], { accounts: [ids.production, ids.staging, ids.network, ids.security] });
    // Four accounts in three regions, the management account's own among them.
    expect(scanned.actions.filter((action) => action === 'access-analyzer:ListAnalyzers')).toHaveLength(12);
    expect(
      scanned.actions.filter((action) => action === 'organizations:ListDelegatedAdministrators'),
    ).toHaveLength(1);
  });

  it('may be in an account that cannot be entered: then nobody knows', async () => {
    const estate: Estate = { ...meridian, organization: { ...meridian.organization, analyzers: ids.dev } };
    const scanned = await told([], { estate });
    expect(part(scanned, 'eu-west-1', 'organizationAnalyzers')).toMatchObject({
      known: false,
      missing: 'sts:AssumeRole',
    });
  });
});
