/** What tests, the demo and people who write checks use of the sandbox. */

/** Which requests or answers a fault touches; an omitted field touches all. */
export interface FaultMatch {
  /** IAM action, e.g. `config:SelectResourceConfig`; `*` as suffix is allowed. */
  readonly action?: string;
  /** The call's; for `sts:AssumeRole` the role's; where items are looked at, the item's own. */
  readonly account?: string;
  readonly region?: string;
  /**
   * Only calls that ask for this kind, or answers that carry items of it; the other items of the answer stay as they
   * are. `AWS::::Account` is what IAM tells of the account itself.
   */
  readonly kind?: string;
  /** Id, ARN or name of one resource. */
  readonly resource?: string;
}

export type FaultEffect =
  | { readonly type: 'deny'; readonly by?: 'policy' | 'scp' }
  | { readonly type: 'throttle' }
  | { readonly type: 'error'; readonly status: number; readonly code: string }
  /** The connection is closed before an answer. */
  | { readonly type: 'reset' }
  /** No answer until the client gives up. */
  | { readonly type: 'hang' }
  /** The body ends early. */
  | { readonly type: 'cut' }
  /** The body is not what the protocol says. */
  | { readonly type: 'garble' }
  /**
   * One field of a matched item, by a path such as `supplementaryConfiguration.BucketPolicy`, is not what it should be.
   * A path that does not begin like a configuration item is one of IAM's answers: `AssumeRolePolicyDocument`,
   * `mfa_active` of the credential report, `AccountMFAEnabled`.
   */
  | { readonly type: 'garble-field'; readonly path: string }
  /** The page says that there is a next one, whose token the service then refuses. */
  | { readonly type: 'expire-token' };

export interface Fault {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** How many times it strikes; forever when omitted. */
  readonly times?: number;
}

export interface RecordedCall {
  /** IAM action that permits it, e.g. `sts:AssumeRole`. */
  readonly action: string;
  readonly account: string;
  readonly region: string;
  /** ARN of the caller. */
  readonly caller: string;
  /** 0 where no answer left the service. */
  readonly status: number;
  /** Kinds that a Config query named. */
  readonly kinds: readonly string[];
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, for every AWS service. */
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of the account that the credentials belong to. */
  readonly account: string;
  readonly homeRegion: string;
  /** Faults in force; add and clear at will while it runs. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  readonly calls: readonly RecordedCall[];
  clearCalls(): void;
  close(): Promise<void>;
}
