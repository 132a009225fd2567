/** AWS network kinds, as reachability will need them; each field is one that the cloud reports, renamed once. */
import type { PolicyDocument } from '../policy/document.ts';

/** What a rule admits. Both ends inclusive; for ICMP `from` is the type and `to` the code; `all` has no ports. */
export interface PortSpan {
  readonly from: number;
  readonly to: number;
}

export type Peer =
  | { readonly type: 'cidr'; readonly cidr: string }
  | { readonly type: 'group'; readonly group: string; readonly account: string; readonly peering: string }
  | { readonly type: 'prefix-list'; readonly prefixList: string };

/** One peer of one permission of a security group. */
export interface SecurityGroupRule {
  /** `<permission index>:<peer>`; position, since AWS Config gives no rule id. */
  readonly id: string;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `all`, or the IANA number as text. */
  readonly protocol: string;
  /** `all` where the protocol has no ports or the rule names none. */
  readonly ports: PortSpan | 'all';
  readonly peer: Peer;
  readonly description: string;
}

export interface SecurityGroup {
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
  readonly placement: { readonly vpc: string; readonly groupName: string; readonly description: string };
}

/** Lowest number decides; 32767 and 32768 are the closing `*` entries. */
export interface NetworkAclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly protocol: string;
  readonly allow: boolean;
  readonly cidr: string;
  readonly ports: PortSpan | 'all';
}

export interface NetworkAcl {
  readonly entries: readonly NetworkAclEntry[];
  readonly associations: {
    readonly vpc: string;
    readonly isDefault: boolean;
    readonly subnets: readonly string[];
  };
}

export interface Route {
  /** CIDR or prefix list id. */
  readonly destination: string;
  /** e.g. `local`, `igw-…`, `nat-…`, `pcx-…`, `tgw-…`, `vgw-…`, `eni-…`, `vpce-…`, `eigw-…`. */
  readonly target: string;
  readonly active: boolean;
}

export interface RouteTable {
  readonly routes: readonly Route[];
  readonly associations: {
    readonly vpc: string;
    readonly main: boolean;
    readonly subnets: readonly string[];
  };
}

export interface Vpc {
  readonly settings: { readonly cidrs: readonly string[]; readonly isDefault: boolean };
  /** Flow logs of the VPC itself, of every status. */
  readonly flowLogs: readonly FlowLogFacts[];
}

export interface FlowLogFacts {
  readonly id: string;
  readonly resource: string;
  /** `ACCEPT`, `REJECT` or `ALL`. */
  readonly traffic: string;
  /** It is on, and what it records is delivered. */
  readonly active: boolean;
  readonly destination: string;
}

export interface Subnet {
  readonly settings: {
    readonly vpc: string;
    readonly cidrs: readonly string[];
    readonly zone: string;
    readonly assignsPublicIp: boolean;
    readonly assignsIpv6: boolean;
  };
}

export interface NetworkInterface {
  readonly settings: {
    readonly type: string;
    readonly vpc: string;
    readonly subnet: string;
    readonly privateIps: readonly string[];
    /** `none` where it has no public address. */
    readonly publicIp: string;
    readonly groups: readonly string[];
    /** Instance id, or `none`. */
    readonly instance: string;
    readonly sourceDestCheck: boolean;
  };
}

export interface Instance {
  readonly network: {
    readonly vpc: string;
    readonly subnet: string;
    readonly privateIp: string;
    readonly publicIp: string;
    readonly groups: readonly string[];
  };
  /** Tokens: `required` is IMDSv2 only. `none` where the item carries no metadata options. */
  readonly metadata:
    | 'none'
    | { readonly endpoint: string; readonly tokens: string; readonly hopLimit: number };
  readonly settings: {
    readonly state: string;
    readonly image: string;
    readonly profile: string;
    readonly volumes: readonly string[];
  };
}

export interface InternetGateway {
  readonly attachments: readonly string[];
}

export interface NatGateway {
  readonly settings: {
    readonly vpc: string;
    readonly subnet: string;
    readonly connectivity: string;
    readonly publicIps: readonly string[];
    readonly state: string;
  };
}

export interface VpcPeering {
  readonly settings: {
    readonly status: string;
    readonly requester: PeeringSide;
    readonly accepter: PeeringSide;
  };
}

export interface PeeringSide {
  readonly vpc: string;
  readonly account: string;
  readonly region: string;
  readonly cidrs: readonly string[];
}

export interface VpcEndpoint {
  readonly policy: PolicyDocument | 'none';
  readonly settings: {
    readonly type: string;
    readonly service: string;
    readonly vpc: string;
    readonly subnets: readonly string[];
    readonly groups: readonly string[];
    readonly routeTables: readonly string[];
  };
}

export interface TransitGateway {
  readonly settings: {
    readonly autoAcceptsSharedAttachments: boolean;
    readonly defaultRouteTableAssociation: string;
  };
}

export interface LoadBalancer {
  readonly settings: {
    readonly type: string;
    readonly internetFacing: boolean;
    readonly vpc: string;
    readonly subnets: readonly string[];
    readonly groups: readonly string[];
  };
}

export interface Listener {
  readonly settings: {
    readonly port: number;
    readonly protocol: string;
    readonly policy: string;
    readonly certificates: readonly string[];
    readonly actions: readonly string[];
    readonly loadBalancer: string;
  };
}

/** An Elastic IP address. */
export interface ElasticIp {
  readonly settings: {
    readonly publicIp: string;
    readonly instance: string;
    readonly networkInterface: string;
  };
}
