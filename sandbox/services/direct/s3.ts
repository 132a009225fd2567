/** S3's buckets and their settings, and the account's block. Source: Amazon S3 API Reference, with S3 Control. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { answer, type Refusal, refuse } from '#sandbox/protocol/call.ts';
import { type Handler, readLimit } from '../service.ts';
import { listItems, liveEverywhere, oneHandler, sdkNames } from './listing.ts';

const bucketKind = 'AWS::S3::Bucket';
const longest = 10_000;

const listBuckets: Handler = (call, context) => {
  const { MaxBuckets, BucketRegion, Prefix, ContinuationToken } = call.input;
  if (readLimit(MaxBuckets, 1, longest, longest) === undefined) {
    return refuse(400, 'InvalidArgument', `Argument max-buckets must be an integer between 1 and ${longest}`);
  }
  // "Requests made to a Regional endpoint that is different from the bucket-region parameter are not supported."
  if (BucketRegion !== undefined && BucketRegion !== call.region) {
    return refuse(400, 'InvalidArgument', 'Argument value bucket-region is not the region of this endpoint');
  }
  const narrowed = [MaxBuckets, BucketRegion, Prefix, ContinuationToken].some((one) => one !== undefined);
  return listItems(
    {
      kind: bucketKind,
      limit: { name: 'MaxBuckets', otherwise: longest },
      most: longest,
      token: { asked: 'ContinuationToken', given: 'ContinuationToken' },
      badToken: refuse(400, 'InvalidArgument', 'The continuation token provided is incorrect'),
      where: (item) =>
        (BucketRegion === undefined || item.awsRegion === BucketRegion) &&
        item.resourceId.startsWith(String(Prefix ?? '')),
      row: (item) => ({
        Name: item.resourceId,
        CreationDate: item.configuration?.['creationDate'],
        // Only where a parameter was given.
        ...(narrowed ? { BucketRegion: item.awsRegion } : {}),
      }),
      wrap: (rows) => ({ Buckets: rows }),
    },
    call,
    context,
    liveEverywhere(context, call.account, bucketKind),
  );
};

const noBucket = refuse(404, 'NoSuchBucket', 'The specified bucket does not exist');

/** One setting of one bucket, which only the bucket's own region tells. */
const setting = (value: (supplementary: JsonObject) => JsonObject | Refusal): Handler => {
  const here = oneHandler({
    kind: bucketKind,
    find: (item, call) => item.resourceId === call.input['Bucket'],
    absent: noBucket,
    value: (item) => value(item.supplementaryConfiguration),
  });
  return (call, context) => {
    const outcome = here(call, context);
    if (outcome !== noBucket) return outcome;
    const elsewhere = liveEverywhere(context, call.account, bucketKind).some(
      (item) => item.resourceId === call.input['Bucket'],
    );
    return elsewhere
      ? refuse(
          301,
          'PermanentRedirect',
          'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
        )
      : noBucket;
  };
};

const object = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

const objects = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((one): one is JsonObject => object(one) !== undefined) : [];

/** Groups that AWS Config knows by their short names. */
const groupUri = (name: string): string =>
  `http://acs.amazonaws.com/groups/${name === 'LogDelivery' ? 's3' : 'global'}/${name}`;

const grantOf = ({ grantee, permission }: JsonObject): JsonObject => ({
  Grantee:
    typeof grantee === 'string'
      ? { Type: 'Group', URI: groupUri(grantee) }
      : { Type: 'CanonicalUser', ID: object(grantee)?.['id'] },
  Permission: String(permission)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase(),
});

/** A JSON text in its item. */
const acl = ({ AccessControlList }: JsonObject): JsonObject => {
  const list = JSON.parse(String(AccessControlList)) as JsonObject;
  return {
    Owner: { ID: object(list['owner'])?.['id'] },
    Grants: objects(list['grantList']).map(grantOf),
  };
};

const encryptionRule = (rule: JsonObject): JsonObject => {
  const byDefault = object(rule['applyServerSideEncryptionByDefault']);
  return {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: byDefault?.['sseAlgorithm'],
      KMSMasterKeyID: byDefault?.['kmsMasterKeyID'],
    },
    BucketKeyEnabled: rule['bucketKeyEnabled'],
  };
};

const noBlock = refuse(
  404,
  'NoSuchPublicAccessBlockConfiguration',
  'The public access block configuration was not found',
);

export const s3Operations: Readonly<Record<string, Handler>> = {
  ListBuckets: listBuckets,
  GetBucketPolicy: setting(({ BucketPolicy }) => {
    const text = object(BucketPolicy)?.['policyText'];
    return typeof text === 'string'
      ? { Policy: text }
      : refuse(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist');
  }),
  GetBucketAcl: setting(acl),
  GetPublicAccessBlock: setting(({ PublicAccessBlockConfiguration: block }) =>
    block === undefined ? noBlock : { PublicAccessBlockConfiguration: sdkNames(block) },
  ),
  GetBucketOwnershipControls: setting(({ OwnershipControls }) => {
    const rules = objects(object(OwnershipControls)?.['rules']);
    return rules.length === 0
      ? refuse(404, 'OwnershipControlsNotFoundError', 'The bucket ownership controls were not found')
      : { OwnershipControls: { Rules: sdkNames(rules) } };
  }),
  GetBucketEncryption: setting(({ ServerSideEncryptionConfiguration }) => {
    const rules = objects(object(ServerSideEncryptionConfiguration)?.['rules']);
    return rules.length === 0
      ? refuse(
          404,
          'ServerSideEncryptionConfigurationNotFoundError',
          'The server side encryption configuration was not found',
        )
      : { ServerSideEncryptionConfiguration: { Rules: rules.map(encryptionRule) } };
  }),
  GetBucketVersioning: setting(({ BucketVersioningConfiguration }) => {
    const { status, isMfaDeleteEnabled } = object(BucketVersioningConfiguration) ?? {};
    return {
      ...(status === 'Off' ? {} : { Status: status }),
      ...(typeof isMfaDeleteEnabled === 'boolean'
        ? { MFADelete: isMfaDeleteEnabled ? 'Enabled' : 'Disabled' }
        : {}),
    };
  }),
  GetBucketLogging: setting(({ BucketLoggingConfiguration }) => {
    const { destinationBucketName, logFilePrefix } = object(BucketLoggingConfiguration) ?? {};
    return typeof destinationBucketName === 'string'
      ? { LoggingEnabled: { TargetBucket: destinationBucketName, TargetPrefix: logFilePrefix } }
      : {};
  }),
};

const accountBlock: Handler = (call, context) => {
  if (call.input['AccountId'] !== call.account) return refuse(403, 'AccessDenied', 'Access Denied');
  const [item]: readonly (ConfigItem | undefined)[] = liveEverywhere(
    context,
    call.account,
    'AWS::S3::AccountPublicAccessBlock',
  );
  return item === undefined
    ? noBlock
    : answer({ PublicAccessBlockConfiguration: sdkNames(item.configuration) });
};

export const s3ControlOperations: Readonly<Record<string, Handler>> = { GetPublicAccessBlock: accountBlock };
