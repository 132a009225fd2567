/**
 * Entra ID's token endpoint, for applications that sign in with a token of another issuer. Served beside Resource
 * Manager, by the same server and certificate.
 *
 * Source: Microsoft identity platform, "Access token request with a federated credential", and its list of error codes.
 */
import type { KeyObject } from 'node:crypto';
import { randomUUID, verify } from 'node:crypto';
import type { AzureReply } from './reply.ts';

/** An application's federated credential, and what tokens of its issuer are verified with. */
export interface FederatedCredential {
  readonly clientId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  publicKey(): KeyObject;
}

export interface EntraRequest {
  readonly path: string;
  /** A form; empty for what is only looked up. */
  readonly body: string;
}

export interface Entra {
  readonly tenant: string;
  readonly origin: () => string;
  readonly now: () => Date;
  readonly credential: FederatedCredential | undefined;
  readonly token: () => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
}

/** Undefined for an address that is not Entra's. */
export const answerEntra = async (
  entra: Entra,
  { path, body }: EntraRequest,
): Promise<AzureReply | undefined> => {
  const [, tenant = '', rest = ''] = /^\/([\w.-]+)\/(.+)$/.exec(path) ?? [];
  if (rest !== 'v2.0/.well-known/openid-configuration' && rest !== 'oauth2/v2.0/token') return undefined;
  if (tenant.toLowerCase() !== entra.tenant.toLowerCase()) {
    return refused(
      entra,
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
    );
  }
  if (rest === 'oauth2/v2.0/token') return exchange(entra, new URLSearchParams(body));
  const at = `${entra.origin()}/${entra.tenant}`;
  return reply(200, {
    issuer: `${at}/v2.0`,
    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
    token_endpoint: `${at}/oauth2/v2.0/token`,
    jwks_uri: `${at}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
};

const exchange = async (entra: Entra, form: URLSearchParams): Promise<AzureReply> => {
  const { credential, now } = entra;
  const clientId = form.get('client_id') ?? '';
  if (form.get('grant_type') !== 'client_credentials') {
    return refused(entra, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
  if (!/^https:\/\/[^ ]+\/\.default(?: |$)/.test(form.get('scope') ?? '')) {
    return refused(entra, 'invalid_scope', 1002012, 'The provided value for scope is not valid.');
  }
  if (credential === undefined || clientId !== credential.clientId) {
    const words = `Application with identifier '${clientId}' was not found in the directory '${entra.tenant}'.`;
    return refused(entra, 'unauthorized_client', 700016, words);
  }
  const assertion = readToken(form.get('client_assertion') ?? '', credential.publicKey());
  if (assertion === undefined) {
    return refused(
      entra,
      'invalid_client',
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application.',
    );
  }
  for (const [code, name, found, expected] of [
    [700211, 'issuer', assertion['iss'], credential.issuer],
    [700213, 'subject', assertion['sub'], credential.subject],
    [700212, 'audience', assertion['aud'], credential.audience],
  ] as const) {
    if (found === expected) continue;
    const words = `No matching federated identity record found for presented assertion ${name} '${String(found)}'.`;
    return refused(entra, 'invalid_client', code, words);
  }
  const seconds = now().getTime() / 1000;
  if (!(Number(assertion['iat']) <= seconds + 300 && seconds < Number(assertion['exp']) + 300)) {
    return refused(entra, 'invalid_client', 700024, 'Client assertion is not within its valid time range.');
  }
  const { token, expiresOnTimestamp } = await entra.token();
  const expires = Math.floor((expiresOnTimestamp - now().getTime()) / 1000);
  return reply(200, {
    token_type: 'Bearer',
    expires_in: expires,
    ext_expires_in: expires,
    access_token: token,
  });
};

/** Claims of a token that is signed with the key; undefined for any other text. */
const readToken = (text: string, key: KeyObject): Readonly<Record<string, unknown>> | undefined => {
  const [head = '', payload = '', signature = ''] = text.split('.');
  const signed = Buffer.from(`${head}.${payload}`);
  if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
};

const refused = (entra: Entra, error: string, code: number, words: string): AzureReply => {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = entra.now().toISOString().replace('T', ' ').replace(/\.\d+/, '');
  return reply(error === 'invalid_client' ? 401 : 400, {
    error,
    error_description: `AADSTS${code}: ${words} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
  });
};

const reply = (status: number, body: object): AzureReply => ({ status, headers: {}, body });
