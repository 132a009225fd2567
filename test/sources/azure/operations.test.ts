import { describe, expect, it } from 'vitest';
import { quotaWait } from '#sources/azure/errors.ts';
import { isAllowedRequest } from '#sources/azure/operations.ts';

const origin = 'https://management.azure.com';
const subscription = '/subscriptions/11111111-2222-4333-8444-555555555555';

describe('a request', () => {
  it.each([
    ['GET', '/subscriptions?api-version=1'],
    ['GET', `${subscription}/resources?$top=1000`],
    ['GET', `${subscription}/providers/Microsoft.KeyVault`],
    ['GET', `${subscription}/resourceGroups/app/providers/Microsoft.KeyVault/vaults/keys`],
    ['POST', '/providers/Microsoft.ResourceGraph/resources?api-version=1'],
  ])('%s %s may be made', (method, path) => {
    expect(isAllowedRequest(method, origin + path)).toBe(true);
  });

  it.each([
    ['POST', `${subscription}/resourceGroups/app/providers/Microsoft.Storage/storageAccounts/a/listKeys`],
    ['GET', `${subscription}/resourceGroups/app/providers/Microsoft.Storage/storageAccounts/a/listKeys`],
    ['DELETE', `${subscription}/resourceGroups/app`],
    ['PUT', `${subscription}/resourceGroups/app/providers/Microsoft.KeyVault/vaults/keys`],
    ['GET', `${subscription}/resourceGroups/app/providers/Microsoft.KeyVault/vaults/keys%2F..%2Fother`],
    ['GET', '/tenants'],
    ['POST', '/providers/Microsoft.ResourceGraph/resourcesHistory'],
    ['POST', '/subscriptions'],
  ])('%s %s may not', (method, path) => {
    expect(isAllowedRequest(method, origin + path)).toBe(false);
  });
});

describe('the time until a quota is back', () => {
  it.each([
    ['00:00:05', 5_000],
    ['01:02:03', 3_723_000],
    ['5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is %s', (text, milliseconds) => {
    expect(quotaWait(text)).toBe(milliseconds);
  });
});
