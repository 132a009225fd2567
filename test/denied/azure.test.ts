/** Every Azure check × every operation that it depends on, taken away in turn. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { azureActionsFor, azureScanActions } from '#engine/azure-permissions.ts';
import { isAzureKind, readActionOf } from '#model/azure/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import { azureSource } from '#sources/azure/source.ts';
import type { Answer, AnsweredScan } from '#test/support/answered-scan.ts';
import { answeredScanOf } from '#test/support/answered-scan.ts';
import { azureOptionsFor } from '#test/support/azure-scan.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import type { Dependence } from './dependence.ts';
import { answersOf, firstOf, unbalanced, wrongs } from './expectations.ts';

const checks = checksOf('azure');
const byId = new Map(checks.map((check) => [check.id, check]));
let sandbox: AzureSandbox;
let undisturbed: AnsweredScan;

const scanned = (asked = checks): Promise<AnsweredScan> =>
  answeredScanOf([azureSource(azureOptionsFor(sandbox))], asked);

beforeAll(async () => {
  // Pages of fifty, so that there is more than one of everything.
  sandbox = await serveAzureSandbox({ pageLimit: 50 });
  undisturbed = await scanned();
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.clearCalls();
});
afterAll(() => sandbox.close());

/** By the parts that the check declares, and by the operation without which its kind's rows do not come. */
const dependenceOn = (action: string, { check, kind }: Answer): Dependence => {
  const parts = byId.get(check)?.reads ?? [];
  const needs = parts.some((part) => {
    if (!isAzureKind(kind)) return false;
    const source = partSource(kind, part);
    return source.from === 'calls' && source.actions.includes(action);
  });
  return needs ? 'needs' : 'none';
};

const partActions = azureActionsFor(checks)
  .filter(({ parts }) => parts.length > 0)
  .map(({ action }) => action);

describe('an operation is denied', () => {
  it.each(partActions)('%s: unknown where it is needed, the rest unchanged', async (action) => {
    sandbox.addFault({ match: { action }, effect: { type: 'deny' } });
    const after = await scanned();
    const found = wrongs(undisturbed, after, {
      missing: action,
      reasons: ['denied'],
      dependence: (question) => dependenceOn(action, question),
    });
    expect(firstOf(found)).toEqual([]);
    expect(unbalanced(after).filter((line) => !line.includes('"asked":0'))).toEqual([]);
    expect(after.manifest.complete).toBe(false);
  });

  it.each(azureScanActions)('%s: no pass is gained and no fail is lost', async (action) => {
    sandbox.addFault({ match: { action }, effect: { type: 'deny' } });
    const after = await scanned();
    const found = wrongs(undisturbed, after, {
      reasons: ['denied', 'unavailable'],
      dependence: () => 'may-need',
    });
    expect(firstOf(found)).toEqual([]);
    expect(after.manifest.complete).toBe(false);
  });
});

describe('Resource Graph', () => {
  it.each([
    ['denied', { type: 'deny' }],
    ['throttled beyond the budget', { type: 'throttle' }],
    ['out of order', { type: 'error', status: 503, code: 'ServiceUnavailable' }],
    ['cut short', { type: 'cut' }],
    ['garbled', { type: 'garble' }],
    ['closing connections', { type: 'reset' }],
    ['handing out page tokens that it then refuses', { type: 'expire-token' }],
  ] as const)('%s: resources are read one by one, and what only it holds is unknown', async (_, effect) => {
    sandbox.addFault({ match: { action: 'Microsoft.ResourceGraph/*' }, effect });
    const after = await scanned();
    const onlyGraph = new Set([
      'microsoft.authorization/roleassignments',
      'microsoft.authorization/roledefinitions',
    ]);
    const found = wrongs(undisturbed, after, {
      reasons: ['denied', 'throttled', 'unavailable', 'malformed', 'truncated'],
      dependence: ({ kind, check }) =>
        onlyGraph.has(kind) || check === 'iam.azure.subscription-owners-few' ? 'may-need' : 'none',
    });
    expect(firstOf(found)).toEqual([]);
    expect(after.manifest.complete).toBe(false);
    const passes = (scan: AnsweredScan) =>
      [...scan.answers.values()].filter(({ verdict }) => verdict === 'pass').length;
    expect(passes(after)).toBeGreaterThan(100);
  });

  it.each(['throttle', 'reset'] as const)('%s once: nothing changes', async (type) => {
    sandbox.addFault({ match: {}, effect: { type }, times: 1 });
    const after = await scanned();
    expect(answersOf(after)).toEqual(answersOf(undisturbed));
  });
});

describe('a field that a check looks at is damaged', () => {
  const fields: readonly (readonly [kind: string, path: string])[] = [
    ['microsoft.network/networksecuritygroups', 'properties.securityRules'],
    ['microsoft.network/networksecuritygroups', 'properties.securityRules.0.properties.access'],
    ['microsoft.network/networksecuritygroups', 'properties.securityRules.0.properties.priority'],
    ['microsoft.network/networksecuritygroups', 'properties.securityRules.0.properties.sourceAddressPrefix'],
    ['microsoft.network/networksecuritygroups', 'properties.securityRules.0.properties.destinationPortRange'],
    ['microsoft.storage/storageaccounts', 'properties'],
    ['microsoft.storage/storageaccounts', 'properties.allowBlobPublicAccess'],
    ['microsoft.storage/storageaccounts', 'properties.allowSharedKeyAccess'],
    ['microsoft.storage/storageaccounts', 'properties.networkAcls'],
    ['microsoft.storage/storageaccounts', 'properties.networkAcls.defaultAction'],
    ['microsoft.storage/storageaccounts', 'properties.publicNetworkAccess'],
    ['microsoft.storage/storageaccounts', 'properties.minimumTlsVersion'],
    ['microsoft.keyvault/vaults', 'properties.enablePurgeProtection'],
    ['microsoft.sql/servers', 'properties.publicNetworkAccess'],
    ['microsoft.containerregistry/registries', 'properties.adminUserEnabled'],
    ['microsoft.containerservice/managedclusters', 'properties.apiServerAccessProfile'],
    ['microsoft.containerservice/managedclusters', 'properties.disableLocalAccounts'],
    ['microsoft.authorization/roleassignments', 'properties.scope'],
    ['microsoft.authorization/roleassignments', 'properties.roleDefinitionId'],
    ['microsoft.authorization/roledefinitions', 'properties.permissions'],
    ['microsoft.compute/disks', 'properties.networkAccessPolicy'],
  ];
  it.each(fields)('%s %s: an answer stays what it was, or becomes unknown', async (kind, path) => {
    sandbox.addFault({ match: { kind }, effect: { type: 'garble-field', path } });
    const after = await scanned();
    const owners = 'iam.azure.subscription-owners-few';
    const found = wrongs(undisturbed, after, {
      reasons: ['malformed', 'denied', 'truncated'],
      dependence: (question) =>
        question.kind === kind || (kind.endsWith('roleassignments') && question.check === owners)
          ? 'may-need'
          : 'none',
    });
    expect(firstOf(found)).toEqual([]);
  });
});

describe('what is asked', () => {
  it.each(checks.map((check) => [check.id, check] as const))(
    '%s alone asks for what it declares, and nothing else',
    async (_, check) => {
      await scanned([check]);
      const declared = new Set(azureActionsFor([check]).map(({ action }) => action));
      // A query reads its kinds by the operations of those kinds.
      const asked = sandbox.calls.flatMap(({ action, kinds }) => [
        action,
        ...kinds.filter(isAzureKind).map((kind) => readActionOf(kind)),
      ]);
      expect(asked.filter((action) => !declared.has(action))).toEqual([]);
      const used = new Set(asked);
      // Asked only for what is in it, and only where it left something out.
      used.add('Microsoft.ResourceGraph/resources/read');
      used.add('Microsoft.Resources/subscriptions/providers/read');
      expect([...declared].filter((action) => !used.has(action))).toEqual([]);
    },
  );
});
