import type { Sandbox } from '#sandbox/contract.ts';
import type { AwsOptions } from '#sources/aws/options.ts';

/** Of a sandbox that nothing slows down: what is measured is what has to be asked. */
export const sandboxOptions = (sandbox: Sandbox): Omit<AwsOptions, 'accounts' | 'inventory'> => ({
  regions: 'enabled',
  kinds: [],
  partners: [],
  homeRegion: sandbox.homeRegion,
  endpoint: sandbox.endpoint,
  credentials: sandbox.credentials,
  callsPerSecond: 100_000,
  attempts: 3,
  timeout: 30_000,
  backoffBase: 1,
});
