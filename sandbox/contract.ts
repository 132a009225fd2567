/** What tests, the demo and people who write checks use of the sandbox. */
import type { KeyObject } from 'node:crypto';

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
  /** `resource`: by the policy of the resource that is asked about. */
  | { readonly type: 'deny'; readonly by?: 'policy' | 'scp' | 'resource' }
  /** `after`: seconds that the service asks to wait for; Azure alone says so. */
  | { readonly type: 'throttle'; readonly after?: number }
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
  | { readonly type: 'expire-token' }
  /** The token of the next page leads to the same page. */
  | { readonly type: 'repeat-token' }
  /** The next page begins with the last item of this one. */
  | { readonly type: 'overlap' }
  /** The page holds nothing; its token leads to what it should have held. */
  | { readonly type: 'empty-page' }
  /** The answer leaves matched configuration items out, although they are there and are counted. */
  | { readonly type: 'omit' }
  /** The second half of the body comes this much later. */
  | { readonly type: 'slow'; readonly milliseconds: number }
  /** Status 200, and a page for people, nothing at all, or an answer without members. */
  | { readonly type: 'wrong-body'; readonly body: 'html' | 'empty' | 'bare' }
  /** What `garble-field` names holds this instead. */
  | { readonly type: 'set-field'; readonly path: string; readonly value: unknown }
  /** The session's credentials ran out. */
  | { readonly type: 'expire-credentials' }
  /** The service does not know the key (any more). */
  | { readonly type: 'reject-credentials' }
  /** The call is refused for its date; from now on the service's clock is this far from where it was. */
  | { readonly type: 'shift-clock'; readonly minutes: number }
  /** Before the call is answered, configuration items (ARN or id) cease to exist, or exist again. */
  | { readonly type: 'change'; readonly hide?: readonly string[]; readonly show?: readonly string[] }
  /** Azure: the rest is left out. The page says so, and has no token that leads to it. */
  | { readonly type: 'truncate' }
  /** Azure: the answer comes, and says that the quota is used up for so many seconds. */
  | { readonly type: 'quota-used'; readonly seconds: number }
  /** Azure: a whole body that is called a page for people. */
  | { readonly type: 'mistyped' }
  /** Azure: the address of the next page is not Azure's. */
  | { readonly type: 'stray-link' }
  /** Azure: the reader's role is gone. Resource Manager refuses, Resource Graph leaves out without a word. */
  | { readonly type: 'withdraw' }
  /** Azure: the subscription is not there any more. */
  | { readonly type: 'vanish' };

export interface Fault {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** How many times it strikes; forever when omitted. */
  readonly times?: number;
  /** Matching calls that it lets by first. */
  readonly skip?: number;
  /** Of each matching call, whatever the order they come in; 1 when omitted. */
  readonly probability?: { readonly of: number; readonly seed: number };
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

/** As {@link RecordedCall}, with what a test of faults has to know; calls that nobody believed are traced too. */
export interface TracedCall extends RecordedCall {
  /** The same for each try of one call. */
  readonly request: string;
  /** Effects that struck this try. */
  readonly struck: readonly FaultEffect['type'][];
  /** False where the service did not take the caller for who it says. */
  readonly believed: boolean;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, for every AWS service. */
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of the account that the credentials belong to. */
  readonly account: string;
  readonly homeRegion: string;
  /** What others verify a token of `sts:GetWebIdentityToken` with. */
  readonly webIdentity: { readonly issuer: string; publicKey(): KeyObject };
  /** Faults in force; add and clear at will while it runs. */
  addFault(fault: Fault): void;
  clearFaults(): void;
  readonly calls: readonly RecordedCall[];
  clearCalls(): void;
  close(): Promise<void>;
}
