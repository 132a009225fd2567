/** Who signed a request, or why the service does not believe it. */
import { type Caller, type Refusal, refuse } from './protocol/call.ts';
import { profileOf, type Service } from './protocol/profiles.ts';
import { checkSignature, type Scope, type SignatureFault, type SignedRequest } from './protocol/signature.ts';
import type { Sessions } from './services/sessions.ts';

export type Authenticated = { readonly type: 'caller'; readonly caller: Caller } | Refusal;

/** For a key that nobody has, or had; a region that the account has not enabled does not know its keys either. */
export const invalidKey = (service: Service): Refusal => {
  const message = 'The security token included in the request is invalid.';
  switch (profileOf(service).keys) {
    case 'query':
      return refuse(403, 'InvalidClientTokenId', message);
    case 'json':
      return refuse(400, 'UnrecognizedClientException', message);
    case 'ec2':
      return refuse(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials');
    case 's3':
      return refuse(
        403,
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
      );
  }
};

/** Services that take the words of the Query protocol for trouble with a request's signature. */
const speaksQuery = (service: Service): boolean => profileOf(service).keys !== 'json';

export const missingToken = (service: Service): Refusal =>
  refuse(
    403,
    speaksQuery(service) ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException',
    'Request is missing Authentication Token',
  );

export const expiredKey = (service: Service): Refusal => {
  const message = 'The security token included in the request is expired';
  return speaksQuery(service)
    ? refuse(403, 'ExpiredToken', message)
    : refuse(400, 'ExpiredTokenException', message);
};

const words: Readonly<Record<SignatureFault, string>> = {
  'no-date': 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP',
  'host-not-signed': "'Host' must be a 'SignedHeader' in the AWS Authorization.",
  'token-not-signed': "'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization.",
  'wrong-payload': "The value passed in as 'x-amz-content-sha256' does not match the computed content hash.",
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  skewed: "Signature expired: the date of the request is more than 5 minutes from the service's own",
};

export const badSignature = (service: Service, fault: SignatureFault): Refusal =>
  speaksQuery(service)
    ? refuse(403, fault === 'skewed' ? 'RequestExpired' : 'SignatureDoesNotMatch', words[fault])
    : refuse(400, 'InvalidSignatureException', words[fault]);

export const authenticate = (
  request: SignedRequest,
  scope: Scope,
  service: Service,
  sessions: Sessions,
  now: Date,
): Authenticated => {
  const credentials = sessions.find(scope.accessKeyId);
  if (credentials === undefined || request.headers['x-amz-security-token'] !== credentials.sessionToken) {
    return invalidKey(service);
  }
  const fault = checkSignature(request, scope, credentials.secretAccessKey, now);
  if (fault !== undefined) return badSignature(service, fault);
  if (credentials.expiresAt !== undefined && credentials.expiresAt <= now) return expiredKey(service);
  return { type: 'caller', caller: credentials.caller };
};
