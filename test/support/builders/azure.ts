import type { PortSpan } from '#model/aws/network.ts';
import type { AzureResourceMap } from '#model/azure/kinds.ts';
import type { NsgRule } from '#model/azure/network.ts';

export const subscription = '11111111-2222-4333-8444-555555555555';
export const tenant = '99999999-8888-4777-8666-555555555555';

/** The id of something in the subscription that every test's resources live in. */
export const azureId = (type: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/app/providers/${type}/${name}`;

const span = (ports: number | readonly [number, number] | 'all'): PortSpan | 'all' => {
  if (ports === 'all') return 'all';
  return typeof ports === 'number' ? { from: ports, to: ports } : { from: ports[0], to: ports[1] };
};

/** An inbound rule that admits TCP, unless it says otherwise. */
export const nsgRule = (
  priority: number,
  source: string,
  ports: number | readonly [number, number] | 'all',
  overrides: Partial<NsgRule> = {},
): NsgRule => ({
  name: `r${priority}`,
  priority,
  direction: 'inbound',
  allow: true,
  protocol: 'tcp',
  sources: [source],
  sourceGroups: [],
  sourcePorts: ['all'],
  destinations: ['*'],
  destinationGroups: [],
  ports: [span(ports)],
  ...overrides,
});

/** The rules that every group has. */
export const defaultNsgRules: readonly NsgRule[] = [
  nsgRule(65000, 'VirtualNetwork', 'all', { protocol: 'all', destinations: ['VirtualNetwork'] }),
  nsgRule(65001, 'AzureLoadBalancer', 'all', { protocol: 'all' }),
  nsgRule(65500, '*', 'all', { protocol: 'all', allow: false }),
  nsgRule(65001, '*', 'all', {
    name: 'out',
    direction: 'outbound',
    protocol: 'all',
    destinations: ['Internet'],
  }),
];

const closed = {
  publicNetworkAccess: 'Disabled',
  defaultAction: 'Deny',
  addresses: [],
  subnets: [],
  resources: [],
  bypass: 'AzureServices',
} as const;
const principal = 'aaaaaaaa-1111-4222-8333-444444444444';

export const healthyAzure: AzureResourceMap = {
  'microsoft.resources/subscriptions': {
    settings: { state: 'Enabled', tenant },
    managementGroups: ['workloads', tenant],
    owners: [{ principal, principalType: 'Group', scope: `/subscriptions/${subscription}` }],
    activityLog: [
      {
        name: 'archive',
        categories: ['Administrative', 'Security', 'Policy', 'Alert'],
        destinations: [azureId('Microsoft.Storage/storageAccounts', 'logs')],
      },
    ],
  },
  'microsoft.resources/subscriptions/resourcegroups': { settings: { managedBy: 'none' } },
  'microsoft.management/managementgroups': {
    settings: {
      displayName: 'Workloads',
      parent: `/providers/Microsoft.Management/managementGroups/${tenant}`,
    },
  },
  'microsoft.authorization/roleassignments': {
    assignment: {
      scope: `/subscriptions/${subscription}`,
      role: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
      principal,
      principalType: 'Group',
      condition: 'none',
    },
  },
  'microsoft.authorization/roledefinitions': {
    definition: {
      roleName: 'Reader of sites',
      custom: true,
      permissions: [
        { actions: ['Microsoft.Web/sites/read'], notActions: [], dataActions: [], notDataActions: [] },
      ],
      assignableScopes: [`/subscriptions/${subscription}`],
    },
  },
  'microsoft.authorization/policyassignments': {
    settings: {
      definition: '/providers/Microsoft.Authorization/policyDefinitions/allowed-locations',
      scope: `/subscriptions/${subscription}`,
      enforcement: 'Default',
    },
  },
  'microsoft.managedidentity/userassignedidentities': { settings: { principal, client: principal } },
  'microsoft.network/virtualnetworks': { addressSpace: ['10.0.0.0/16'], subnets: [], peerings: [] },
  'microsoft.network/networksecuritygroups': {
    rules: [nsgRule(300, 'Internet', 443), ...defaultNsgRules],
    attachments: { subnets: [], interfaces: [] },
  },
  'microsoft.network/routetables': { routes: [], settings: { propagatesGatewayRoutes: false } },
  'microsoft.network/networkinterfaces': {
    settings: { virtualMachine: 'none', securityGroup: 'none', forwards: false, addresses: [] },
  },
  'microsoft.network/publicipaddresses': {
    settings: { address: '203.0.113.9', attachedTo: 'none', allocation: 'Static' },
  },
  'microsoft.network/azurefirewalls': {
    settings: { policy: 'none', threatIntel: 'Deny', virtualHub: 'none' },
  },
  'microsoft.network/firewallpolicies': { settings: { threatIntel: 'Deny', parent: 'none' } },
  'microsoft.network/virtualnetworkgateways': { settings: { type: 'Vpn', subnets: [] } },
  'microsoft.network/natgateways': { settings: { publicAddresses: [], subnets: [] } },
  'microsoft.network/loadbalancers': { settings: { publicAddresses: [], subnets: [] } },
  'microsoft.network/applicationgateways': {
    settings: { publicAddresses: [], firewallPolicy: 'none', tier: 'WAF_v2' },
  },
  'microsoft.network/privateendpoints': { settings: { subnet: 'none', connections: [] } },
  'microsoft.compute/virtualmachines': {
    settings: { osType: 'Linux', interfaces: [], securityType: 'TrustedLaunch' },
  },
  'microsoft.compute/disks': { access: { policy: 'DenyAll', publicNetworkAccess: 'Disabled' } },
  'microsoft.storage/storageaccounts': {
    access: { anonymousBlobs: false, sharedKeys: false, crossTenantReplication: false },
    transport: { httpsOnly: true, minimumTls: 'TLS1_2' },
    network: closed,
    encryption: { keySource: 'Microsoft.Storage' },
  },
  'microsoft.keyvault/vaults': {
    protection: { purgeProtection: true, softDelete: true },
    access: { roleBased: true, policies: [] },
    network: closed,
  },
  'microsoft.sql/servers': {
    network: { publicNetworkAccess: 'Disabled', minimumTls: '1.2' },
    administrators: { directoryOnly: true },
  },
  'microsoft.dbforpostgresql/flexibleservers': {
    network: { publicNetworkAccess: 'Disabled', delegatedSubnet: 'none' },
  },
  'microsoft.web/sites': {
    settings: {
      httpsOnly: true,
      publicNetworkAccess: 'Enabled',
      clientCertificates: false,
      state: 'Running',
    },
  },
  'microsoft.containerregistry/registries': {
    access: { adminUser: false, anonymousPull: false },
    network: closed,
  },
  'microsoft.containerservice/managedclusters': {
    apiServer: { private: true, authorizedRanges: [] },
    access: { localAccountsDisabled: true, directory: true, kubernetesRbac: true },
    network: { policy: 'cilium', plugin: 'azure' },
  },
};
