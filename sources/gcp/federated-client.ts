/**
 * Google Cloud by workload identity federation: Google asks AWS whether a request that our role signed is genuine, gives
 * a token for that, and a service account's for that one. The library does it; here is what goes in, and what a refusal means.
 */
import { cleanMessage } from '#sources/clean-message.ts';
import { networkCodes, systemCode } from '#sources/system-errors.ts';
import { AwsRole } from '../federation/aws-role.ts';
import { FederationError } from '../federation/federation-error.ts';
import { within } from '../federation/within.ts';
import type { GcpIdentity } from './options.ts';

export interface FederatedClient {
  /** As the SDK's clients take it. */
  readonly authClient: unknown;
  /** A token that is good for some minutes at least. @throws FederationError */
  token(): Promise<string>;
}

/** @param timeout milliseconds for the whole exchange. */
export const federatedClient = async (identity: GcpIdentity, timeout: number): Promise<FederatedClient> => {
  const { provider, serviceAccount, endpoint } = identity;
  const role = new AwsRole(identity.aws);
  // By their default: what a bundler makes of these older modules has nothing else.
  const { default: library } = await import('google-auth-library');
  const authClient = new library.AwsClient({
    type: 'external_account',
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: 'urn:ietf:params:aws:token-type:aws4_request',
    token_url: `${endpoint ?? 'https://sts.googleapis.com'}/v1/token`,
    ...(serviceAccount === undefined
      ? {}
      : {
          service_account_impersonation_url: `${endpoint ?? 'https://iamcredentials.googleapis.com'}/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`,
        }),
    // Else it would look for a metadata server, which functions do not have.
    aws_security_credentials_supplier: {
      getAwsRegion: async () => role.region,
      getAwsSecurityCredentials: async () => {
        const { accessKeyId, secretAccessKey, sessionToken } = await role.keys();
        return {
          accessKeyId,
          secretAccessKey,
          ...(sessionToken === undefined ? {} : { token: sessionToken }),
        };
      },
    },
  });
  const token = async (): Promise<string> => {
    try {
      const { token: given } = await within(authClient.getAccessToken(), timeout, `Google's token service`);
      if (typeof given === 'string' && given !== '') return given;
      throw new FederationError('Google answered without a token', 'try again', true);
    } catch (error) {
      if (error instanceof FederationError) throw error;
      throw refusalOf(error, identity, role);
    }
  };
  // Whatever the channel asks for by itself goes the same way, so that no error of the library reaches it.
  authClient.getRequestHeaders = async () => new Headers({ authorization: `Bearer ${await token()}` });
  return { authClient, token };
};

/** What is used of the library's errors; the rest of them holds the request. */
interface Refused {
  readonly message: string;
  readonly response?: {
    readonly status?: number;
    readonly data?: unknown;
    readonly config?: { readonly url?: unknown };
  };
}

/** Source of the words: RFC 8693 §2.2.2, RFC 6749 §5.2, and Google Cloud IAM's guide to troubleshooting federation. */
const refusalOf = (error: unknown, identity: GcpIdentity, role: AwsRole): FederationError => {
  const { message, response } = error as Refused;
  const { provider, serviceAccount } = identity;
  const words = cleanMessage(role.scrub(wordsOf(response?.data) ?? message)).slice(0, 200);
  const status = response?.status;
  if (status === undefined || status === 429 || status >= 500) {
    const code = error instanceof Error ? systemCode(error) : '';
    return new FederationError(
      `Google's token service gave no token (${words})`,
      'whether sts.googleapis.com and iamcredentials.googleapis.com can be reached from here is worth a look',
      status !== undefined || networkCodes.includes(code),
    );
  }
  if (String(response?.config?.url ?? '').endsWith(':generateAccessToken')) {
    return new FederationError(
      `Google gave no token of the service account ${serviceAccount ?? ''} (${words})`,
      `grant roles/iam.workloadIdentityUser on it to the role's principalSet in the pool of ${provider}`,
    );
  }
  const what = `Google refused what the AWS role signed (${words})`;
  switch (/^Error code (\w+)/.exec(message)?.[1]) {
    case 'invalid_target':
      return new FederationError(
        what,
        `gcp.identity.provider names no provider that is there and switched on: ${provider}`,
      );
    case 'unauthorized_client':
      return new FederationError(
        what,
        `the attribute condition of ${provider} does not let this AWS account or role in`,
      );
    case 'invalid_grant':
      return new FederationError(
        what,
        `the provider must name the AWS account that the role is of, the role's session must not have ended, and the clock must be right`,
      );
    default:
      return new FederationError(what, 'docs/gcp.md says how the trust is set up');
  }
};

const wordsOf = (data: unknown): string | undefined => {
  const { error, error_description: description } = (data ?? {}) as {
    readonly error?: unknown;
    readonly error_description?: unknown;
  };
  if (typeof description === 'string') return `${String(error)}: ${description}`;
  const inner = (error ?? {}) as { readonly status?: unknown; readonly message?: unknown };
  return typeof inner.message === 'string' ? `${String(inner.status)}: ${inner.message}` : undefined;
};
