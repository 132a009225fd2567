/**
 * Keeps scans in an S3 bucket, or in any server that honours conditional writes.
 *
 * `createIfAbsent` is `PutObject` with `If-None-Match: *`: of several writers one gets 200, the others 412. Writers that
 * race get 409 ConditionalRequestConflict and ask again. Source: Amazon S3 User Guide, "Conditional requests".
 */
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { StoreDriver } from './driver.ts';
import { MissingKeyError } from './driver.ts';
import { checkKey } from './keys.ts';
import { StoreError } from './store-error.ts';

export interface S3Options {
  readonly client: S3Client;
  readonly bucket: string;
  /** Without a slash at its end; empty for the whole bucket. */
  readonly prefix?: string;
  /** KMS key for what is written; the bucket's own default encryption when omitted. */
  readonly kmsKey?: string;
}

/** 409s of one racing write before it is an error: each means that another writer's request was under way. */
const conflictTries = 8;

export const s3Store = ({ client, bucket, prefix = '', kmsKey }: S3Options): StoreDriver => {
  const root = prefix === '' ? '' : `${prefix}/`;
  const location = `s3://${bucket}/${root}`;
  const object = (key: string): { Bucket: string; Key: string } => {
    checkKey(key);
    return { Bucket: bucket, Key: `${root}${key}` };
  };
  const encryption =
    kmsKey === undefined ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey } as const);

  const open = async (key: string): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const at = object(key);
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand(at));
      if (ETag === undefined) throw new NotS3Error();
      // The SDK's type covers browsers too; in Node the body is a Readable.
      return Body as AsyncIterable<Uint8Array> | undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw explain(error, 's3:GetObject', `${location}${key}`);
    }
  };

  /** What a stream left of itself: S3 keeps and bills the parts of an upload that nobody ends. Empty where nothing is left. */
  const takeBack = async (at: { Bucket: string; Key: string }, UploadId: string): Promise<string> => {
    try {
      await client.send(new AbortMultipartUploadCommand({ ...at, UploadId }));
      return '';
    } catch (error) {
      if (nameOf(error) === 'NoSuchUpload') return '';
      return `; its parts are still there, and are billed until a lifecycle rule removes them: ${failure(error, 's3:AbortMultipartUpload')}`;
    }
  };

  /** Of unknown length: in parts of 5 MiB where it is longer than one, and the object appears only when all of them are there. */
  const upload = async (
    at: { Bucket: string; Key: string },
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<void> => {
    const whole = new Upload({
      client,
      params: { ...at, ...encryption, Body: Readable.from(chunks, { objectMode: false }) },
      // The library would take them back as well, and throw what kept it from that in place of what failed.
      leavePartsOnError: true,
    });
    try {
      const { ETag } = await whole.done();
      if (ETag === undefined) throw new NotS3Error();
    } catch (error) {
      const left = whole.uploadId === undefined ? '' : await takeBack(at, whole.uploadId);
      throw explain(error, 's3:PutObject', `s3://${at.Bucket}/${at.Key}`, left);
    }
  };

  /** An earlier try of our own may have written it and its answer been lost on the way. */
  const holds = async (key: string, body: Uint8Array): Promise<boolean> => {
    const there = await open(key);
    return there !== undefined && (await collect(there)).equals(body);
  };

  return {
    location,

    async read(key) {
      const body = await open(key);
      return body === undefined ? undefined : collect(body);
    },

    async *stream(key) {
      const body = await open(key);
      if (body === undefined) throw new MissingKeyError(key, location);
      yield* body;
    },

    async write(key, body) {
      const at = object(key);
      if (!(body instanceof Uint8Array)) {
        const { chunks, broken } = watched(body);
        try {
          await upload(at, chunks);
        } catch (error) {
          throw broken() === undefined ? error : broken()?.error;
        }
        return;
      }
      try {
        const { ETag } = await client.send(new PutObjectCommand({ ...at, ...encryption, Body: body }));
        if (ETag === undefined) throw new NotS3Error();
      } catch (error) {
        throw explain(error, 's3:PutObject', `${location}${key}`);
      }
    },

    async createIfAbsent(key, body) {
      const at = object(key);
      for (let attempt = 1; ; attempt += 1) {
        try {
          const { ETag } = await client.send(
            new PutObjectCommand({ ...at, ...encryption, Body: body, IfNoneMatch: '*' }),
          );
          if (ETag === undefined) throw new NotS3Error();
          return true;
        } catch (error) {
          const status = statusOf(error);
          if (status === 412) return isRetried(error) && (await holds(key, body));
          if (status !== 409 || attempt === conflictTries)
            throw explain(error, 's3:PutObject', `${location}${key}`);
        }
      }
    },

    async list(below) {
      const keys: string[] = [];
      try {
        for await (const page of paginateListObjectsV2(
          { client },
          { Bucket: bucket, Prefix: `${root}${below}` },
        )) {
          if (page.IsTruncated === undefined) throw new NotS3Error();
          if (page.IsTruncated && page.NextContinuationToken === undefined) {
            throw new Error('the list is cut, and does not say where it goes on');
          }
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key.slice(root.length));
        }
      } catch (error) {
        throw explain(error, 's3:ListBucket', location);
      }
      // S3 lists by UTF-8 bytes, the contract by UTF-16 units; directory buckets list in no order at all.
      return keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },

    async delete(key) {
      const at = object(key);
      try {
        await client.send(new DeleteObjectCommand(at));
      } catch (error) {
        throw explain(error, 's3:DeleteObject', `${location}${key}`);
      }
    },
  };
};

/**
 * Status 200 from something else: a proxy's page for people has no object in it, and would be a bucket without scans
 * or a write that nobody made. Whatever S3 answers has these members.
 */
class NotS3Error extends Error {
  override readonly name = 'NotS3';

  constructor() {
    super(
      'what answers is not S3: look at what stands between here and it, such as a proxy or a sign-in page, and at store.endpoint',
    );
  }
}

/** What the writer's own rows threw is the writer's, whatever the client makes of it. */
const watched = (
  body: AsyncIterable<Uint8Array>,
): { readonly chunks: AsyncIterable<Uint8Array>; readonly broken: () => { error: unknown } | undefined } => {
  let broken: { error: unknown } | undefined;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      broken = { error };
      throw error;
    }
  }
  return { chunks: chunks(), broken: () => broken };
};

const collect = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(body));

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const isRetried = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.$metadata.attempts ?? 1) > 1;

/** Without `s3:ListBucket` a missing key answers 403, which stays an error: it may hide what is there. */
const isMissing = (error: unknown): boolean =>
  error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'NoSuchKey');

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** @param besides what is to be said after it; begins with its own separator. */
const explain = (error: unknown, action: string, where: string, besides = ''): Error =>
  new StoreError(`store ${where}: ${failure(error, action)}${besides}`, nameOf(error), error);

const failure = (error: unknown, action: string): string =>
  `${action} failed (${nameOf(error)})${mendOf(error, nameOf(error), action)}`;

const mendOf = (error: unknown, name: string, action: string): string => {
  const mend = mends.get(name);
  if (mend !== undefined) return `; ${mend}`;
  if (name === 'AccessDenied' || statusOf(error) === 403) {
    return `; the caller needs ${refusedAction(error) ?? action} there`;
  }
  if (name.startsWith('KMS.')) {
    return '; the KMS key of the bucket, or store.kmsKey, is disabled, deleted or not of its region';
  }
  return statusOf(error) === undefined && error instanceof Error ? `: ${error.message}` : '';
};

const signIn = 'sign in again (for example with `aws sso login`), or set aws.profile';
const elsewhere = 'the bucket is in another region: set store.region';

/** By the code of the error. Source: Amazon S3 API Reference, "Error responses". */
const mends: ReadonlyMap<string, string> = new Map([
  ['NoSuchBucket', 'make the bucket first, or mend store.bucket'],
  [
    'CredentialsProviderError',
    'there are no AWS credentials: sign in (for example with `aws sso login`), or set aws.profile',
  ],
  ['ExpiredToken', `the credentials have expired: ${signIn}`],
  ['InvalidAccessKeyId', `AWS does not know these credentials: ${signIn}`],
  ['InvalidToken', `AWS does not know these credentials: ${signIn}`],
  ['SignatureDoesNotMatch', `the secret key is not that of the access key: ${signIn}`],
  ['RequestTimeTooSkewed', 'the clock of this machine is wrong: set it'],
  ['PermanentRedirect', elsewhere],
  ['AuthorizationHeaderMalformed', elsewhere],
  ['IllegalLocationConstraintException', elsewhere],
]);

/** What a refusal names; a bucket that is encrypted with a key needs permissions of KMS as well. */
const refusedAction = (error: unknown): string | undefined =>
  error instanceof Error
    ? /is not authorized to perform: ((?:s3|kms):[A-Za-z]+)\b/.exec(error.message)?.[1]
    : undefined;
