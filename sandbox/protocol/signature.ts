/**
 * AWS Signature Version 4, from the service's side.
 * Source: IAM User Guide, "AWS Signature Version 4 for API requests: Create a signed request".
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { encodeRfc3986 } from './percent.ts';

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Scope {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/\s,]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Undefined where the header is missing or has another form. */
export const readScope = (headers: IncomingHttpHeaders): Scope | undefined => {
  const match = authorization.exec(headers.authorization ?? '');
  if (match === null) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] = match;
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature };
};

/** `20261125T014649Z` as a time; undefined where it is not one. */
const readAmzDate = (text: string): Date | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const canonicalQuery = (query: string): string =>
  query === ''
    ? ''
    : query
        .split('&')
        .map((pair) => {
          const [name = '', value = ''] = pair.split('=', 2);
          return `${encodeRfc3986(decodeURIComponent(name))}=${encodeRfc3986(decodeURIComponent(value))}`;
        })
        .sort()
        .join('&');

const canonicalRequest = (request: SignedRequest, scope: Scope): string => {
  const [path = '/', query = ''] = request.url.split('?', 2);
  // Every service but S3 encodes the path once more.
  const canonicalPath = scope.service === 's3' ? path : path.split('/').map(encodeRfc3986).join('/');
  const headers = scope.signedHeaders.map((name) => {
    const value = request.headers[name];
    const text = Array.isArray(value) ? value.join(',') : (value ?? '');
    return `${name}:${text.trim().replace(/ +/g, ' ')}\n`;
  });
  return [
    request.method,
    canonicalPath,
    canonicalQuery(query),
    headers.join(''),
    scope.signedHeaders.join(';'),
    hash('sha256', request.body, 'hex'),
  ].join('\n');
};

export type SignatureFault =
  | 'no-date'
  | 'host-not-signed'
  | 'token-not-signed'
  | 'wrong-payload'
  | 'mismatch'
  | 'skewed';

/** More than this apart, a request counts as replayed. */
const allowedSkew = 5 * 60_000;

/** Undefined when the request is signed with `secret` and its date is not too far from `now`. */
export const checkSignature = (
  request: SignedRequest,
  scope: Scope,
  secret: string,
  now: Date,
): SignatureFault | undefined => {
  const dateText = String(request.headers['x-amz-date'] ?? '');
  const date = readAmzDate(dateText);
  if (date === undefined || !dateText.startsWith(scope.date)) return 'no-date';
  if (!scope.signedHeaders.includes('host')) return 'host-not-signed';
  if (
    request.headers['x-amz-security-token'] !== undefined &&
    !scope.signedHeaders.includes('x-amz-security-token')
  ) {
    return 'token-not-signed';
  }
  const declared = request.headers['x-amz-content-sha256'];
  if (declared !== undefined && declared !== hash('sha256', request.body, 'hex')) return 'wrong-payload';
  const text = [
    'AWS4-HMAC-SHA256',
    dateText,
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    hash('sha256', canonicalRequest(request, scope), 'hex'),
  ].join('\n');
  let key: Buffer = hmac(`AWS4${secret}`, scope.date);
  for (const step of [scope.region, scope.service, 'aws4_request']) key = hmac(key, step);
  const expected = hmac(key, text);
  if (!timingSafeEqual(expected, Buffer.from(scope.signature, 'hex'))) return 'mismatch';
  // The real services look at the signature first, then at its age.
  return Math.abs(date.getTime() - now.getTime()) > allowedSkew ? 'skewed' : undefined;
};
