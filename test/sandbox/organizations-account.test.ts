import { ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeOrganizationCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

describe('organisation and regions', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now, emptyPageEvery: 2 });
  });
  afterAll(() => sandbox.close());

  test('the management account describes its organisation', async () => {
    const { Organization } = await clients(sandbox).organizations.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({
      Id: 'o-m3r1d14n42',
      MasterAccountId: ids.security,
      FeatureSet: 'ALL',
    });
  });

  test('accounts come in pages, of which one is empty and still has a token', async () => {
    const { organizations } = clients(sandbox);
    const pages: string[][] = [];
    let token: string | undefined;
    do {
      const page = await organizations.send(new ListAccountsCommand({ MaxResults: 2, NextToken: token }));
      pages.push((page.Accounts ?? []).map((account) => `${account.Name} ${account.Status}`));
      token = page.NextToken;
    } while (token !== undefined);
    expect(pages.map((page) => page.length)).toEqual([2, 0, 2, 0, 2]);
    expect(pages.flat()).toContain('Meridian Sandbox <b>dev</b> ACTIVE');
    expect(pages.flat()).toContain('Meridian Retired SUSPENDED');
  });

  test('a member account may not list accounts', async () => {
    const { organizations } = clients(sandbox, await assume(sandbox, ids.production));
    expect(await refusalOf(organizations.send(new ListAccountsCommand({})))).toBe(
      "AccessDeniedException: You don't have permissions to access this resource.",
    );
  });

  test('a page size above 20 and a made-up token are refused', async () => {
    const { organizations } = clients(sandbox);
    expect(await refusalOf(organizations.send(new ListAccountsCommand({ MaxResults: 21 })))).toMatch(
      /^InvalidInputException/,
    );
    expect(await refusalOf(organizations.send(new ListAccountsCommand({ NextToken: 'made-up' })))).toMatch(
      /^InvalidInputException/,
    );
  });

  test('regions come with their opt-in state, in pages', async () => {
    const { account } = clients(sandbox, await assume(sandbox, ids.staging));
    const first = await account.send(new ListRegionsCommand({ MaxResults: 3 }));
    const second = await account.send(new ListRegionsCommand({ MaxResults: 3, NextToken: first.NextToken }));
    expect([...(first.Regions ?? []), ...(second.Regions ?? [])]).toEqual([
      { RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'eu-central-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'me-central-1', RegionOptStatus: 'DISABLED' },
    ]);
    const enabled = await account.send(
      new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED_BY_DEFAULT'] }),
    );
    expect(enabled.Regions).toHaveLength(3);
  });

  test('a page size above 50 and a made-up token are refused', async () => {
    const { account } = clients(sandbox);
    for (const input of [{ MaxResults: 51 }, { NextToken: 'made-up' }]) {
      expect(await refusalOf(account.send(new ListRegionsCommand(input)))).toMatch(/^ValidationException/);
    }
  });
});
