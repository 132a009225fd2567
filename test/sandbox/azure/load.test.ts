import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAzureEstate } from '#sandbox/azure/load.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-azure-'));
  await writeFile(
    join(folder, 'tenant.yaml'),
    [
      'name: small',
      'tenant: 7c1f0b52-6a3d-4e8f-9b21-5d0e4a7c9f11',
      'reader: reader',
      'subscriptions: [{ key: shop, id: 1b6d2f3c-8e47-4a90-b5c1-2f9d7e0a4c31, name: Shop }]',
    ].join('\n'),
  );
});
afterEach(() => rm(folder, { recursive: true }));

const load = async (...lines: readonly string[]) => {
  const head = ['subscription: shop', 'location: westeurope', 'group: app', 'resources:'];
  await writeFile(join(folder, 'shop.yaml'), [...head, ...lines].join('\n'));
  return loadAzureEstate(folder);
};

describe('the files of a tenant', () => {
  it('give healthy resources, and what differs in them', async () => {
    const { items } = await load(
      '  Microsoft.KeyVault/vaults:',
      '    - { name: keys, count: 2, differs: { enablePurgeProtection: null } }',
    );
    const vaults = items.filter(({ type }) => type === 'microsoft.keyvault/vaults');
    expect(vaults.map(({ name }) => name)).toEqual(['keys1', 'keys2']);
    expect(vaults[0]?.properties).toMatchObject({ enableSoftDelete: true });
    expect(vaults[0]?.properties).not.toHaveProperty('enablePurgeProtection');
  });

  it.each([
    [
      'a type without a form',
      ['  Microsoft.KeyVault/vault:', '    - { name: keys }'],
      /shop\.yaml:6: no form.*did you mean Microsoft\.KeyVault\/vaults/,
    ],
    ['a misspelt key', ['  Microsoft.KeyVault/vaults:', '    - { nane: keys }'], /shop\.yaml:6/],
    [
      'a rule that is none',
      ['  Microsoft.Network/networkSecurityGroups:', '    - { name: app, rules: [open everything] }'],
      /shop\.yaml:6: not a rule/,
    ],
    [
      'a name that stands twice',
      ['  Microsoft.KeyVault/vaults:', '    - { name: keys }', '    - { name: KEYS }'],
      /same id/,
    ],
  ])('name %s with its place', async (_, lines, message) => {
    await expect(load(...lines)).rejects.toThrow(message);
  });

  it('are missed where there are none', async () => {
    await rm(join(folder, 'tenant.yaml'));
    await expect(loadAzureEstate(folder)).rejects.toThrow(/no tenant\.yaml/);
  });
});
