/** ARM resources with a verdict of PSRule for Azure: those of its rules that ask what a check of ours asks. */
import { containerRegistryNeedsSignIn } from '#checks/data/azure/container-registry-needs-sign-in.ts';
import { storageAccountNetworkClosed } from '#checks/data/azure/storage-account-network-closed.ts';
import { storageAccountNotAnonymous } from '#checks/data/azure/storage-account-not-anonymous.ts';
import { storageAccountRequiresTls } from '#checks/data/azure/storage-account-requires-tls.ts';
import { storageAccountSharedKeysOff } from '#checks/data/azure/storage-account-shared-keys-off.ts';
import { vaultNetworkClosed } from '#checks/data/azure/vault-network-closed.ts';
import { vaultPurgeProtected } from '#checks/data/azure/vault-purge-protected.ts';
import { managedClusterLocalAccountsOff } from '#checks/iam/azure/managed-cluster-local-accounts-off.ts';
import { managedClusterApiPrivate } from '#checks/network/azure/managed-cluster-api-private.ts';
import type { Check } from '#model/check.ts';
import type { Resource } from '#model/resource.ts';
import { readRow } from '#sources/azure/items.ts';
import { askCheck } from './cases/ask-check.ts';
import type { CorpusAdapter } from './contract.ts';

interface Asked {
  readonly check: Check;
  /** Where the check asks more than the rule: the path of the evidence that is the rule's. */
  readonly path?: string;
}

/** Rule → our check. */
const asked: ReadonlyMap<string, Asked> = new Map([
  ['Azure.ACR.AdminUser', { check: containerRegistryNeedsSignIn, path: 'access/adminUser' }],
  ['Azure.ACR.AnonymousAccess', { check: containerRegistryNeedsSignIn, path: 'access/anonymousPull' }],
  ['Azure.Storage.SecureTransfer', { check: storageAccountRequiresTls, path: 'transport/httpsOnly' }],
  ['Azure.Storage.MinTLS', { check: storageAccountRequiresTls, path: 'transport/minimumTls' }],
  ['Azure.Storage.BlobPublicAccess', { check: storageAccountNotAnonymous }],
  ['Azure.Storage.LocalAuth', { check: storageAccountSharedKeysOff }],
  ['Azure.Storage.Firewall', { check: storageAccountNetworkClosed }],
  ['Azure.KeyVault.Firewall', { check: vaultNetworkClosed }],
  ['Azure.KeyVault.PurgeProtect', { check: vaultPurgeProtected, path: 'protection/purgeProtection' }],
  ['Azure.AKS.LocalAccounts', { check: managedClusterLocalAccountsOff }],
  ['Azure.AKS.AuthorizedIPs', { check: managedClusterApiPrivate }],
]);

/** Only files of resources; the others hold subscriptions, deployments and templates. */
export const azurePsrule: CorpusAdapter = ({ control, input }) => {
  if (typeof input !== 'object' || input === null || !('id' in input)) return undefined;
  // The source's own wrapper of a subscription, which Azure does not have.
  if ('type' in input && input.type === 'Microsoft.Subscription') return undefined;
  const row = readRow(input, { account: 'corpus', observedAt: '2026-11-24T06:00:00.000Z' });
  if (row.type === 'malformed') return `malformed: ${row.problem}`;
  const rule = asked.get(control);
  if (rule === undefined) return undefined;
  const broken = Object.entries(row.resource.parts).filter(
    ([name, part]) => rule.check.reads.includes(name) && !part.known,
  );
  if (broken.length > 0) return `malformed: ${broken.map(([name]) => name).join(', ')}`;
  return verdictOf(rule, row.resource);
};

/** An answer that our check owes to nobody's default is no answer: the rule has a view of its own there. */
const verdictOf = ({ check, path }: Asked, resource: Resource): string | undefined => {
  if (!check.on.some((kind) => kind === resource.kind)) return undefined;
  const { verdict, evidence } = askCheck(check, resource);
  if (verdict === 'unknown' || verdict === 'not-applicable') return undefined;
  if (path === undefined || verdict === 'pass') return verdict;
  return evidence.some((one) => one.path === path) ? 'fail' : undefined;
};
