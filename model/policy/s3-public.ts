/** Is a bucket public? Judged from parts that may each have failed to be read. */
import type { AclGrant } from '../aws/data.ts';
import type { PublicAccessBlock } from '../aws/identity.ts';
import type { Known, Reading, Unread } from '../reading.ts';
import { known } from '../reading.ts';
import type { Irrelevant } from '../verdict.ts';
import type { Access } from './access.ts';
import type { PolicyDocument } from './document.ts';
import type { ExposureContext } from './exposure.ts';
import { outsideGrants } from './exposure.ts';

export interface BucketParts {
  readonly policy: Reading<PolicyDocument | 'none'>;
  readonly acl: Reading<{ readonly owner: string; readonly grants: readonly AclGrant[] }>;
  readonly publicAccessBlock: Reading<PublicAccessBlock>;
  readonly accountPublicAccessBlock: Reading<PublicAccessBlock>;
  readonly ownership: Reading<string>;
}

export type BucketPart = keyof BucketParts;

/** One way in for the public. */
export interface PublicGrant {
  /** `policy/<statement>` or `acl/<position>`. */
  readonly path: string;
  /** What stands there, verbatim. */
  readonly found: string;
  readonly access: readonly Access[];
}

export type BucketExposure =
  | { readonly exposure: 'public'; readonly grants: readonly PublicGrant[] }
  /** `shown` is what `passWith` wants: each part as read, or why it can't matter. */
  | { readonly exposure: 'private'; readonly shown: { readonly [P in BucketPart]: Known<unknown> | Irrelevant } }
  /** The part whose reading would have decided, and why it is not there; ready for `unknownBecause`. */
  | { readonly exposure: 'undecided'; readonly part: BucketPart; readonly because: Unread };

export const judgeBucket = (parts: BucketParts, context: ExposureContext): BucketExposure => {
  for (const part of ['publicAccessBlock', 'accountPublicAccessBlock', 'policy', 'acl', 'ownership'] as const) {
    const reading = parts[part];
    if (!reading.known) return { exposure: 'undecided', part, because: reading };
  }
  const policy = parts.policy.known ? parts.policy.value : 'none';
  const grants =
    policy === 'none'
      ? []
      : outsideGrants(policy, context)
          .filter((grant) => grant.reach === 'public')
          .map((grant) => ({ path: `policy/${grant.statement}`, found: grant.who, access: grant.access }));
  if (grants.length > 0) return { exposure: 'public', grants };
  return {
    exposure: 'private',
    shown: {
      policy: known(policy),
      acl: known(0),
      publicAccessBlock: known(0),
      accountPublicAccessBlock: known(0),
      ownership: known(0),
    },
  };
};
