/** Networks, routes, addresses and load balancers. Machines and rules have files of their own. */
import type { Node } from '#sources/fields.ts';
import { part } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { pathOf } from './normaliser.ts';

export const network: Normaliser<'compute.googleapis.com/Network'> = ({ data }) => ({
  settings: part(() => ({
    autoSubnets: data.flagOr(false, 'autoCreateSubnetworks'),
    policyOrder: data.textOr('AFTER_CLASSIC_FIREWALL', 'networkFirewallPolicyEnforcementOrder'),
    peerings: data.nodesOr('peerings', 'peering').map((peering) => ({
      network: pathOf(peering.text('network')),
      active: peering.textOr('ACTIVE', 'state') === 'ACTIVE',
      importsRoutes: peering.flagOr(false, 'importCustomRoutes'),
      exportsRoutes: peering.flagOr(false, 'exportCustomRoutes'),
    })),
  })),
});

export const subnetwork: Normaliser<'compute.googleapis.com/Subnetwork'> = ({ data }) => ({
  settings: part(() => ({
    network: pathOf(data.text('network')),
    ranges: [
      // A subnetwork of IPv6 only has no such range.
      ...[data.textOr('', 'ipCidrRange')].filter((range) => range !== ''),
      ...data.nodesOr('secondaryIpRanges', 'secondaryIpRange').map((range) => range.text('ipCidrRange')),
    ],
    // `enableFlowLogs` is the older of the two, and follows the newer.
    flowLogs: data.nodeOr('logConfig')?.flagOr(false, 'enable') ?? data.flagOr(false, 'enableFlowLogs'),
    privateGoogleAccess: data.flagOr(false, 'privateIpGoogleAccess'),
    purpose: data.textOr('PRIVATE', 'purpose'),
  })),
});

export const route: Normaliser<'compute.googleapis.com/Route'> = ({ data }) => ({
  settings: part(() => ({
    network: pathOf(data.text('network')),
    destination: data.text('destRange'),
    priority: data.intOr(1000, 'priority'),
    nextHop: pathOf(
      data.textOr(
        'none',
        'nextHopGateway',
        'nextHopInstance',
        'nextHopIp',
        'nextHopIlb',
        'nextHopVpnTunnel',
        'nextHopPeering',
        'nextHopNetwork',
      ),
    ),
    tags: data.textsOr('tags', 'tag'),
  })),
});

export const router: Normaliser<'compute.googleapis.com/Router'> = ({ data }) => ({
  settings: part(() => ({
    network: pathOf(data.textOr('none', 'network')),
    nats: data.nodesOr('nats', 'nat').map((nat) => nat.text('name')),
  })),
});

export const address: Normaliser<'compute.googleapis.com/Address'> = ({ data }) => ({
  settings: part(() => ({
    // Not given yet while it is being reserved.
    address: data.textOr('none', 'address'),
    // Left out for the older ones, which are all external.
    external: data.textOr('EXTERNAL', 'addressType') === 'EXTERNAL',
    users: data.textsOr('users', 'user').map(pathOf),
  })),
});

export const forwardingRule = ({ data }: { readonly data: Node }) => ({
  settings: part(() => ({
    address: data.textOr('none', 'IPAddress', 'ipAddress'),
    scheme: data.textOr('none', 'loadBalancingScheme'),
    protocol: data.textOr('none', 'IPProtocol', 'ipProtocol').toLowerCase(),
    ports: [
      ...[data.textOr('', 'portRange')].filter((range) => range !== ''),
      ...data.textsOr('ports', 'port'),
    ],
    target: pathOf(data.textOr('none', 'target', 'backendService')),
  })),
});
