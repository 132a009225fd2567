/** The AWS role that proves to other clouds who this is: the one that AWS itself is asked as. */
import type { AwsRoleOptions } from '#sources/federation/aws-role.ts';
import { awsOptionsOf } from './aws-options.ts';
import type { Configuration } from './schema.ts';

/**
 * @param configuration its `aws` section with the environment worked in.
 * @param folder what paths in the file are relative to.
 * @throws UsageError when the file with certificate authorities is not there.
 */
export const awsRoleOf = (configuration: Configuration, folder: string): AwsRoleOptions => {
  const { homeRegion, profile, endpoint, proxy, caFile, timeout } = awsOptionsOf(configuration, folder);
  return {
    region: homeRegion,
    timeout,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(caFile === undefined ? {} : { caFile }),
  };
};
