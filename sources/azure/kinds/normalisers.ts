import type { AzureKind } from '#model/azure/kinds.ts';
import { roleAssignment, roleDefinition } from './authorization.ts';
import {
  managedCluster,
  managedIdentity,
  managementGroup,
  policyAssignment,
  postgresServer,
  registry,
  sqlServer,
  storageAccount,
  vault,
  webSite,
} from './data.ts';
import {
  applicationGateway,
  azureFirewall,
  disk,
  firewallPolicy,
  loadBalancer,
  natGateway,
  networkGateway,
  networkInterface,
  privateEndpoint,
  publicAddress,
  routeTable,
  virtualMachine,
  virtualNetwork,
} from './network.ts';
import { networkSecurityGroup } from './network-security-group.ts';
import type { Normaliser } from './normaliser.ts';

/** Made of several calls, so they have no row of their own. */
type CalledKind = 'microsoft.resources/subscriptions' | 'microsoft.resources/subscriptions/resourcegroups';

/** A kind without a parser does not compile. */
export const normalisers: { readonly [K in Exclude<AzureKind, CalledKind>]: Normaliser<K> } = {
  'microsoft.management/managementgroups': managementGroup,
  'microsoft.authorization/roleassignments': roleAssignment,
  'microsoft.authorization/roledefinitions': roleDefinition,
  'microsoft.authorization/policyassignments': policyAssignment,
  'microsoft.managedidentity/userassignedidentities': managedIdentity,
  'microsoft.network/virtualnetworks': virtualNetwork,
  'microsoft.network/networksecuritygroups': networkSecurityGroup,
  'microsoft.network/routetables': routeTable,
  'microsoft.network/networkinterfaces': networkInterface,
  'microsoft.network/publicipaddresses': publicAddress,
  'microsoft.network/azurefirewalls': azureFirewall,
  'microsoft.network/firewallpolicies': firewallPolicy,
  'microsoft.network/virtualnetworkgateways': networkGateway,
  'microsoft.network/natgateways': natGateway,
  'microsoft.network/loadbalancers': loadBalancer,
  'microsoft.network/applicationgateways': applicationGateway,
  'microsoft.network/privateendpoints': privateEndpoint,
  'microsoft.compute/virtualmachines': virtualMachine,
  'microsoft.compute/disks': disk,
  'microsoft.storage/storageaccounts': storageAccount,
  'microsoft.keyvault/vaults': vault,
  'microsoft.sql/servers': sqlServer,
  'microsoft.dbforpostgresql/flexibleservers': postgresServer,
  'microsoft.web/sites': webSite,
  'microsoft.containerregistry/registries': registry,
  'microsoft.containerservice/managedclusters': managedCluster,
};

/** Undefined for a kind that is listed without parts. */
export const normaliserOf = (kind: string): Normaliser<AzureKind> | undefined =>
  Object.hasOwn(normalisers, kind)
    ? (normalisers[kind as Exclude<AzureKind, CalledKind>] as unknown as Normaliser<AzureKind>)
    : undefined;
