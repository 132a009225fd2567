/**
 * Is a bucket public? Judged from parts that may each have failed to be read: a way in that is sure makes it public,
 * and it is private only when every part that could make it public was read or can't matter.
 */
import type { AclGrant } from '../aws/data.ts';
import type { PublicAccessBlock } from '../aws/identity.ts';
import type { Known, Reading, Unread } from '../reading.ts';
import type { Irrelevant } from '../verdict.ts';
import { irrelevant } from '../verdict.ts';
import type { PolicyDocument } from './document.ts';
import type { ExposureContext } from './exposure.ts';
import { outsideGrants } from './exposure.ts';
import type { PublicGrant } from './s3-acl.ts';
import { publicAclGrants } from './s3-acl.ts';
import { isPublicToS3 } from './s3-definition.ts';

export interface BucketParts {
  readonly policy: Reading<PolicyDocument | 'none'>;
  readonly acl: Reading<{ readonly owner: string; readonly grants: readonly AclGrant[] }>;
  readonly publicAccessBlock: Reading<PublicAccessBlock>;
  readonly accountPublicAccessBlock: Reading<PublicAccessBlock>;
  readonly ownership: Reading<string>;
}

export type BucketPart = keyof BucketParts;

/** What `passWith` wants: each part as read, or why it can't matter. */
type ShownParts = { readonly [P in BucketPart]: Known<unknown> | Irrelevant };

export type BucketExposure =
  | { readonly exposure: 'public'; readonly grants: readonly PublicGrant[] }
  | { readonly exposure: 'private'; readonly shown: ShownParts }
  /** The part whose reading would have decided, and why it is not there; ready for `unknownBecause`. */
  | { readonly exposure: 'undecided'; readonly part: BucketPart; readonly because: Unread }
  /** This statement admits whom the access points of own accounts admit, and their policies are nobody's part here. */
  | { readonly exposure: 'delegated'; readonly statement: string };

export const judgeBucket = (parts: BucketParts, context: ExposureContext): BucketExposure => {
  const ways = [judgePolicy(parts, context), judgeAcl(parts)];
  const grants = ways.flatMap((way) => (way.kind === 'open' ? way.grants : []));
  if (grants.length > 0) return { exposure: 'public', grants };
  for (const way of ways) {
    if (way.kind === 'missing') return { exposure: 'undecided', part: way.part, because: way.because };
  }
  for (const way of ways) {
    if (way.kind === 'delegated') return { exposure: 'delegated', statement: way.statement };
  }
  return { exposure: 'private', shown: shownParts(parts) };
};

type Way =
  | { readonly kind: 'open'; readonly grants: readonly PublicGrant[] }
  | { readonly kind: 'shut' }
  | { readonly kind: 'missing'; readonly part: BucketPart; readonly because: Unread }
  | { readonly kind: 'delegated'; readonly statement: string };

type BlockField = keyof Exclude<PublicAccessBlock, 'none'>;

type Effective =
  | { readonly on: true }
  | { readonly on: false }
  | { readonly on: 'unknown'; readonly part: BucketPart; readonly because: Unread };

/**
 * A field is on when the account's or the bucket's block has it on: S3 applies the more restrictive of the two.
 *
 * Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
 */
export const effectiveBlock = (
  parts: Pick<BucketParts, 'publicAccessBlock' | 'accountPublicAccessBlock'>,
  field: BlockField,
): Effective => {
  let missing: Effective | undefined;
  for (const part of ['publicAccessBlock', 'accountPublicAccessBlock'] as const) {
    const reading = parts[part];
    if (!reading.known) missing ??= { on: 'unknown', part, because: reading };
    else if (reading.value !== 'none' && reading.value[field]) return { on: true };
  }
  return missing ?? { on: false };
};

function judgePolicy(parts: BucketParts, context: ExposureContext): Way {
  const restricted = effectiveBlock(parts, 'restrictPublicBuckets');
  if (!parts.policy.known) {
    return restricted.on === true
      ? { kind: 'shut' }
      : { kind: 'missing', part: 'policy', because: parts.policy };
  }
  const policy = parts.policy.value;
  if (policy === 'none') return { kind: 'shut' };
  const open = outsideGrants(policy, context).filter((grant) => grant.reach === 'public');
  if (open.length === 0) {
    // An access point has a policy and a block of its own. The bucket's block and the account's hold for what comes through
    // it, too. Source: Amazon S3 User Guide, "Managing public access to access points".
    if (restricted.on === true) return { kind: 'shut' };
    const through = outsideGrants(policy, { ...context, throughAccessPoints: true });
    const delegated = through.find((grant) => grant.reach === 'public');
    if (delegated === undefined) return { kind: 'shut' };
    return restricted.on === false
      ? { kind: 'delegated', statement: delegated.statement }
      : { kind: 'missing', part: restricted.part, because: restricted.because };
  }
  const grants = open.map((grant) => ({
    path: `policy/${grant.statement}`,
    found: `${grant.who}: ${grant.actions.join(', ')}`,
    access: grant.access,
  }));
  // The block acts only on what S3 itself calls public, which is not quite what is public.
  if (!isPublicToS3(policy) || restricted.on === false) return { kind: 'open', grants };
  return restricted.on === true
    ? { kind: 'shut' }
    : { kind: 'missing', part: restricted.part, because: restricted.because };
}

const aclsOff = 'BucketOwnerEnforced';

function judgeAcl(parts: BucketParts): Way {
  if (parts.ownership.known && parts.ownership.value === aclsOff) return { kind: 'shut' };
  const ignored = effectiveBlock(parts, 'ignorePublicAcls');
  if (ignored.on === true) return { kind: 'shut' };
  if (!parts.acl.known) return { kind: 'missing', part: 'acl', because: parts.acl };
  const grants = publicAclGrants(parts.acl.value.grants);
  if (grants.length === 0) return { kind: 'shut' };
  if (!parts.ownership.known) return { kind: 'missing', part: 'ownership', because: parts.ownership };
  return ignored.on === false
    ? { kind: 'open', grants }
    : { kind: 'missing', part: ignored.part, because: ignored.because };
}

/** Only asked for a bucket that was found private, so whatever was not read did not matter. */
const shownParts = (parts: BucketParts): ShownParts => ({
  policy: show(parts.policy),
  acl: show(parts.acl),
  publicAccessBlock: show(parts.publicAccessBlock),
  accountPublicAccessBlock: show(parts.accountPublicAccessBlock),
  ownership: show(parts.ownership),
});

const show = (reading: Reading<unknown>): Known<unknown> | Irrelevant =>
  reading.known ? reading : irrelevant('the other parts leave no way in for the public');
