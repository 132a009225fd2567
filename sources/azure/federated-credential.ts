/** Signs in to Entra ID as an application that trusts our AWS role: a token of AWS is exchanged for one of Azure. */

import type { WebIdentityToken } from '../federation/aws-role.ts';
import { AwsRole } from '../federation/aws-role.ts';
import { FederationError } from '../federation/federation-error.ts';
import { within } from '../federation/within.ts';
import type { AccessToken, Credential } from './credential.ts';
import type { AzureIdentity } from './options.ts';

export interface FederatedSettings {
  readonly tenantId: string;
  readonly clientId: string;
  readonly identity: AzureIdentity;
  /** Milliseconds for one exchange, both halves of it. */
  readonly timeout: number;
  /** Of the pipeline that Azure's library sends its requests through. */
  readonly pipeline: {
    readonly tlsOptions?: { readonly ca: string[] };
    readonly proxyOptions?: { host: string; port: number; username?: string; password?: string };
    readonly retryOptions: { readonly maxRetries: number; readonly retryDelayInMs: number };
  };
}

const publicAuthority = 'https://login.microsoftonline.com';

/** Milliseconds before its end that a token is not used any more. */
const headStart = 5 * 60_000;

/** Its `getToken` rejects with a FederationError. */
export const federatedCredential = async (settings: FederatedSettings): Promise<Credential> => {
  const { tenantId, clientId, identity, timeout, pipeline } = settings;
  const authority = identity.authority ?? publicAuthority;
  const role = new AwsRole(identity.aws);
  let proof: WebIdentityToken | undefined;
  const { ClientAssertionCredential } = await import('@azure/identity');
  const credential = new ClientAssertionCredential(
    tenantId,
    clientId,
    async () => {
      proof = await role.webIdentityToken(identity.audience);
      return proof.token;
    },
    {
      authorityHost: authority,
      // Whoever names an authority of their own knows it; the public one can't speak for it.
      disableInstanceDiscovery: authority !== publicAuthority,
      ...pipeline,
    },
  );
  const ask = async (scopes: string | string[], options?: object): Promise<AccessToken> => {
    try {
      return await within(credential.getToken(scopes, options), timeout, `Entra ID at ${authority}`);
    } catch (error) {
      if (error instanceof FederationError) throw error;
      if (!(error instanceof Error)) throw error;
      if (error.cause instanceof FederationError) throw error.cause;
      throw refusalOf(role.scrub(error.message), settings, authority, proof);
    }
  };
  // The library would ask AWS for a proof at each look into its own memory, and each client of the SDK looks by itself.
  const kept = new Map<string, Promise<AccessToken>>();
  return {
    getToken: async (scopes, options) => {
      // With claims, the service has refused the token that is there.
      const { claims } = (options ?? {}) as { readonly claims?: unknown };
      const key = JSON.stringify([[scopes].flat(), claims]);
      const before = kept.get(key);
      if (before !== undefined) {
        const token = await before;
        if (token.expiresOnTimestamp - Date.now() > headStart) return token;
        // Whoever waited beside us may have asked already.
        const other = kept.get(key);
        if (other !== undefined && other !== before) return other;
      }
      const asked = ask(scopes, options);
      kept.set(key, asked);
      asked.catch(() => kept.delete(key));
      return asked;
    },
  };
};

/** Entra's own code and words, without the ids of the request. */
const told = /(AADSTS\d+): ([^\r\n]*?)(?=\s*(?:Trace ID|Correlation ID|- Timestamp|\r|\n|$))/;

/**
 * Source of the codes: Microsoft Entra, "Authentication and authorization error codes". They may change; what they
 * decide here is which hint is given.
 */
const refusalOf = (
  message: string,
  { tenantId, clientId, identity }: FederatedSettings,
  authority: string,
  proof: WebIdentityToken | undefined,
): FederationError => {
  const [, code, words] = told.exec(message) ?? [];
  if (code === undefined) {
    return new FederationError(
      `Entra ID at ${authority} gave no token for the application ${clientId} (${message.slice(0, 200)})`,
      `azure.tenantId (${tenantId}) and whether ${authority} can be reached from here are worth a look`,
      true,
    );
  }
  const what = `Entra ID refused the AWS token for the application ${clientId} (${code}: ${(words ?? '').slice(0, 160)})`;
  switch (code) {
    case 'AADSTS70021':
    case 'AADSTS700211':
    case 'AADSTS700212':
    case 'AADSTS700213':
      return new FederationError(
        what,
        `a federated credential of the application must have issuer ${proof?.issuer ?? ''}, subject ${proof?.subject ?? ''} and audience ${identity.audience}; see \`az ad app federated-credential list --id ${clientId}\``,
      );
    case 'AADSTS700024':
    case 'AADSTS700027':
      return new FederationError(
        what,
        'the token was not valid when Entra ID looked at it; is a clock wrong?',
      );
    case 'AADSTS700016':
      return new FederationError(what, `azure.clientId names no application of the tenant ${tenantId}`);
    case 'AADSTS90002':
    case 'AADSTS900023':
      return new FederationError(what, `azure.tenantId names no tenant of ${authority}: ${tenantId}`);
    default:
      return new FederationError(what, 'docs/azure.md says how the trust is set up');
  }
};
