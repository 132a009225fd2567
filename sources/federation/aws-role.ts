/**
 * The AWS role that this process runs as, as a proof for other clouds: its keys, to sign with, and tokens of AWS STS
 * that say who it is (IAM outbound identity federation). Nothing is stored; each token lives five minutes.
 */
import type { STSClient } from '@aws-sdk/client-sts';
import { networkCodes, systemCode } from '#sources/system-errors.ts';
import { credentialChain } from '../aws/credential-chain.ts';
import type { AwsOptions } from '../aws/options.ts';
import { checkEndpoint, requestHandler } from '../aws/transport.ts';
import { FederationError, scrubbed } from './federation-error.ts';

export interface AwsRoleOptions
  extends Pick<AwsOptions, 'profile' | 'endpoint' | 'proxy' | 'caFile' | 'timeout'> {
  /** Where STS is asked; the global endpoint gives no such tokens. */
  readonly region: string;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface WebIdentityToken {
  readonly token: string;
  /** What the other cloud has to trust; empty where the token does not say. */
  readonly issuer: string;
  readonly subject: string;
}

/** Seconds. It is exchanged at once; a longer one could outlive the session that it is of, which STS refuses. */
export const tokenDuration = 300;
/** Entra and Google both take it. */
export const tokenAlgorithm = 'RS256';
export const tokenAction = 'sts:GetWebIdentityToken';

export class AwsRole {
  readonly region: string;
  readonly #options: AwsRoleOptions;
  readonly #secrets = new Set<string>();
  #chain: Promise<() => Promise<AwsKeys>> | undefined;
  #client: Promise<STSClient> | undefined;

  constructor(options: AwsRoleOptions) {
    checkEndpoint(options.endpoint);
    this.region = options.region;
    this.#options = options;
  }

  /** Of the standard chain: in a function its role's. @throws FederationError */
  async keys(): Promise<AwsKeys> {
    try {
      this.#chain ??= credentialChain(this.#options.profile, {
        region: this.region,
        requestHandler: requestHandler(this.#options),
      });
      const { accessKeyId, secretAccessKey, sessionToken } = await (await this.#chain)();
      this.#secrets.add(secretAccessKey);
      if (sessionToken !== undefined) this.#secrets.add(sessionToken);
      return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    } catch (error) {
      this.#chain = undefined;
      throw new FederationError(
        `there are no AWS credentials to prove anything with (${this.#wordsOf(error)})`,
        'run where an AWS role is attached, or sign in to AWS',
      );
    }
  }

  /** @throws FederationError */
  async webIdentityToken(audience: string): Promise<WebIdentityToken> {
    // Apart, so that a missing credential is told as such.
    await this.keys();
    let token: string | undefined;
    try {
      this.#client ??= this.#openClient();
      const { GetWebIdentityTokenCommand } = await import('@aws-sdk/client-sts');
      const answer = await (await this.#client).send(
        new GetWebIdentityTokenCommand({
          Audience: [audience],
          SigningAlgorithm: tokenAlgorithm,
          DurationSeconds: tokenDuration,
        }),
        { abortSignal: AbortSignal.timeout(this.#options.timeout) },
      );
      token = answer.WebIdentityToken;
    } catch (error) {
      throw this.#refusal(error, audience);
    }
    if (token === undefined) {
      throw new FederationError(`AWS STS in ${this.region} answered without a token`, 'try again', true);
    }
    this.#secrets.add(token);
    return { token, ...claimsOf(token) };
  }

  /** What others say may hold what they were sent. */
  scrub(text: string): string {
    return scrubbed(text, this.#secrets);
  }

  async #openClient(): Promise<STSClient> {
    const { STSClient: Client } = await import('@aws-sdk/client-sts');
    const { endpoint } = this.#options;
    return new Client({
      region: this.region,
      credentials: () => this.keys(),
      requestHandler: requestHandler(this.#options),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
  }

  #refusal(error: unknown, audience: string): FederationError {
    const name = error instanceof Error ? error.name : '';
    const where = `AWS STS in ${this.region} gave no token for ${audience} (${this.#wordsOf(error)})`;
    switch (name) {
      case 'OutboundWebIdentityFederationDisabledException':
        return new FederationError(
          where,
          'switch it on in this account with `aws iam enable-outbound-web-identity-federation`',
        );
      case 'AccessDenied':
      case 'AccessDeniedException':
        return new FederationError(
          where,
          `allow the role ${tokenAction} for this audience, ${tokenAlgorithm} and ${tokenDuration} seconds`,
        );
      case 'SessionDurationEscalationException':
        return new FederationError(where, "the role's own session ends too soon: assume it anew");
      case 'ExpiredToken':
      case 'ExpiredTokenException':
        return new FederationError(where, "the role's own session has ended: assume it anew", true);
      default:
        return new FederationError(
          where,
          `whether ${this.region} can be reached and the clock is right is worth a look`,
          isTransient(error),
        );
    }
  }

  #wordsOf(error: unknown): string {
    if (!(error instanceof Error)) return 'no reason was given';
    return this.scrub(`${error.name}: ${error.message}`).slice(0, 200);
  }
}

const isTransient = (error: unknown): boolean => {
  const { $metadata, name } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly name?: string;
  };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500 || status === 429 || /Throttl/.test(name ?? '');
  return (
    name === 'AbortError' ||
    name === 'TimeoutError' ||
    (error instanceof Error && networkCodes.includes(systemCode(error)))
  );
};

/** What the token says of itself, for people who set up the trust; the other cloud is who verifies it. */
const claimsOf = (token: string): Pick<WebIdentityToken, 'issuer' | 'subject'> => {
  const none = { issuer: '', subject: '' };
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return none;
    const { iss, sub } = claims as { readonly iss?: unknown; readonly sub?: unknown };
    return {
      issuer: typeof iss === 'string' ? iss : '',
      subject: typeof sub === 'string' ? sub : '',
    };
  } catch (error) {
    if (error instanceof SyntaxError) return none;
    throw error;
  }
};
