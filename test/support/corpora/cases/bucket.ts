/** Questions about one bucket: is it public, is plain HTTP refused, and what could not be read. */

import { parseArn, partitionOfRegion } from '#model/arn.ts';
import type { AclGrant } from '#model/aws/data.ts';
import type { PublicAccessBlock } from '#model/aws/identity.ts';
import type { Access } from '#model/policy/access.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { BucketParts } from '#model/policy/s3-public.ts';
import { judgeBucket } from '#model/policy/s3-public.ts';
import { plainHttpRefused } from '#model/policy/tls.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { field, isFields, objectsIn, text } from '../input.ts';
import { failureOf, permissionOf } from './errors.ts';
import { accountIn, resourceOf, trustOf } from './items.ts';

export const askBucket: PlainAdapter = (given) => {
  const { question, input } = given;
  const bucket = resourceOf(input, 'AWS::S3::Bucket');
  if (given.kind === 's3-tls-deny' || (given.kind !== 's3-public' && asksOfTransport(question))) {
    return bucket === undefined ? undefined : plainHttp(bucket);
  }
  if (given.kind !== 's3-public' && !asksOfPublic(question)) return undefined;
  const parts = bucket === undefined ? partsOfCalls(input) : partsOfItems(bucket, input);
  if (parts === undefined) return undefined;
  const account = bucket?.account ?? accountIn(input) ?? '';
  const judged = judgeBucket(parts, {
    trust: trustOf(account),
    account,
    ...(bucket === undefined ? {} : { resource: bucket.id, kind: bucket.kind, now: bucket.observedAt }),
  });
  switch (judged.exposure) {
    case 'undecided':
      return { verdict: 'unknown', missing: judged.because.missing };
    case 'delegated':
      return { verdict: 'unknown', missing: undefined };
    case 'private':
      return { verdict: 'not-public' };
    case 'public':
      return opened(
        question,
        judged.grants.flatMap(({ access }) => access),
      );
  }
};

const asksOfTransport = (question: string): boolean =>
  /\bhttps?\b|\btls\b|\bssl\b|in transit|secure ?transport|\b(unencrypted|insecure|plain ?text) (connection|request|transport|access)/i.test(
    question,
  );

const asksOfPublic = (question: string): boolean =>
  /\bpublic|\bany(one|body)|\bevery(one|body)|\bexposed|\bworld|\banonymous|\bunauthenticated|\binternet|\bopen\b|\bstrangers?/i.test(
    question,
  );

/** Asked of one kind of access only, the other kinds do not count. */
function opened(question: string, access: readonly Access[]): PlainAnswer {
  const writes = access.includes('write') || access.includes('admin');
  const asksRead = /\bread|\blist|\bdownload|\bfetch/i.test(question);
  const asksWrite = /\bwrit|\bupload|\bdelet|\boverwrit|\bmodif|\bput\b/i.test(question);
  if (/\blist/i.test(question) && !/\bread|\bdownload|\bfetch/i.test(question) && !asksWrite) {
    return access.includes('list') ? { verdict: 'public', access: 'list' } : { verdict: 'not-public' };
  }
  if (asksWrite && !asksRead && !writes) return { verdict: 'not-public' };
  if (asksRead && !asksWrite && !access.includes('read') && !access.includes('list'))
    return { verdict: 'not-public' };
  const widest = (['write', 'admin', 'read', 'list'] as const).find((kind) => access.includes(kind));
  return { verdict: 'public', access: widest === 'admin' ? 'write' : widest, write: writes };
}

const partsOfItems = (bucket: Resource, input: unknown): BucketParts => {
  const account = resourceOf(input, 'AWS::S3::AccountPublicAccessBlock');
  const parts = bucket.parts as unknown as BucketParts;
  return {
    ...parts,
    accountPublicAccessBlock:
      account === undefined
        ? unread('not-recorded', 's3:GetAccountPublicAccessBlock')
        : (account.parts['settings'] as Reading<PublicAccessBlock>),
  };
};

function plainHttp(bucket: Resource): PlainAnswer {
  const policy = bucket.parts['policy'] as Reading<PolicyDocument | 'none'>;
  if (!policy.known) return { verdict: 'unknown', missing: policy.missing };
  const arn =
    parseArn(bucket.id) === undefined
      ? `arn:${partitionOfRegion(bucket.region)}:s3:::${bucket.name}`
      : bucket.id;
  const answer = plainHttpRefused(policy.value, arn);
  if (answer.refused) return { verdict: 'pass' };
  return { verdict: 'fail', missing: answer.open.length === 1 ? answer.open[0] : answer.open };
}

/** The same parts from answers and errors of S3's own calls, named by their operation. */
function partsOfCalls(input: unknown): BucketParts | undefined {
  if (!isFields(input) || !('GetBucketAcl' in input || 'GetBucketPolicy' in input)) return undefined;
  return {
    policy: called<PolicyDocument | 'none'>(input, 'GetBucketPolicy', 'none', (answer) => {
      const parsed = parsePolicyDocument(field(answer, 'Policy'));
      return parsed.ok ? known(parsed.document) : unread('malformed', 's3:GetBucketPolicy', parsed.error);
    }),
    acl: called(input, 'GetBucketAcl', undefined, (answer) => {
      const grants = field(answer, 'Grants');
      const read = Array.isArray(grants) ? grants.map(aclGrant) : [];
      // A grant to nobody that can be told may be one to everybody.
      return Array.isArray(grants) && read.every(({ grantee }) => grantee !== '')
        ? known({ owner: '', grants: read })
        : unread('malformed', 's3:GetBucketAcl');
    }),
    publicAccessBlock: block(input, 'GetPublicAccessBlock'),
    accountPublicAccessBlock: block(input, 'GetAccountPublicAccessBlock'),
    ownership: called(input, 'GetBucketOwnershipControls', 'none', (answer) => {
      const rules = field(field(answer, 'OwnershipControls'), 'Rules');
      return known(Array.isArray(rules) ? (text(field(rules[0], 'ObjectOwnership')) ?? 'none') : 'none');
    }),
  };
}

const block = (input: unknown, call: string): Reading<PublicAccessBlock> =>
  called<PublicAccessBlock>(input, call, 'none', (answer) => {
    const settings = field(answer, 'PublicAccessBlockConfiguration');
    return known({
      blockPublicAcls: field(settings, 'BlockPublicAcls') === true,
      ignorePublicAcls: field(settings, 'IgnorePublicAcls') === true,
      blockPublicPolicy: field(settings, 'BlockPublicPolicy') === true,
      restrictPublicBuckets: field(settings, 'RestrictPublicBuckets') === true,
    });
  });

const aclGrant = (grant: unknown): AclGrant => {
  const grantee = field(grant, 'Grantee');
  return {
    grantee: text(field(grantee, 'URI')) ?? text(field(grantee, 'ID')) ?? '',
    permission: text(field(grant, 'Permission')) ?? '',
  };
};

/** `absent` is what "there is none" means for the part; undefined where the service always has one. */
function called<T>(
  input: unknown,
  call: string,
  absent: T | undefined,
  read: (answer: unknown) => Reading<T>,
): Reading<T> {
  const answer = field(input, call);
  const action = permissionOf(`s3:${call}`);
  if (answer === undefined) return unread('not-recorded', action);
  const failure = [...objectsIn(answer)]
    .map((one) => failureOf(one, action))
    .find((one) => one !== undefined);
  if (failure === undefined) return read(answer);
  return failure.absent && absent !== undefined ? known(absent) : failure.unread;
}
