/** Credentials: the caller's own, and the temporary ones that AssumeRole gives. */
import { hash } from 'node:crypto';
import type { Caller } from '#sandbox/protocol/call.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only temporary credentials have one. */
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
  readonly caller: Caller;
}

export interface Sessions {
  find(accessKeyId: string): Credentials | undefined;
  /** Temporary credentials; `expiresAt` is when they stop working. */
  issue(caller: Caller, expiresAt: Date): Credentials & { sessionToken: string };
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id of IAM's kind: the prefix that tells what it is, then 16 characters made from `seed`. */
export const iamId = (prefix: string, seed: string): string =>
  prefix +
  [...Buffer.from(hash('sha256', seed, 'hex').slice(0, 32), 'hex')]
    .map((byte) => base32.charAt(byte % 32))
    .join('')
    .padEnd(16, 'A');

export const makeSessions = (root: Credentials, secret: string): Sessions => {
  const known = new Map<string, Credentials>([[root.accessKeyId, root]]);
  let issued = 0;
  return {
    find: (accessKeyId) => known.get(accessKeyId),
    issue: (caller, expiresAt) => {
      issued++;
      const seed = `${secret}/${issued}/${caller.arn}`;
      const credentials = {
        accessKeyId: iamId('ASIA', `${seed}/key`),
        secretAccessKey: hash('sha256', `${seed}/secret`, 'base64').slice(0, 40),
        sessionToken: hash('sha512', `${seed}/token`, 'base64'),
        expiresAt,
        caller,
      };
      known.set(credentials.accessKeyId, credentials);
      return credentials;
    },
  };
};
