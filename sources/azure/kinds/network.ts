import { part } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { idAt, idsAt } from './references.ts';

export const virtualNetwork: Normaliser<'microsoft.network/virtualnetworks'> = ({ properties }) => ({
  addressSpace: part(() => properties.node('addressSpace').textsOr('addressPrefixes')),
  subnets: part(() =>
    properties.nodesOr('subnets').map((subnet) => {
      const own = subnet.node('properties');
      const single = own.textOr('', 'addressPrefix');
      return {
        id: subnet.text('id'),
        name: subnet.text('name'),
        prefixes: single === '' ? own.textsOr('addressPrefixes') : [single],
        securityGroup: idAt(own, 'networkSecurityGroup'),
        routeTable: idAt(own, 'routeTable'),
        natGateway: idAt(own, 'natGateway'),
        defaultOutboundAccess:
          own.raw('defaultOutboundAccess') === undefined
            ? ('unset' as const)
            : own.flag('defaultOutboundAccess'),
        privateEndpointPolicies: own.textOr('Disabled', 'privateEndpointNetworkPolicies'),
      };
    }),
  ),
  peerings: part(() =>
    properties.nodesOr('virtualNetworkPeerings').map((peering) => {
      const own = peering.node('properties');
      return {
        name: peering.text('name'),
        remote: idAt(own, 'remoteVirtualNetwork'),
        state: own.text('peeringState'),
        allowsAccess: own.flagOr(false, 'allowVirtualNetworkAccess'),
        allowsForwarded: own.flagOr(false, 'allowForwardedTraffic'),
        allowsGatewayTransit: own.flagOr(false, 'allowGatewayTransit'),
        usesRemoteGateways: own.flagOr(false, 'useRemoteGateways'),
      };
    }),
  ),
});

export const routeTable: Normaliser<'microsoft.network/routetables'> = ({ properties }) => ({
  routes: part(() =>
    properties.nodesOr('routes').map((route) => {
      const own = route.node('properties');
      return {
        name: route.text('name'),
        prefix: own.text('addressPrefix'),
        nextHop: own.text('nextHopType'),
        nextHopAddress: own.textOr('none', 'nextHopIpAddress'),
      };
    }),
  ),
  settings: part(() => ({
    propagatesGatewayRoutes: !properties.flagOr(false, 'disableBgpRoutePropagation'),
  })),
});

export const networkInterface: Normaliser<'microsoft.network/networkinterfaces'> = ({ properties }) => ({
  settings: part(() => ({
    virtualMachine: idAt(properties, 'virtualMachine'),
    securityGroup: idAt(properties, 'networkSecurityGroup'),
    forwards: properties.flagOr(false, 'enableIPForwarding'),
    addresses: properties.nodes('ipConfigurations').map((configuration) => {
      const own = configuration.node('properties');
      return {
        privateAddress: own.textOr('none', 'privateIPAddress'),
        subnet: idAt(own, 'subnet'),
        publicAddress: idAt(own, 'publicIPAddress'),
        applicationGroups: idsAt(own, 'applicationSecurityGroups'),
      };
    }),
  })),
});

export const publicAddress: Normaliser<'microsoft.network/publicipaddresses'> = ({ properties }) => ({
  settings: part(() => ({
    // A dynamic one has no address while nothing runs behind it.
    address: properties.textOr('none', 'ipAddress'),
    attachedTo: idAt(properties, 'ipConfiguration'),
    allocation: properties.textOr('unset', 'publicIPAllocationMethod'),
  })),
});

export const azureFirewall: Normaliser<'microsoft.network/azurefirewalls'> = ({ properties }) => ({
  settings: part(() => ({
    policy: idAt(properties, 'firewallPolicy'),
    threatIntel: properties.textOr('unset', 'threatIntelMode'),
    virtualHub: idAt(properties, 'virtualHub'),
  })),
});

export const firewallPolicy: Normaliser<'microsoft.network/firewallpolicies'> = ({ properties }) => ({
  settings: part(() => ({
    threatIntel: properties.textOr('unset', 'threatIntelMode'),
    parent: idAt(properties, 'basePolicy'),
  })),
});

export const networkGateway: Normaliser<'microsoft.network/virtualnetworkgateways'> = ({ properties }) => ({
  settings: part(() => ({
    type: properties.textOr('unset', 'gatewayType'),
    subnets: properties.nodesOr('ipConfigurations').map((one) => idAt(one.node('properties'), 'subnet')),
  })),
});

export const natGateway: Normaliser<'microsoft.network/natgateways'> = ({ properties }) => ({
  settings: part(() => ({
    publicAddresses: idsAt(properties, 'publicIpAddresses'),
    subnets: idsAt(properties, 'subnets'),
  })),
});

export const loadBalancer: Normaliser<'microsoft.network/loadbalancers'> = ({ properties }) => ({
  settings: part(() => {
    const frontends = properties.nodesOr('frontendIPConfigurations').map((one) => one.node('properties'));
    const named = (field: string) => frontends.map((one) => idAt(one, field)).filter((id) => id !== 'none');
    return { publicAddresses: named('publicIPAddress'), subnets: named('subnet') };
  }),
});

export const applicationGateway: Normaliser<'microsoft.network/applicationgateways'> = ({ properties }) => ({
  settings: part(() => ({
    publicAddresses: properties
      .nodesOr('frontendIPConfigurations')
      .map((one) => idAt(one.node('properties'), 'publicIPAddress'))
      .filter((id) => id !== 'none'),
    firewallPolicy: idAt(properties, 'firewallPolicy'),
    tier: properties.nodeOr('sku')?.textOr('unset', 'tier') ?? 'unset',
  })),
});

export const privateEndpoint: Normaliser<'microsoft.network/privateendpoints'> = ({ properties }) => ({
  settings: part(() => ({
    subnet: idAt(properties, 'subnet'),
    connections: [
      ...properties.nodesOr('privateLinkServiceConnections'),
      ...properties.nodesOr('manualPrivateLinkServiceConnections'),
    ].map((connection) => {
      const own = connection.node('properties');
      return {
        target: own.textOr('none', 'privateLinkServiceId'),
        status: own.nodeOr('privateLinkServiceConnectionState')?.textOr('unset', 'status') ?? 'unset',
      };
    }),
  })),
});

export const virtualMachine: Normaliser<'microsoft.compute/virtualmachines'> = ({ properties }) => ({
  settings: part(() => ({
    osType: properties.nodeOr('storageProfile')?.nodeOr('osDisk')?.textOr('unset', 'osType') ?? 'unset',
    interfaces:
      properties
        .nodeOr('networkProfile')
        ?.nodesOr('networkInterfaces')
        .map((one) => one.text('id')) ?? [],
    securityType: properties.nodeOr('securityProfile')?.textOr('unset', 'securityType') ?? 'unset',
  })),
});

export const disk: Normaliser<'microsoft.compute/disks'> = ({ properties }) => ({
  access: part(() => ({
    policy: properties.textOr('unset', 'networkAccessPolicy'),
    publicNetworkAccess: properties.textOr('unset', 'publicNetworkAccess'),
  })),
});
