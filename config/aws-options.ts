/** The `aws` section of the configuration as the source's options. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AwsOptions } from '#sources/aws/options.ts';
import type { Environment } from './environment.ts';
import { isLoopback } from './loopback.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

type AwsSection = Configuration['aws'];

/** What the file leaves out comes from the variables that AWS's own tools read. */
export const withEnvironment = (aws: AwsSection, { env, cwd }: Environment): AwsSection => {
  const caBundle = nonEmpty(env['AWS_CA_BUNDLE']);
  const endpoint = aws.endpoint ?? nonEmpty(env['AWS_ENDPOINT_URL']);
  // Nothing on loopback is behind a proxy.
  const isLocal = endpoint !== undefined && isLoopback(URL.parse(endpoint)?.hostname ?? '');
  return {
    ...aws,
    endpoint,
    proxy: isLocal ? undefined : (aws.proxy ?? nonEmpty(env['HTTPS_PROXY']) ?? nonEmpty(env['https_proxy'])),
    caFile: aws.caFile ?? (caBundle === undefined ? undefined : resolve(cwd, caBundle)),
    homeRegion: aws.homeRegion ?? nonEmpty(env['AWS_REGION']) ?? nonEmpty(env['AWS_DEFAULT_REGION']),
  };
};

/** Where what has no region is asked for, and which tells the partition. */
export const homeRegionIn = ({ homeRegion, regions }: AwsSection): string => {
  const [first] = regions === 'enabled' ? [] : regions;
  return homeRegion ?? first ?? 'us-east-1';
};

/**
 * @param folder what paths in the file are relative to.
 * @throws UsageError when the file with certificate authorities is not there.
 */
export const awsOptionsOf = ({ aws, kinds }: Configuration, folder: string): AwsOptions => {
  const caFile = aws.caFile === undefined ? undefined : resolve(folder, aws.caFile);
  if (caFile !== undefined && !existsSync(caFile)) {
    throw new UsageError(`${caFile} is not there; aws.caFile, or AWS_CA_BUNDLE, names it`);
  }
  const { name, externalId, inOwnAccount } = aws.role ?? {};
  return {
    accounts: aws.accounts,
    regions: aws.regions,
    inventory: aws.inventory,
    kinds,
    partners: aws.partners,
    homeRegion: homeRegionIn(aws),
    callsPerSecond: aws.callsPerSecond,
    attempts: aws.attempts,
    timeout: aws.timeout,
    backoffBase: aws.backoffBase,
    ...(name === undefined
      ? {}
      : {
          role: {
            name,
            inOwnAccount: inOwnAccount ?? false,
            ...(externalId === undefined ? {} : { externalId }),
          },
        }),
    ...(aws.aggregator === undefined ? {} : { aggregator: aggregatorOf(aws.aggregator) }),
    ...(aws.profile === undefined ? {} : { profile: aws.profile }),
    ...(aws.endpoint === undefined ? {} : { endpoint: aws.endpoint }),
    ...(aws.proxy === undefined ? {} : { proxy: aws.proxy }),
    ...(caFile === undefined ? {} : { caFile }),
  };
};

const aggregatorOf = ({
  name,
  region,
  account,
}: NonNullable<AwsSection['aggregator']>): NonNullable<AwsOptions['aggregator']> => ({
  name,
  region,
  ...(account === undefined ? {} : { account }),
});

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
