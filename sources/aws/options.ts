/** How the AWS source reaches an estate; the configuration file's `aws` section, already validated. */
export interface AwsOptions {
  /** `caller`: the account of the credentials; `organization`: all active accounts of its organisation. */
  readonly accounts: readonly string[] | 'caller' | 'organization';
  /** `enabled`: every region that the account has enabled. */
  readonly regions: readonly string[] | 'enabled';
  /** Role assumed in each account other than the caller's own; also there when `inOwnAccount`. */
  readonly role?: { readonly name: string; readonly externalId?: string; readonly inOwnAccount?: boolean };
  /** Reads the inventory of all accounts from one place; lives in the caller's account unless `account` says else. */
  readonly aggregator?: { readonly name: string; readonly region: string; readonly account?: string };
  /**
   * `config`: from AWS Config only. `direct`: from the services themselves. `auto`: from AWS Config where it records a
   * kind, else from the kind's own service.
   */
  readonly inventory: 'config' | 'direct' | 'auto';
  /** Kinds to list; empty is all. */
  readonly kinds: readonly string[];
  /** Account ids outside the organisation that are trusted by name. */
  readonly partners: readonly string[];
  /** Named profile of the shared configuration files (SSO included); else the standard chain. */
  readonly profile?: string;
  /** Region for the first calls (STS, Organizations), which also tells the partition. */
  readonly homeRegion: string;
  /** One address for every service, as the sandbox has; `http` on loopback only. */
  readonly endpoint?: string;
  /** Instead of the chain: for the sandbox and tests. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly proxy?: string;
  /** PEM file with further certificate authorities. */
  readonly caFile?: string;
  /** Calls per second and API, over all accounts of a region. */
  readonly callsPerSecond: number;
  /** Tries per call before it counts as throttled or unavailable. */
  readonly attempts: number;
  /** Milliseconds before one try of a call is given up. */
  readonly timeout: number;
  /** Base of the back-off, milliseconds; tests make it small. */
  readonly backoffBase: number;
}
