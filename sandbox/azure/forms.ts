/** A healthy resource of each type: what Azure would show of one that was made with care. */
import type { JsonObject } from '../estate/estate.ts';
import { guid } from './ids.ts';
import { defaultRules } from './rules.ts';

export interface FormPlace {
  /** `/subscriptions/…/resourceGroups/…`. */
  readonly group: string;
  readonly name: string;
  /** From 1, for one of a series. */
  readonly index: number;
}

type Form = (place: FormPlace) => JsonObject;

const succeeded = { provisioningState: 'Succeeded' };
const subnetOf = (group: string): JsonObject => ({
  id: `${group}/providers/Microsoft.Network/virtualNetworks/main/subnets/app`,
});

const closedNetwork = {
  bypass: 'AzureServices',
  defaultAction: 'Deny',
  ipRules: [],
  virtualNetworkRules: [],
} satisfies JsonObject;

export const forms: Readonly<Record<string, Form>> = {
  'Microsoft.Network/virtualNetworks': ({ group, name }) => ({
    ...succeeded,
    addressSpace: { addressPrefixes: ['10.40.0.0/16'] },
    subnets: ['app', 'data'].map((subnet, index) => ({
      id: `${group}/providers/Microsoft.Network/virtualNetworks/${name}/subnets/${subnet}`,
      name: subnet,
      properties: {
        ...succeeded,
        addressPrefix: `10.40.${index}.0/24`,
        networkSecurityGroup: { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/${subnet}` },
        defaultOutboundAccess: false,
        privateEndpointNetworkPolicies: 'Enabled',
      },
    })),
    virtualNetworkPeerings: [],
  }),
  'Microsoft.Network/networkSecurityGroups': ({ group }) => ({
    ...succeeded,
    securityRules: [],
    defaultSecurityRules: [...defaultRules],
    subnets: [subnetOf(group)],
  }),
  'Microsoft.Network/routeTables': () => ({
    ...succeeded,
    disableBgpRoutePropagation: true,
    routes: [
      {
        name: 'out',
        properties: {
          addressPrefix: '0.0.0.0/0',
          nextHopType: 'VirtualAppliance',
          nextHopIpAddress: '10.40.9.4',
        },
      },
    ],
  }),
  'Microsoft.Network/networkInterfaces': ({ group, name, index }) => ({
    ...succeeded,
    enableIPForwarding: false,
    virtualMachine: {
      id: `${group}/providers/Microsoft.Compute/virtualMachines/${name.replace(/-nic$/, '')}`,
    },
    ipConfigurations: [
      {
        name: 'first',
        properties: { privateIPAddress: `10.40.0.${(index % 240) + 4}`, subnet: subnetOf(group) },
      },
    ],
  }),
  'Microsoft.Network/publicIPAddresses': ({ index }) => ({
    ...succeeded,
    ipAddress: `203.0.113.${(index % 250) + 1}`,
    publicIPAllocationMethod: 'Static',
  }),
  'Microsoft.Network/azureFirewalls': () => ({ ...succeeded, threatIntelMode: 'Deny' }),
  'Microsoft.Network/firewallPolicies': () => ({ ...succeeded, threatIntelMode: 'Deny' }),
  'Microsoft.Network/virtualNetworkGateways': ({ group }) => ({
    ...succeeded,
    gatewayType: 'Vpn',
    ipConfigurations: [{ name: 'first', properties: { subnet: subnetOf(group) } }],
  }),
  'Microsoft.Network/natGateways': ({ group }) => ({
    ...succeeded,
    publicIpAddresses: [],
    subnets: [subnetOf(group)],
  }),
  'Microsoft.Network/loadBalancers': ({ group }) => ({
    ...succeeded,
    frontendIPConfigurations: [{ name: 'inside', properties: { subnet: subnetOf(group) } }],
  }),
  'Microsoft.Network/applicationGateways': () => ({
    ...succeeded,
    sku: { name: 'WAF_v2', tier: 'WAF_v2' },
    frontendIPConfigurations: [],
  }),
  'Microsoft.Network/privateEndpoints': ({ group }) => ({
    ...succeeded,
    subnet: subnetOf(group),
    privateLinkServiceConnections: [
      {
        name: 'data',
        properties: {
          privateLinkServiceId: `${group}/providers/Microsoft.Storage/storageAccounts/meridianledger`,
          privateLinkServiceConnectionState: { status: 'Approved' },
        },
      },
    ],
  }),
  'Microsoft.Compute/virtualMachines': ({ group, name }) => ({
    ...succeeded,
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: { osDisk: { osType: 'Linux', name: `${name}-os` } },
    networkProfile: {
      networkInterfaces: [{ id: `${group}/providers/Microsoft.Network/networkInterfaces/${name}-nic` }],
    },
    securityProfile: { securityType: 'TrustedLaunch' },
  }),
  'Microsoft.Compute/disks': () => ({
    ...succeeded,
    diskSizeGB: 64,
    networkAccessPolicy: 'DenyAll',
    publicNetworkAccess: 'Disabled',
  }),
  'Microsoft.Storage/storageAccounts': () => ({
    ...succeeded,
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    allowCrossTenantReplication: false,
    supportsHttpsTrafficOnly: true,
    minimumTlsVersion: 'TLS1_2',
    publicNetworkAccess: 'Disabled',
    networkAcls: closedNetwork,
    encryption: { keySource: 'Microsoft.Storage' },
  }),
  'Microsoft.KeyVault/vaults': () => ({
    ...succeeded,
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    enablePurgeProtection: true,
    publicNetworkAccess: 'Disabled',
    networkAcls: closedNetwork,
  }),
  'Microsoft.Sql/servers': () => ({
    state: 'Ready',
    publicNetworkAccess: 'Disabled',
    minimalTlsVersion: '1.2',
    administrators: { azureADOnlyAuthentication: true },
  }),
  'Microsoft.DBforPostgreSQL/flexibleServers': () => ({
    state: 'Ready',
    network: { publicNetworkAccess: 'Disabled' },
  }),
  'Microsoft.Web/sites': () => ({
    state: 'Running',
    httpsOnly: true,
    clientCertEnabled: false,
    publicNetworkAccess: 'Enabled',
  }),
  'Microsoft.ContainerRegistry/registries': () => ({
    ...succeeded,
    adminUserEnabled: false,
    anonymousPullEnabled: false,
    publicNetworkAccess: 'Disabled',
    networkRuleSet: { defaultAction: 'Deny', ipRules: [] },
  }),
  'Microsoft.ContainerService/managedClusters': () => ({
    ...succeeded,
    enableRBAC: true,
    disableLocalAccounts: true,
    aadProfile: { managed: true, enableAzureRBAC: true },
    apiServerAccessProfile: { enablePrivateCluster: true },
    networkProfile: { networkPlugin: 'azure', networkPolicy: 'cilium' },
  }),
  'Microsoft.ManagedIdentity/userAssignedIdentities': ({ group, name }) => ({
    principalId: guid(`${group}/${name}/principal`),
    clientId: guid(`${group}/${name}/client`),
  }),
  // Types that nobody looks into: they are in the inventory all the same.
  'Microsoft.OperationalInsights/workspaces': () => ({ ...succeeded, retentionInDays: 90 }),
  'Microsoft.Insights/components': () => ({ ...succeeded }),
};

/** What differs, laid over what is healthy; `null` takes a field away. */
export const overlay = (healthy: JsonObject, differs: JsonObject): JsonObject => {
  const merged: Record<string, unknown> = { ...healthy };
  for (const [name, value] of Object.entries(differs)) {
    if (value === null) delete merged[name];
    else if (isObject(value) && isObject(merged[name])) merged[name] = overlay(merged[name], value);
    else merged[name] = value;
  }
  return merged as JsonObject;
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
