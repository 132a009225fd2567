/** STS: who am I, and roles in other accounts. Source: AWS STS API Reference. */
import { answer, type Caller, refuse } from '#sandbox/protocol/call.ts';
import { denialMessage } from './denials.ts';
import type { Handler, ServiceContext } from './service.ts';
import { readLimit } from './service.ts';
import { iamId } from './sessions.ts';
import { getWebIdentityToken } from './web-identity-token.ts';

const getCallerIdentity: Handler = (call) =>
  answer({ UserId: call.caller.userId, Account: call.caller.account, Arn: call.caller.arn });

const roleArn = /^arn:aws[a-z-]*:iam::(\d{12}):role\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,64})$/;

/** The account of the role that the request names; the caller's where it names none. */
export const roleAccount = (input: Readonly<Record<string, unknown>>, caller: Caller): string =>
  roleArn.exec(String(input['RoleArn'] ?? ''))?.[1] ?? caller.account;

const mayAssume = (
  context: ServiceContext,
  accountId: string,
  role: string,
  externalId: unknown,
  caller: Caller,
): boolean => {
  const account = context.accounts.get(accountId);
  if (account === undefined || account.status !== 'ACTIVE' || account.reader === 'none') return false;
  if (account.reader.role !== role) return false;
  if (caller.account !== context.estate.caller.account) return false;
  return account.reader.externalId === '' || account.reader.externalId === externalId;
};

const assumeRole: Handler = (call, context) => {
  const { input, caller } = call;
  const arn = String(input['RoleArn'] ?? '');
  const match = roleArn.exec(arn);
  if (match === null) return refuse(400, 'ValidationError', `${arn} is invalid`);
  const [, accountId = '', , role = ''] = match;
  const session = String(input['RoleSessionName'] ?? '');
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    return refuse(
      400,
      'ValidationError',
      "Value at 'roleSessionName' failed to satisfy constraint: [\\w+=,.@-]{2,64}",
    );
  }
  const seconds = readLimit(input['DurationSeconds'], 900, 43_200, 3600);
  if (seconds === undefined) {
    return refuse(400, 'ValidationError', "Value at 'durationSeconds' must be between 900 and 43200");
  }
  if (caller.assumed && seconds > 3600) {
    return refuse(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  // A wrong external id, a role that is not there and one that trusts others look alike, as in the real service.
  if (!mayAssume(context, accountId, role, input['ExternalId'], caller)) {
    return refuse(403, 'AccessDenied', denialMessage('sts:AssumeRole', caller.arn, arn, 'trust'));
  }
  const roleId = iamId('AROA', `${accountId}/role/${role}`);
  const credentials = context.sessions.issue(
    {
      arn: `arn:${context.estate.partition}:sts::${accountId}:assumed-role/${role}/${session}`,
      account: accountId,
      userId: `${roleId}:${session}`,
      assumed: true,
    },
    new Date(context.now().getTime() + seconds * 1000),
  );
  return answer({
    AssumedRoleUser: { AssumedRoleId: `${roleId}:${session}`, Arn: credentials.caller.arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiresAt?.toISOString(),
    },
    PackedPolicySize: 0,
  });
};

export const stsOperations: Readonly<Record<string, Handler>> = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
  GetWebIdentityToken: getWebIdentityToken,
};
