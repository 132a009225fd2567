/** Errors in a case's input, sorted as the product sorts them. */
import type { Unread } from '#model/reading.ts';
import type { Failure } from '#sources/aws/errors.ts';
import { sortError } from '#sources/aws/errors.ts';
import { unreadOf } from '#sources/failure.ts';
import { field, isFields, text } from '../input.ts';

export interface SortedFailure {
  readonly absent: boolean;
  readonly unread: Unread;
  readonly sorted: Failure;
}

/** Codes by which services say that a thing is not there; calls to those services are not the product's own yet. */
const notThere = /^NoSuch|NotFound(Exception|Error|Fault)?$/;

/**
 * Operations of S3 whose permission has another name.
 *
 * Source: Amazon S3 API Reference, the permissions of each operation.
 */
const permissions = new Map([
  ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration'],
  ['s3:GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration'],
  ['s3:GetBucketReplication', 's3:GetReplicationConfiguration'],
  ['s3:ListObjectsV2', 's3:ListBucket'],
  ['s3:ListObjects', 's3:ListBucket'],
  ['s3:HeadBucket', 's3:ListBucket'],
  ['s3:HeadObject', 's3:GetObject'],
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
]);

/** The IAM action that permits an operation: nearly always its own name. */
export const permissionOf = (operation: string): string => permissions.get(operation) ?? operation;

/** Undefined where the object reports no error. `action` is the call that it belongs to. */
export const failureOf = (holder: unknown, action: string): SortedFailure | undefined => {
  const error = isFields(holder) ? (field(holder, 'error') ?? field(holder, 'Error')) : undefined;
  const name =
    text(error) ?? text(field(error, 'name')) ?? text(field(error, 'Code')) ?? text(field(error, 'code'));
  if (name === undefined) return undefined;
  const status = field(error, 'status') ?? field(field(error, '$metadata'), 'httpStatusCode') ?? 400;
  const failure = sortError(
    Object.assign(new Error(text(field(error, 'message')) ?? ''), {
      name,
      $metadata: { httpStatusCode: status },
    }),
    action,
  );
  return {
    absent: failure.type === 'absent' || notThere.test(name),
    unread: unreadOf(failure),
    sorted: failure,
  };
};
