/** The key of an account that its callers' tokens for others are signed with. */
import { generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';

export interface WebIdentity {
  /** Of the caller's account; nothing answers there, as nothing in the sandbox does but loopback. */
  readonly issuer: string;
  /** Whether the account has switched on that its callers may have such tokens. */
  readonly enabled: boolean;
  /** What a token is verified with, as its issuer publishes it. */
  publicKey(): KeyObject;
  sign(claims: Readonly<Record<string, unknown>>): string;
}

/** @param seed tells the accounts of different estates apart. */
export const makeWebIdentity = (seed: string, enabled: boolean): WebIdentity => {
  // Made when it is first needed: few scans ask for a token, and the key takes a tenth of a second.
  let made: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;
  const keys = () => {
    made ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return made;
  };
  const name = hash('sha256', `${seed}/issuer`, 'hex');
  const id = name.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return {
    issuer: `https://${id}.tokens.sts.global.api.aws`,
    enabled,
    publicKey: () => keys().publicKey,
    sign: (claims) => {
      const text = [{ alg: 'RS256', typ: 'JWT', kid: name.slice(0, 16) }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${text}.${sign('sha256', Buffer.from(text), keys().privateKey).toString('base64url')}`;
    },
  };
};
