/** Network kinds of Google Cloud, as reachability will need them. */
import type { PortSpan } from '../aws/network.ts';

export interface Network {
  readonly settings: {
    readonly autoSubnets: boolean;
    /** `AFTER_CLASSIC_FIREWALL` unless said otherwise. */
    readonly policyOrder: string;
    readonly peerings: readonly {
      readonly network: string;
      readonly active: boolean;
      readonly importsRoutes: boolean;
      readonly exportsRoutes: boolean;
    }[];
  };
}

export interface Subnetwork {
  readonly settings: {
    readonly network: string;
    readonly ranges: readonly string[];
    readonly flowLogs: boolean;
    readonly privateGoogleAccess: boolean;
    /** `PRIVATE` for machines; proxies and load balancers have purposes of their own. */
    readonly purpose: string;
  };
}

/** One `IPProtocol` of a rule with its ports. */
export interface FirewallEntry {
  /** `tcp`, `udp`, `icmp`, `esp`, `ah`, `sctp`, `ipip`, `all`, or the IANA number as text. */
  readonly protocol: string;
  /** `all` where the rule names none. */
  readonly ports: readonly PortSpan[] | 'all';
}

export interface Firewall {
  readonly rule: {
    readonly network: string;
    readonly direction: 'INGRESS' | 'EGRESS';
    readonly action: 'allow' | 'deny';
    /** Lowest decides; a deny wins a tie. */
    readonly priority: number;
    readonly disabled: boolean;
    readonly entries: readonly FirewallEntry[];
    /** `0.0.0.0/0` where an ingress rule has no source filter at all, which is what it then means. */
    readonly sources: readonly string[];
    /** Ranges, tags and accounts are alternatives: one that fits is enough. */
    readonly sourceTags: readonly string[];
    readonly sourceAccounts: readonly string[];
    readonly destinations: readonly string[];
    readonly targetTags: readonly string[];
    readonly targetAccounts: readonly string[];
    readonly logging: boolean;
  };
  /**
   * Ingress rules of the same network that deny and come first, where the rule admits addresses of the internet; empty
   * for every other rule.
   */
  readonly refusals: readonly Refusal[];
}

export type Refusal = Pick<
  Firewall['rule'],
  'priority' | 'entries' | 'sources' | 'targetTags' | 'targetAccounts'
>;

export interface FirewallPolicyRule {
  readonly priority: number;
  readonly direction: string;
  /** `allow`, `deny`, `goto_next`, `apply_security_profile_group`. */
  readonly action: string;
  readonly disabled: boolean;
  readonly entries: readonly FirewallEntry[];
  /** `0.0.0.0/0` and `::/0` where an ingress rule has no source filter at all. */
  readonly sources: readonly string[];
  /** Sources by tag, which are own machines; by name, region or list, which may be anybody. */
  readonly sourceTags: readonly string[];
  readonly sourceLists: readonly string[];
  readonly destinations: readonly string[];
  /** Networks, accounts and tags that it is limited to; empty for all that lies below. */
  readonly targets: readonly string[];
}

export interface FirewallPolicy {
  readonly rules: readonly FirewallPolicyRule[];
  /** Full names of the organisation, folders or networks that it is attached to. */
  readonly associations: readonly string[];
}

export interface Route {
  readonly settings: {
    readonly network: string;
    readonly destination: string;
    readonly priority: number;
    /** Last part of the hop's name, or its address; `none` where there is none. */
    readonly nextHop: string;
    readonly tags: readonly string[];
  };
}

export interface Router {
  readonly settings: { readonly network: string; readonly nats: readonly string[] };
}

export interface Instance {
  readonly network: {
    readonly interfaces: readonly {
      readonly network: string;
      readonly subnetwork: string;
      readonly address: string;
      /** Public addresses; an access configuration whose address is not given yet counts as `assigned`. */
      readonly external: readonly string[];
    }[];
    readonly tags: readonly string[];
    readonly forwards: boolean;
  };
  readonly accounts: readonly { readonly email: string; readonly scopes: readonly string[] }[];
  /** Keys to values, e.g. `serial-port-enable`; null-prototype. Values that hold secrets have been replaced. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly settings: { readonly status: string; readonly machineType: string };
}

export interface Address {
  readonly settings: {
    readonly address: string;
    readonly external: boolean;
    readonly users: readonly string[];
  };
}

export interface ForwardingRule {
  readonly settings: {
    readonly address: string;
    /** `EXTERNAL`, `EXTERNAL_MANAGED`, `INTERNAL` …; `none` for other uses. */
    readonly scheme: string;
    readonly protocol: string;
    readonly ports: readonly string[];
    readonly target: string;
  };
}
