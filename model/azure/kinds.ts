/** Azure's kinds by their ARM types in lower case, the parts of each, and the permission that each part is read by. */
import type * as data from './data.ts';
import type * as identity from './identity.ts';
import type * as network from './network.ts';

export interface AzureResourceMap {
  'microsoft.resources/subscriptions': identity.Subscription;
  'microsoft.resources/subscriptions/resourcegroups': identity.ResourceGroup;
  'microsoft.management/managementgroups': identity.ManagementGroup;
  'microsoft.authorization/roleassignments': identity.RoleAssignment;
  'microsoft.authorization/roledefinitions': identity.RoleDefinition;
  'microsoft.authorization/policyassignments': identity.PolicyAssignment;
  'microsoft.managedidentity/userassignedidentities': identity.ManagedIdentity;
  'microsoft.network/virtualnetworks': network.VirtualNetwork;
  'microsoft.network/networksecuritygroups': network.NetworkSecurityGroup;
  'microsoft.network/routetables': network.AzureRouteTable;
  'microsoft.network/networkinterfaces': network.AzureNetworkInterface;
  'microsoft.network/publicipaddresses': network.PublicAddress;
  'microsoft.network/azurefirewalls': network.AzureFirewall;
  'microsoft.network/firewallpolicies': network.FirewallPolicy;
  'microsoft.network/virtualnetworkgateways': network.NetworkGateway;
  'microsoft.network/natgateways': network.AzureNatGateway;
  'microsoft.network/loadbalancers': network.AzureLoadBalancer;
  'microsoft.network/applicationgateways': network.ApplicationGateway;
  'microsoft.network/privateendpoints': network.PrivateEndpoint;
  'microsoft.compute/virtualmachines': network.VirtualMachine;
  'microsoft.compute/disks': network.AzureDisk;
  'microsoft.storage/storageaccounts': data.StorageAccount;
  'microsoft.keyvault/vaults': data.Vault;
  'microsoft.sql/servers': data.SqlServer;
  'microsoft.dbforpostgresql/flexibleservers': data.PostgresServer;
  'microsoft.web/sites': data.WebSite;
  'microsoft.containerregistry/registries': data.ContainerRegistry;
  'microsoft.containerservice/managedclusters': data.ManagedCluster;
}

export type AzureKind = keyof AzureResourceMap;

interface CallsSource {
  readonly from: 'calls';
  readonly actions: readonly string[];
}

const calls = <P extends string>(action: string, ...parts: readonly P[]): Readonly<Record<P, CallsSource>> =>
  Object.fromEntries<CallsSource>(
    parts.map((part) => [part, { from: 'calls', actions: [action] }]),
  ) as Record<P, CallsSource>;

/** Operation names as Azure's own list of resource provider operations spells them. */
export const azurePartSources = {
  'microsoft.resources/subscriptions': {
    ...calls('Microsoft.Resources/subscriptions/read', 'settings', 'managementGroups'),
    ...calls('Microsoft.Authorization/roleAssignments/read', 'owners'),
    ...calls('Microsoft.Insights/diagnosticSettings/read', 'activityLog'),
  },
  'microsoft.resources/subscriptions/resourcegroups': calls(
    'Microsoft.Resources/subscriptions/resourceGroups/read',
    'settings',
  ),
  'microsoft.management/managementgroups': calls('Microsoft.Management/managementGroups/read', 'settings'),
  'microsoft.authorization/roleassignments': calls(
    'Microsoft.Authorization/roleAssignments/read',
    'assignment',
  ),
  'microsoft.authorization/roledefinitions': calls(
    'Microsoft.Authorization/roleDefinitions/read',
    'definition',
  ),
  'microsoft.authorization/policyassignments': calls(
    'Microsoft.Authorization/policyAssignments/read',
    'settings',
  ),
  'microsoft.managedidentity/userassignedidentities': calls(
    'Microsoft.ManagedIdentity/userAssignedIdentities/read',
    'settings',
  ),
  'microsoft.network/virtualnetworks': calls(
    'Microsoft.Network/virtualNetworks/read',
    'addressSpace',
    'subnets',
    'peerings',
  ),
  'microsoft.network/networksecuritygroups': calls(
    'Microsoft.Network/networkSecurityGroups/read',
    'rules',
    'attachments',
  ),
  'microsoft.network/routetables': calls('Microsoft.Network/routeTables/read', 'routes', 'settings'),
  'microsoft.network/networkinterfaces': calls('Microsoft.Network/networkInterfaces/read', 'settings'),
  'microsoft.network/publicipaddresses': calls('Microsoft.Network/publicIPAddresses/read', 'settings'),
  'microsoft.network/azurefirewalls': calls('Microsoft.Network/azureFirewalls/read', 'settings'),
  'microsoft.network/firewallpolicies': calls('Microsoft.Network/firewallPolicies/read', 'settings'),
  'microsoft.network/virtualnetworkgateways': calls(
    'Microsoft.Network/virtualNetworkGateways/read',
    'settings',
  ),
  'microsoft.network/natgateways': calls('Microsoft.Network/natGateways/read', 'settings'),
  'microsoft.network/loadbalancers': calls('Microsoft.Network/loadBalancers/read', 'settings'),
  'microsoft.network/applicationgateways': calls('Microsoft.Network/applicationGateways/read', 'settings'),
  'microsoft.network/privateendpoints': calls('Microsoft.Network/privateEndpoints/read', 'settings'),
  'microsoft.compute/virtualmachines': calls('Microsoft.Compute/virtualMachines/read', 'settings'),
  'microsoft.compute/disks': calls('Microsoft.Compute/disks/read', 'access'),
  'microsoft.storage/storageaccounts': calls(
    'Microsoft.Storage/storageAccounts/read',
    'access',
    'transport',
    'network',
    'encryption',
  ),
  'microsoft.keyvault/vaults': calls('Microsoft.KeyVault/vaults/read', 'protection', 'access', 'network'),
  'microsoft.sql/servers': calls('Microsoft.Sql/servers/read', 'network', 'administrators'),
  'microsoft.dbforpostgresql/flexibleservers': calls(
    'Microsoft.DBforPostgreSQL/flexibleServers/read',
    'network',
  ),
  'microsoft.web/sites': calls('Microsoft.Web/sites/read', 'settings'),
  'microsoft.containerregistry/registries': calls(
    'Microsoft.ContainerRegistry/registries/read',
    'access',
    'network',
  ),
  'microsoft.containerservice/managedclusters': calls(
    'Microsoft.ContainerService/managedClusters/read',
    'apiServer',
    'access',
    'network',
  ),
} as const satisfies {
  readonly [K in AzureKind]: { readonly [P in keyof AzureResourceMap[K] & string]: CallsSource };
};

export const isAzureKind = (kind: string): kind is AzureKind => Object.hasOwn(azurePartSources, kind);

/** The permission by which resources of a kind are seen at all: that of the kind's own rows. */
export const readActionOf = (kind: AzureKind): string => {
  const [first] = Object.values<CallsSource>(azurePartSources[kind]);
  return first?.actions[0] ?? '';
};
