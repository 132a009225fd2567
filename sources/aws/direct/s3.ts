/**
 * Buckets. The list says where each of them is; everything else costs a call for each bucket. S3 says by an error of
 * its own that there is no policy, block, rule or encryption: an answer without one is no answer. Versioning and
 * logging it leaves out of the answer instead, which is the weakest setting and turns no check into a pass.
 */
import type { OutputOf } from '../operations.ts';
import type { DirectKind } from './kind.ts';
import { configNames, detail, listedKind } from './kind.ts';

/**
 * The longest page has 10,000 (Amazon S3 API Reference, ListBuckets), and every bucket then costs seven calls. One
 * more list for 250 buckets is nothing beside those, and results and checkpoints come early.
 */
const pageSize = 250;

const bucketOf = ({ resourceId }: { readonly resourceId: string }): { Bucket: string } => ({
  Bucket: resourceId,
});

export const bucket: DirectKind = listedKind({
  kind: 'AWS::S3::Bucket',
  action: 's3:ListAllMyBuckets',
  // Only the region itself answers for its buckets, and any parameter makes S3 name each bucket's region.
  input: (token, { region }) => ({
    MaxBuckets: pageSize,
    BucketRegion: region,
    ...(token === undefined ? {} : { ContinuationToken: token }),
  }),
  rows: (output) => output.Buckets,
  next: (output) => output.ContinuationToken,
  found: ({ Name, BucketRegion, CreationDate }, { partition, region }) => {
    if (Name === undefined || Name === '') return { problem: 'a bucket has no name' };
    // Where the filter was not understood. A bucket whose region is not told at all was asked for here, and a wrong
    // region gives no answer to the calls below, but a redirection: parts that are not read.
    if (BucketRegion !== undefined && BucketRegion !== region) return 'left-out';
    return {
      resourceId: Name,
      resourceName: Name,
      arn: `arn:${partition}:s3:::${Name}`,
      configuration: configNames({ name: Name, creationDate: CreationDate }),
    };
  },
  details: [
    detail({
      action: 's3:GetBucketPolicy',
      parts: ['policy'],
      input: bucketOf,
      trees: ({ Policy: policyText }) =>
        policyText === undefined || policyText === ''
          ? { problem: 'the answer holds no policy' }
          : { supplementary: { BucketPolicy: { policyText } } },
      none: {
        codes: ['NoSuchBucketPolicy'],
        trees: { supplementary: { BucketPolicy: { policyText: null } } },
      },
    }),
    detail({
      action: 's3:GetBucketAcl',
      parts: ['acl'],
      input: bucketOf,
      trees: ({ Owner, Grants }) =>
        Owner === undefined || Grants === undefined
          ? { problem: 'the answer holds no list of grants' }
          : {
              supplementary: {
                AccessControlList: { owner: { id: Owner.ID }, grantList: Grants.map(grant) },
              },
            },
    }),
    detail({
      action: 's3:GetBucketPublicAccessBlock',
      parts: ['publicAccessBlock'],
      input: bucketOf,
      trees: ({ PublicAccessBlockConfiguration: block }) =>
        block === undefined
          ? { problem: 'the answer holds no block' }
          : { supplementary: { PublicAccessBlockConfiguration: configNames(block) } },
      none: { codes: ['NoSuchPublicAccessBlockConfiguration'], trees: {} },
    }),
    detail({
      action: 's3:GetBucketOwnershipControls',
      parts: ['ownership'],
      input: bucketOf,
      trees: ({ OwnershipControls: controls }) =>
        controls?.Rules === undefined
          ? { problem: 'the answer holds no rules' }
          : { supplementary: { OwnershipControls: configNames(controls) } },
      none: { codes: ['OwnershipControlsNotFoundError'], trees: {} },
    }),
    detail({
      action: 's3:GetEncryptionConfiguration',
      parts: ['encryption'],
      input: bucketOf,
      trees: ({ ServerSideEncryptionConfiguration: encryption }) =>
        encryption?.Rules === undefined
          ? { problem: 'the answer holds no rules' }
          : {
              supplementary: {
                ServerSideEncryptionConfiguration: { rules: encryption.Rules.map(encryptionRule) },
              },
            },
      none: { codes: ['ServerSideEncryptionConfigurationNotFoundError'], trees: {} },
    }),
    detail({
      action: 's3:GetBucketVersioning',
      parts: ['versioning'],
      input: bucketOf,
      // An answer without members is how S3 says that it was never switched on.
      trees: ({ Status, MFADelete }) => ({
        supplementary: {
          BucketVersioningConfiguration: {
            status: Status ?? null,
            isMfaDeleteEnabled: MFADelete === 'Enabled',
          },
        },
      }),
    }),
    detail({
      action: 's3:GetBucketLogging',
      parts: ['logging'],
      input: bucketOf,
      // The same here.
      trees: ({ LoggingEnabled }) => ({
        supplementary: {
          BucketLoggingConfiguration: {
            destinationBucketName: LoggingEnabled?.TargetBucket ?? null,
            logFilePrefix: LoggingEnabled?.TargetPrefix ?? null,
          },
        },
      }),
    }),
  ],
});

type Grant = NonNullable<OutputOf<'s3:GetBucketAcl'>['Grants']>[number];

const grant = ({ Grantee, Permission }: Grant): object => ({
  grantee: { id: Grantee?.ID, uri: Grantee?.URI, emailAddress: Grantee?.EmailAddress },
  permission: Permission,
});

type EncryptionRule = NonNullable<
  NonNullable<OutputOf<'s3:GetEncryptionConfiguration'>['ServerSideEncryptionConfiguration']>['Rules']
>[number];

const encryptionRule = ({
  ApplyServerSideEncryptionByDefault: byDefault,
  BucketKeyEnabled,
}: EncryptionRule): object => ({
  ...(byDefault === undefined
    ? {}
    : {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: byDefault.SSEAlgorithm,
          kmsMasterKeyID: byDefault.KMSMasterKeyID ?? null,
        },
      }),
  bucketKeyEnabled: BucketKeyEnabled ?? false,
});
