import { describe, expect, it } from 'vitest';
import { mendingsOf } from '#engine/mendings.ts';
import { missingPermissions } from '#engine/missing-permissions.ts';
import type { CoverageRow } from '#model/coverage.ts';

const row = (over: Partial<CoverageRow>): CoverageRow => ({
  provider: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  kind: 'AWS::IAM::User',
  part: 'credentials',
  state: 'denied',
  count: 1,
  route: 'iam',
  ...over,
});

async function* rowsOf(...rows: readonly CoverageRow[]): AsyncGenerator<CoverageRow> {
  yield* rows;
}

const missing = (...rows: readonly CoverageRow[]): ReturnType<typeof missingPermissions> =>
  missingPermissions(rowsOf(...rows), 'reader');
const reader = (account: string): string => `arn:aws:sts::${account}:assumed-role/reader/plumbline`;

describe('what the last scan was refused', () => {
  it('names the permission of Google Cloud and where it is lacking, from all accounts at once too', async () => {
    const gcp = { provider: 'gcp', state: 'denied', missing: 'cloudasset.assets.listIamPolicy' } as const;
    const found = await missing(row({ ...gcp, account: 'meridian-shop' }), row({ ...gcp, account: '*' }));
    expect(found.gcp).toEqual({ actions: [gcp.missing], accounts: ['meridian-shop'] });
    expect(found.policies).toEqual([]);
  });

  it('is nothing when everything was read, or nothing can be there', async () => {
    const found = await missing(row({ state: 'read' }), row({ state: 'absent' }));
    expect(found).toEqual({
      policies: [],
      azure: { actions: [], scopes: [] },
      gcp: { actions: [], accounts: [] },
      guardrails: [],
      unnamed: 0,
      others: new Map(),
    });
  });

  it('is one policy for all accounts that lack the same', async () => {
    const { policies } = await missing(
      ...['111122223333', '444455556666'].map((account) =>
        row({ account, missing: 'iam:GetCredentialReport', principal: reader(account) }),
      ),
    );
    expect(policies).toHaveLength(1);
    expect(policies[0]).toMatchObject({
      attachTo: 'role reader',
      accounts: ['111122223333', '444455556666'],
    });
    expect(policies[0]?.policy.Statement[0]?.Action).toEqual(['iam:GetCredentialReport']);
  });

  it('keeps accounts apart that lack different things', async () => {
    const { policies } = await missing(
      row({ missing: 'iam:GetCredentialReport', principal: reader('111122223333') }),
      row({ account: '444455556666', missing: 'iam:GetAccountSummary', principal: reader('444455556666') }),
    );
    expect(policies.map(({ accounts }) => accounts)).toEqual([['111122223333'], ['444455556666']]);
  });

  it('belongs to the caller when a role could not be assumed, for that role only', async () => {
    const { policies } = await missing(
      row({
        account: '444455556666',
        missing: 'sts:AssumeRole',
        principal: 'arn:aws:iam::999988887777:user/ops/auditor',
      }),
    );
    expect(policies[0]).toMatchObject({ attachTo: 'user auditor', accounts: ['999988887777'] });
    expect(policies[0]?.policy.Statement[0]?.Resource).toBe('arn:aws:iam::444455556666:role/reader');
  });

  it('names one role in every account when several could not be entered', async () => {
    const { policies } = await missing(
      ...['111122223333', '444455556666'].map((account) =>
        row({ account, missing: 'sts:AssumeRole', principal: 'arn:aws-cn:iam::999988887777:user/auditor' }),
      ),
    );
    expect(policies[0]?.policy.Statement[0]?.Resource).toBe('arn:aws-cn:iam::*:role/reader');
  });

  it('belongs to whom the refusal names, also where another account’s part hangs on it', async () => {
    const refusal = (arn: string, action: string): string =>
      `${action}: User: ${arn} is not authorized to perform: ${action} on resource: *`;
    const parts = ['111122223333', '444455556666'].flatMap((account) => [
      row({
        account,
        missing: 'access-analyzer:ListAnalyzers',
        detail: `analyzers of the organisation, in account 999988887777: ${refusal(reader('999988887777'), 'access-analyzer:ListAnalyzers')}`,
      }),
      row({
        account,
        missing: 'organizations:ListDelegatedAdministrators',
        detail: refusal(
          'arn:aws:sts::999988887777:assumed-role/scanner/run',
          'organizations:ListDelegatedAdministrators',
        ),
      }),
    ]);
    const { policies } = await missing(...parts);
    expect(policies).toMatchObject([
      {
        attachTo: 'role reader',
        accounts: ['999988887777'],
        policy: { Statement: [{ Action: ['access-analyzer:ListAnalyzers'] }] },
      },
      {
        attachTo: 'role scanner',
        accounts: ['999988887777'],
        policy: { Statement: [{ Action: ['organizations:ListDelegatedAdministrators'] }] },
      },
    ]);
  });

  it('of the organisation belongs to what scans, and to no account’s role, where the refusal names nobody', async () => {
    const detail = "organizations:ListAccounts: You don't have permissions to access this resource.";
    const found = await missing(
      row({ account: '*', region: '*', missing: 'organizations:ListAccounts', detail }),
      row({ account: '444455556666', missing: 'organizations:ListDelegatedAdministrators', detail }),
    );
    expect(found.policies).toMatchObject([
      {
        attachTo: 'what scans AWS',
        accounts: [],
        policy: {
          Statement: [
            { Action: ['organizations:ListAccounts', 'organizations:ListDelegatedAdministrators'] },
          ],
        },
      },
    ]);
    expect(mendingsOf(found).map((mending) => mending.for)).toEqual(['what scans AWS']);
  });

  it('takes both calls of a part that needs two', async () => {
    const { policies } = await missing(
      row({ missing: 'iam:GenerateCredentialReport, iam:GetCredentialReport' }),
    );
    expect(policies[0]?.policy.Statement[0]?.Action).toEqual([
      'iam:GenerateCredentialReport',
      'iam:GetCredentialReport',
    ]);
  });

  it('is no policy where a guard rail refused', async () => {
    const found = await missing(
      row({
        state: 'denied-by-guardrail',
        missing: 'config:SelectResourceConfig',
        principal: reader('111122223333'),
      }),
    );
    expect(found.policies).toEqual([]);
    expect(found.guardrails).toEqual([
      { action: 'config:SelectResourceConfig', accounts: ['111122223333'], regions: ['eu-west-1'] },
    ]);
  });

  it('is counted where it is no matter of permission, or names none', async () => {
    const found = await missing(
      row({ state: 'stale' }),
      row({ state: 'stale' }),
      row({ state: 'throttled' }),
      row({}),
    );
    expect(found.others).toEqual(
      new Map([
        ['stale', 2],
        ['throttled', 1],
      ]),
    );
    expect(found.unnamed).toBe(1);
    expect(found.policies).toEqual([]);
  });

  it('puts nothing into a policy that is no action', async () => {
    const { policies } = await missing(
      row({ missing: '*' }),
      row({ missing: 'iam:*' }),
      row({ missing: '","x' }),
    );
    expect(policies).toEqual([]);
  });
});
