/**
 * Keeps scans in an S3 bucket, or in any server that honours conditional writes.
 *
 * `createIfAbsent` is `PutObject` with `If-None-Match: *`: of several writers one gets 200, the others 412. Writers that
 * race get 409 ConditionalRequestConflict and ask again. Source: Amazon S3 User Guide, "Conditional requests".
 */
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import {
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
  const object = (key: string): { Bucket: string; Key: string } => ({ Bucket: bucket, Key: `${root}${key}` });
  const encryption =
    kmsKey === undefined ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey } as const);

  const open = async (key: string): Promise<AsyncIterable<Uint8Array> | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand(object(key)));
      // The SDK's type covers browsers too; in Node the body is a Readable.
      return Body as AsyncIterable<Uint8Array> | undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw explain(error, 's3:GetObject', `${location}${key}`);
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
      try {
        if (body instanceof Uint8Array) {
          await client.send(new PutObjectCommand({ ...object(key), ...encryption, Body: body }));
          return;
        }
        // Of unknown length: parts of 5 MiB, and the object appears only when all of them are there.
        await new Upload({
          client,
          params: { ...object(key), ...encryption, Body: Readable.from(body) },
        }).done();
      } catch (error) {
        throw explain(error, 's3:PutObject', `${location}${key}`);
      }
    },

    async createIfAbsent(key, body) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.send(
            new PutObjectCommand({ ...object(key), ...encryption, Body: body, IfNoneMatch: '*' }),
          );
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
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key.slice(root.length));
        }
      } catch (error) {
        throw explain(error, 's3:ListBucket', location);
      }
      // S3 lists by UTF-8 bytes, the contract by UTF-16 units; directory buckets list in no order at all.
      return keys.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },

    async delete(key) {
      try {
        await client.send(new DeleteObjectCommand(object(key)));
      } catch (error) {
        throw explain(error, 's3:DeleteObject', `${location}${key}`);
      }
    },
  };
};

const collect = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const isRetried = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.$metadata.attempts ?? 1) > 1;

/** Without `s3:ListBucket` a missing key answers 403, which stays an error: it may hide what is there. */
const isMissing = (error: unknown): boolean =>
  error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'NoSuchKey');

const explain = (error: unknown, action: string, where: string): Error => {
  const name = error instanceof Error ? error.name : 'Error';
  const mend = name === 'AccessDenied' || statusOf(error) === 403 ? `; the caller needs ${action} there` : '';
  return new Error(`store ${where}: ${action} failed (${name})${mend}`, { cause: error });
};
