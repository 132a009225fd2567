import type { AwsRoleOptions } from '../federation/aws-role.ts';

/** How the Google Cloud source reaches an estate; the configuration file's `gcp` section, already validated. */
export interface GcpOptions {
  /** `organizations/<number>`, `folders/<number>` or `projects/<id>`; what lies below each is scanned. */
  readonly parents: readonly string[];
  /** Kinds to list; empty is all that have a parser. */
  readonly kinds: readonly string[];
  /** Project ids outside the parents that are trusted by name. */
  readonly partners: readonly string[];
  /** Project that the calls are counted against; the one of the credentials when left out. */
  readonly quotaProject?: string;
  /** Proves itself by an AWS role, instead of the application default credentials. */
  readonly identity?: GcpIdentity;
  /** Instead of `cloudasset.googleapis.com`: `http` on loopback only, as the sandbox has, and without credentials. */
  readonly endpoint?: string;
  /** Google's quota for ListAssets is 100 a minute and project. */
  readonly callsPerMinute: number;
  /** Tries per call before it counts as throttled or unavailable. */
  readonly attempts: number;
  /** Milliseconds before one try of a call is given up. */
  readonly timeout: number;
  /** Base of the back-off, milliseconds; tests make it small. */
  readonly backoffBase: number;
  /** Seconds that the snapshot lies back: right after a change, two reads may differ. */
  readonly snapshotAge: number;
  /** Assets a page; 1,000 is the most that the service gives. */
  readonly pageSize: number;
}

export interface GcpIdentity {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>` */
  readonly provider: string;
  /** E-mail of the account that is acted as; the federated identity itself when left out. */
  readonly serviceAccount?: string;
  /** Instead of Google's token services: `http` on loopback only, as the sandbox has. */
  readonly endpoint?: string;
  readonly aws: AwsRoleOptions;
}
