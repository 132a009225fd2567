/** Azure network kinds, as reachability will need them; each field is one that the cloud reports, renamed once. */
import type { PortSpan } from '../aws/network.ts';

/** A rule of a network security group, own or default. Lowest priority number decides. */
export interface NsgRule {
  readonly name: string;
  readonly priority: number;
  readonly direction: 'inbound' | 'outbound';
  readonly allow: boolean;
  /** `tcp`, `udp`, `icmp`, `esp`, `ah` or `all`. */
  readonly protocol: string;
  /** CIDR, bare address, `*`, or service tag; empty where only application groups are named. */
  readonly sources: readonly string[];
  readonly sourceGroups: readonly string[];
  readonly sourcePorts: readonly (PortSpan | 'all')[];
  readonly destinations: readonly string[];
  readonly destinationGroups: readonly string[];
  readonly ports: readonly (PortSpan | 'all')[];
}

export interface NetworkSecurityGroup {
  /** Own and default rules, sorted by priority. */
  readonly rules: readonly NsgRule[];
  readonly attachments: { readonly subnets: readonly string[]; readonly interfaces: readonly string[] };
}

export interface AzureSubnet {
  readonly id: string;
  readonly name: string;
  readonly prefixes: readonly string[];
  /** `none` where the subnet has none; so for the next two. */
  readonly securityGroup: string;
  readonly routeTable: string;
  readonly natGateway: string;
  /** As the cloud says it; `unset` on subnets older than the setting, which have outbound access. */
  readonly defaultOutboundAccess: boolean | 'unset';
  readonly privateEndpointPolicies: string;
}

export interface AzurePeering {
  readonly name: string;
  readonly remote: string;
  /** `Connected`, `Initiated` or `Disconnected`. */
  readonly state: string;
  readonly allowsAccess: boolean;
  readonly allowsForwarded: boolean;
  readonly allowsGatewayTransit: boolean;
  readonly usesRemoteGateways: boolean;
}

export interface VirtualNetwork {
  readonly addressSpace: readonly string[];
  readonly subnets: readonly AzureSubnet[];
  readonly peerings: readonly AzurePeering[];
}

export interface AzureRouteTable {
  readonly routes: readonly {
    readonly name: string;
    readonly prefix: string;
    readonly nextHop: string;
    readonly nextHopAddress: string;
  }[];
  readonly settings: { readonly propagatesGatewayRoutes: boolean };
}

export interface AzureNetworkInterface {
  readonly settings: {
    readonly virtualMachine: string;
    readonly securityGroup: string;
    readonly forwards: boolean;
    readonly addresses: readonly {
      readonly privateAddress: string;
      readonly subnet: string;
      readonly publicAddress: string;
      readonly applicationGroups: readonly string[];
    }[];
  };
}

export interface PublicAddress {
  readonly settings: { readonly address: string; readonly attachedTo: string; readonly allocation: string };
}

export interface VirtualMachine {
  readonly settings: {
    readonly osType: string;
    readonly interfaces: readonly string[];
    readonly securityType: string;
  };
}

export interface AzureDisk {
  readonly access: {
    /** `AllowAll`, `AllowPrivate` or `DenyAll`: who may export the disk over the network. */
    readonly policy: string;
    readonly publicNetworkAccess: string;
  };
}

export interface AzureFirewall {
  readonly settings: { readonly policy: string; readonly threatIntel: string; readonly virtualHub: string };
}

export interface FirewallPolicy {
  readonly settings: { readonly threatIntel: string; readonly parent: string };
}

export interface NetworkGateway {
  readonly settings: { readonly type: string; readonly subnets: readonly string[] };
}

export interface AzureNatGateway {
  readonly settings: { readonly publicAddresses: readonly string[]; readonly subnets: readonly string[] };
}

export interface AzureLoadBalancer {
  readonly settings: { readonly publicAddresses: readonly string[]; readonly subnets: readonly string[] };
}

export interface ApplicationGateway {
  readonly settings: {
    readonly publicAddresses: readonly string[];
    readonly firewallPolicy: string;
    readonly tier: string;
  };
}

export interface PrivateEndpoint {
  readonly settings: {
    readonly subnet: string;
    readonly connections: readonly { readonly target: string; readonly status: string }[];
  };
}
