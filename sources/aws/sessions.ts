/**
 * Credentials: the SDK's standard chain (or those given), and a role assumed from there in each other account.
 */

import { cleanMessage } from '#sources/clean-message.ts';
import { MalformedAnswer } from '#sources/failure.ts';
import type { AwsClients, AwsCredentials, Outcome, Session } from './clients.ts';
import { credentialChain, headStart } from './credential-chain.ts';
import { sortError } from './errors.ts';
import type { AwsOptions } from './options.ts';

/** A role assumed from an assumed role lasts an hour at most (role chaining), and every role allows an hour. */
const duration = 3600;

export const noCredentials = 'CredentialsProviderError';

/** Of the configured profile, else of the standard chain: environment, shared files and SSO, container, instance. */
export class ChainSession implements Session {
  readonly #options: AwsOptions;
  readonly #clients: AwsClients;
  #provider: Promise<() => Promise<AwsCredentials>> | undefined;

  constructor(options: AwsOptions, clients: AwsClients) {
    this.#options = options;
    this.#clients = clients;
  }

  async credentials(): Promise<Outcome<AwsCredentials>> {
    const given = this.#options.credentials;
    if (given !== undefined) return { ok: true, value: given };
    try {
      this.#provider ??= credentialChain(this.#options.profile, this.#clients.chainSettings());
      return { ok: true, value: await (await this.#provider)() };
    } catch (error) {
      // Every way in the chain failed; the message says which were tried, and holds no credentials.
      if (!(error instanceof Error)) throw error;
      if (!/Credential|Token|SSO|Profile/i.test(error.name)) {
        return { ok: false, failure: sortError(error, 'sts:GetCallerIdentity') };
      }
      return {
        ok: false,
        failure: {
          type: 'unavailable',
          guardRail: false,
          action: 'sts:GetCallerIdentity',
          code: noCredentials,
          message: cleanMessage(error.message),
          transient: false,
          expired: false,
        },
      };
    }
  }

  renew(): boolean {
    if (this.#options.credentials !== undefined) return false;
    this.#provider = undefined;
    return true;
  }
}

/** A role in another account; assumed when first needed, again before it ends, and once more if a call says so. */
export class RoleSession implements Session {
  readonly #role: { readonly arn: string; readonly externalId?: string };
  readonly #account: string;
  readonly #base: Session;
  readonly #clients: AwsClients;
  readonly #region: string;
  readonly #now: () => number;
  #current: AwsCredentials | undefined;
  #pending: Promise<Outcome<AwsCredentials>> | undefined;
  #refused: Outcome<AwsCredentials> | undefined;

  constructor(
    role: { readonly arn: string; readonly account: string; readonly externalId?: string },
    base: Session,
    clients: AwsClients,
    region: string,
    now: () => number,
  ) {
    this.#role = role;
    this.#account = role.account;
    this.#base = base;
    this.#clients = clients;
    this.#region = region;
    this.#now = now;
  }

  async credentials(signal: AbortSignal): Promise<Outcome<AwsCredentials>> {
    if (this.#refused !== undefined) return this.#refused;
    const current = this.#current;
    if (current?.expiration !== undefined && current.expiration.getTime() - this.#now() > headStart) {
      return { ok: true, value: current };
    }
    this.#pending ??= this.#assume(signal).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  renew(): boolean {
    this.#current = undefined;
    return true;
  }

  async #assume(signal: AbortSignal): Promise<Outcome<AwsCredentials>> {
    const { arn, externalId } = this.#role;
    const asked = this.#now();
    // Refusals hold for the account that is entered, not for the one that asks.
    const answer = await this.#clients.call(
      'sts:AssumeRole',
      { account: this.#account, region: this.#region },
      {
        RoleArn: arn,
        RoleSessionName: 'plumbline',
        DurationSeconds: duration,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      },
      this.#base,
      signal,
    );
    if (!answer.ok) {
      if (answer.failure.type === 'denied') this.#refused = answer;
      return answer;
    }
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.value.Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
      return {
        ok: false,
        failure: sortError(new MalformedAnswer('the answer holds no credentials'), 'sts:AssumeRole'),
      };
    }
    this.#current = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: new Date(asked + lifetimeOf(Expiration, asked)),
    };
    return { ok: true, value: this.#current };
  }
}

/**
 * Milliseconds for which a session holds. Its end is told by the clock of AWS, and ours may be an hour apart: then it
 * would seem to have ended before it began, or never to end. It lasts as long as was asked for, or shorter.
 */
const lifetimeOf = (end: unknown, asked: number): number => {
  const told = end instanceof Date ? end.getTime() - asked : 0;
  const whole = duration * 1000;
  return told > headStart && told < whole ? told : whole;
};
