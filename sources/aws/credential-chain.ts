/**
 * Where a process gets its own credentials: from the profile that was named, and from nowhere else, since the machine's
 * own role is another identity than the one that was asked for; without a profile from the SDK's standard chain.
 */
import type { AwsCredentials } from './clients.ts';
import type { ClientSettings } from './services/connection.ts';

/** Renewed this long before they end, so that no call starts with credentials that end under way. */
export const headStart = 5 * 60_000;

/** Rejects with an error of the SDK that says what it tried; it holds no credentials. */
export const credentialChain = async (
  profile: string | undefined,
  clientConfig: Pick<ClientSettings, 'region' | 'requestHandler'>,
): Promise<() => Promise<AwsCredentials>> => {
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  return profile === undefined
    ? fromNodeProviderChain({ clientConfig, logger })
    : kept(fromIni({ profile, clientConfig, logger }));
};

/** The chain remembers by itself what it found; a profile is read again, or signed in with, at each call. */
const kept = (read: () => Promise<AwsCredentials>): (() => Promise<AwsCredentials>) => {
  let held: Promise<AwsCredentials> | undefined;
  const renewed = async (): Promise<AwsCredentials> => {
    held = read();
    try {
      return await held;
    } catch (error) {
      held = undefined;
      throw error;
    }
  };
  return async () => {
    if (held === undefined) return await renewed();
    const credentials = await held;
    const ends = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    return ends - Date.now() < headStart ? await renewed() : credentials;
  };
};

const silent = (): void => undefined;

/** The SDK warns on stderr of keys that stand beside a profile, in words for programmers. */
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
