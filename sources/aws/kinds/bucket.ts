/**
 * Buckets and the account's block. AWS Config keeps most of a bucket in `supplementaryConfiguration`; what a key's
 * absence means differs from key to key, and is said at each.
 */
import type { AclGrant } from '#model/aws/data.ts';
import type { PublicAccessBlock } from '#model/aws/identity.ts';
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part, policyOf, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const bucket: Normaliser<'AWS::S3::Bucket'> = ({ supplementary }) => ({
  policy: part(() => {
    // Always recorded, with `policyText: null` where there is none: a bucket without the key was not looked at.
    const holder = supplementary.nodeOr('BucketPolicy');
    if (holder === undefined) {
      return notRead(unread('not-recorded', 's3:GetBucketPolicy', 'the item carries no BucketPolicy'));
    }
    if (!holder.has('policyText')) return problem(`${holder.at('policyText')} is not there`);
    const text = holder.raw('policyText');
    return text === undefined || text === '' ? 'none' : policyOf(text, holder.at('policyText'));
  }),
  acl: part(() => {
    const list = supplementary.nodeOr('AccessControlList');
    if (list === undefined) {
      return notRead(unread('not-recorded', 's3:GetBucketAcl', 'the item carries no AccessControlList'));
    }
    return { owner: list.node('owner').text('id'), grants: grants(list) };
  }),
  // Nothing is recorded where none is set, which is the weakest setting: it can turn no check into a pass.
  publicAccessBlock: part(() => {
    const block = supplementary.nodeOr('PublicAccessBlockConfiguration');
    return block === undefined ? 'none' : accessBlock(block);
  }),
  accountPublicAccessBlock: unread(
    'unsupported',
    undefined,
    "the account's block is joined in from its own item",
  ),
  // None set means that ACLs are in force: the weakest setting.
  ownership: part(() => {
    const controls = supplementary.nodeOr('OwnershipControls');
    if (controls === undefined) return 'none';
    const rule = controls.nodes('rules')[0];
    return rule === undefined ? 'none' : rule.word('objectOwnership');
  }),
  // None set: the weakest again (S3 encrypts new objects by itself since January 2023).
  encryption: part(() => {
    const rule = supplementary.nodeOr('ServerSideEncryptionConfiguration')?.nodes('rules')[0];
    const byDefault = rule?.nodeOr('applyServerSideEncryptionByDefault');
    if (byDefault === undefined) return 'none';
    return {
      algorithm: byDefault.word('sseAlgorithm'),
      kmsKey: byDefault.textOr('none', 'kmsMasterKeyID', 'kmsMasterKeyId'),
    };
  }),
  // `Off` where it was never switched on; the key may be left out or its status null.
  versioning: part(() => {
    const versioning = supplementary.nodeOr('BucketVersioningConfiguration');
    return {
      status: versioning?.textOr('Off', 'status') ?? 'Off',
      mfaDelete: versioning?.flagOr(false, 'isMfaDeleteEnabled') ?? false,
    };
  }),
  logging: part(
    () =>
      supplementary.nodeOr('BucketLoggingConfiguration')?.textOr('none', 'destinationBucketName') ?? 'none',
  ),
});

export const accountPublicAccessBlock: Normaliser<'AWS::S3::AccountPublicAccessBlock'> = ({
  configuration,
}) => ({
  settings: part(() => accessBlock(configuration)),
});

const accessBlock = (node: Node): PublicAccessBlock => ({
  blockPublicAcls: node.flag('blockPublicAcls', 'BlockPublicAcls'),
  ignorePublicAcls: node.flag('ignorePublicAcls', 'IgnorePublicAcls'),
  blockPublicPolicy: node.flag('blockPublicPolicy', 'BlockPublicPolicy'),
  restrictPublicBuckets: node.flag('restrictPublicBuckets', 'RestrictPublicBuckets'),
});

/** `grantSet` is the older form of the same list; one of them is there, the owner's own grant at least may be removed. */
const grants = (list: Node): AclGrant[] => {
  if (!list.has('grantList') && !list.has('grantSet')) return problem(`${list.at('grantList')} is not there`);
  const entries = list.listOr('grantList') ?? list.listOr('grantSet') ?? [];
  return entries.map((entry, index) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      return problem(`${list.at('grantList')}[${index}] is no grant`);
    }
    const grant = entry as Readonly<Record<string, unknown>>;
    const permission = grant['permission'];
    if (typeof permission !== 'string')
      return problem(`${list.at('grantList')}[${index}].permission is not text`);
    return {
      grantee: grantee(grant['grantee'], `${list.at('grantList')}[${index}].grantee`),
      permission: permissionName(permission),
    };
  });
};

/** Groups come as their short name or as a URI that ends in it; users as `{id}` or `{emailAddress}`. */
const grantee = (value: unknown, path: string): string => {
  if (typeof value === 'string') return groupName(value);
  if (typeof value !== 'object' || value === null) return problem(`${path} is not there`);
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of ['uri', 'URI', 'id', 'identifier', 'emailAddress']) {
    const text = fields[name];
    if (typeof text === 'string' && text !== '') return groupName(text);
  }
  return problem(`${path} names nobody`);
};

const groupName = (text: string): string =>
  /^https?:\/\/acs\.amazonaws\.com\/groups\/(?:global|s3)\/(\w+)$/.exec(text)?.[1] ?? text;

/** `FullControl` and `ReadAcp` in items, `FULL_CONTROL` and `READ_ACP` in S3's own API. */
const permissionName = (text: string): string => text.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
