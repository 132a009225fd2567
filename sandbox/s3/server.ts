/**
 * One S3 bucket on loopback, path style: what the store asks of S3, conditional writes and multipart uploads included.
 *
 * Source: Amazon S3 API Reference (PutObject, GetObject, ListObjectsV2, CreateMultipartUpload …). It takes any signature;
 * the signatures of the scanned services are checked by the AWS sandbox.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../loopback.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

export interface S3Sandbox {
  readonly endpoint: string;
  readonly bucket: string;
  /** Key → bytes; a test may plant some. */
  readonly objects: Map<string, Buffer>;
  /** Bytes of all bodies that were written so far. */
  bytesWritten(): number;
  /** Answers this many conditional writes with 409 before it decides them, as S3 does when writers race. */
  conflictNext(times: number): void;
  /** Carries out this many writes and then closes the connection without an answer. */
  loseAnswers(times: number): void;
  /** Answers every request that the predicate picks with 403; it is asked about each of them. */
  deny(picks: (method: string, key: string, action: S3Action) => boolean): void;
  /** Answers every request with this error of S3. */
  failWith(failure: { readonly status: number; readonly code: string; readonly message?: string }): void;
  /** Region of the bucket: requests that are signed for another are led there, as S3 does. Any when it was never set. */
  moveTo(region: string): void;
  /** Keys of uploads in parts that nobody has ended: S3 bills what they hold. */
  unfinished(): readonly string[];
  close(): Promise<void>;
}

/** What permits a request. Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations". */
export type S3Action =
  | 's3:AbortMultipartUpload'
  | 's3:DeleteObject'
  | 's3:GetObject'
  | 's3:ListBucket'
  | 's3:PutObject';

interface Answer {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

const pageSize = 1000;

export const startS3Sandbox = async (bucket = 'plumbline-store'): Promise<S3Sandbox> => {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, { readonly key: string; readonly parts: Map<number, Buffer> }>();
  let conflicts = 0;
  let lost = 0;
  let bytesWritten = 0;
  let broken: Answer | undefined;
  let home: string | undefined;
  let denied = (_method: string, _key: string, _action: S3Action): boolean => false;

  const put = (key: string, body: Buffer, headers: IncomingMessage['headers']): Answer => {
    if (headers['if-none-match'] === '*') {
      if (conflicts > 0) {
        conflicts -= 1;
        return failure(409, 'ConditionalRequestConflict');
      }
      if (objects.has(key)) return failure(412, 'PreconditionFailed');
    }
    objects.set(key, body);
    return { status: 200, headers: { etag: etagOf(body) } };
  };

  const list = (query: URLSearchParams): Answer => {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const keys = [...objects.keys()]
      .filter(
        (key) =>
          key.startsWith(prefix) &&
          (after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0),
      )
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const page = keys.slice(0, pageSize);
    const last = page.at(-1);
    const more = keys.length > page.length && last !== undefined;
    const contents = page.map(
      (key) =>
        `<Contents><Key>${escapeXml(key)}</Key><Size>${objects.get(key)?.length ?? 0}</Size></Contents>`,
    );
    return xml(
      `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${escapeXml(last)}</NextContinuationToken>` : ''}${contents.join('')}</ListBucketResult>`,
    );
  };

  const multipart = (
    method: string,
    key: string,
    query: URLSearchParams,
    body: Buffer,
  ): Answer | undefined => {
    if (method === 'POST' && query.has('uploads')) {
      const id = randomUUID();
      uploads.set(id, { key, parts: new Map() });
      return xml(
        `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const id = query.get('uploadId');
    if (id === null) return undefined;
    const upload = uploads.get(id);
    if (upload === undefined || upload.key !== key) return failure(404, 'NoSuchUpload');
    const { parts } = upload;
    if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body);
      return { status: 200, headers: { etag: etagOf(body) } };
    }
    uploads.delete(id);
    if (method === 'DELETE') return { status: 204 };
    const whole = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
    objects.set(key, whole);
    return xml(
      `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><ETag>${escapeXml(etagOf(whole))}</ETag></CompleteMultipartUploadResult>`,
    );
  };

  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    const [, name = '', ...rest] = url.pathname.split('/');
    const key = rest.map(decodeURIComponent).join('/');
    if (broken !== undefined) return broken;
    if (decodeURIComponent(name) !== bucket) return failure(404, 'NoSuchBucket');
    const signedFor = /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
    if (home !== undefined && signedFor !== home) {
      const answer = failure(301, 'PermanentRedirect');
      return { ...answer, headers: { ...answer.headers, 'x-amz-bucket-region': home } };
    }
    if (denied(method, key, actionOf(method, key, url.searchParams))) return failure(403, 'AccessDenied');
    if (key === '') return method === 'GET' ? list(url.searchParams) : failure(405, 'MethodNotAllowed');
    const part = multipart(method, key, url.searchParams, body);
    if (part !== undefined) return part;
    switch (method) {
      case 'PUT':
        return put(key, body, request.headers);
      case 'GET': {
        const object = objects.get(key);
        return object === undefined
          ? failure(404, 'NoSuchKey')
          : { status: 200, body: object, headers: { etag: etagOf(object) } };
      }
      case 'DELETE':
        objects.delete(key);
        return { status: 204 };
      default:
        return failure(405, 'MethodNotAllowed');
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await buffer(request);
    const body = request.headers['content-encoding'] === 'aws-chunked' ? decodeAwsChunked(raw) : raw;
    const { status, headers, body: reply } = answer(request, body);
    if (request.method === 'PUT' && status === 200) bytesWritten += body.length;
    if (lost > 0 && request.method === 'PUT') {
      lost -= 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(status, headers);
    response.end(reply);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      request.socket.destroy();
    });
  });
  const { port, close } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    objects,
    bytesWritten: () => bytesWritten,
    conflictNext: (times) => {
      conflicts = times;
    },
    loseAnswers: (times) => {
      lost = times;
    },
    deny: (picks) => {
      denied = picks;
    },
    failWith: ({ status, code, message }) => {
      broken = failure(status, code, message);
    },
    moveTo: (region) => {
      home = region;
    },
    unfinished: () => [...uploads.values()].map(({ key }) => key),
    close,
  };
};

const actionOf = (method: string, key: string, query: URLSearchParams): S3Action => {
  if (key === '') return 's3:ListBucket';
  switch (method) {
    case 'GET':
      return 's3:GetObject';
    case 'DELETE':
      return query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject';
    default:
      return 's3:PutObject';
  }
};

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

const xml = (body: string): Answer => ({
  status: 200,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  headers: { 'content-type': 'application/xml' },
});

const failure = (status: number, code: string, message: string = code): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
  headers: { 'content-type': 'application/xml' },
});

const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
