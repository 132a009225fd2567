/**
 * STS: a token by which a caller of AWS proves to others who it is.
 * Source: AWS STS API Reference, GetWebIdentityToken; IAM User Guide, "Understanding token claims".
 */
import { randomUUID } from 'node:crypto';
import { answer, type Caller, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from './service.ts';
import { readLimit } from './service.ts';

/** Of a session the role, since a token tells who may ask and not which session did. */
const principalOf = ({ arn }: Caller): string =>
  arn.replace(/^(arn:aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');

export const getWebIdentityToken: Handler = ({ input, caller }, { webIdentity, now }) => {
  if (!webIdentity.enabled) {
    return refuse(
      403,
      'OutboundWebIdentityFederationDisabledException',
      'Outbound web identity federation is not enabled for this account.',
    );
  }
  const audience = input['Audience'];
  if (!Array.isArray(audience) || audience.length > 10) {
    return refuse(400, 'ValidationError', "Value at 'audience' must have between 1 and 10 members");
  }
  const algorithm = input['SigningAlgorithm'];
  if (algorithm !== 'RS256') {
    return refuse(400, 'ValidationError', "Value at 'signingAlgorithm' is none that the sandbox signs with");
  }
  const seconds = readLimit(input['DurationSeconds'], 60, 3600, 300);
  if (seconds === undefined) {
    return refuse(400, 'ValidationError', "Value at 'durationSeconds' must be between 60 and 3600");
  }
  const issued = Math.floor(now().getTime() / 1000);
  const token = webIdentity.sign({
    iss: webIdentity.issuer,
    aud: audience.length === 1 ? audience[0] : audience,
    sub: principalOf(caller),
    iat: issued,
    exp: issued + seconds,
    jti: randomUUID(),
    'https://sts.amazonaws.com/': { aws_account: caller.account, principal_id: principalOf(caller) },
  });
  return answer({
    WebIdentityToken: token,
    Expiration: new Date((issued + seconds) * 1000).toISOString(),
  });
};
