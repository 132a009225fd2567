/** The `gcp` section of the configuration as the source's options. */
import type { GcpOptions } from '#sources/gcp/options.ts';
import { awsRoleOf } from './aws-role.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

/**
 * @param folder what paths in the file are relative to.
 * @throws UsageError when nothing is named to scan.
 */
export const gcpOptionsOf = (configuration: Configuration, folder: string): GcpOptions => {
  const { gcp, kinds } = configuration;
  const { parents, partners, callsPerMinute, attempts, timeout, backoffBase, snapshotAge } = gcp;
  if (parents.length === 0) {
    throw new UsageError(
      'gcp.parents is empty: name what to scan, such as organizations/123456789012 or projects/my-project, there or with --parent',
    );
  }
  return {
    parents,
    partners,
    kinds,
    callsPerMinute,
    attempts,
    timeout,
    backoffBase,
    snapshotAge,
    pageSize: 1000,
    ...(gcp.quotaProject === undefined ? {} : { quotaProject: gcp.quotaProject }),
    ...(gcp.identity === undefined
      ? {}
      : { identity: { ...identityOf(gcp.identity), aws: awsRoleOf(configuration, folder) } }),
    ...(gcp.endpoint === undefined ? {} : { endpoint: gcp.endpoint }),
  };
};

const identityOf = ({
  provider,
  serviceAccount,
  endpoint,
}: NonNullable<Configuration['gcp']['identity']>): Omit<NonNullable<GcpOptions['identity']>, 'aws'> => ({
  provider,
  ...(serviceAccount === undefined ? {} : { serviceAccount }),
  ...(endpoint === undefined ? {} : { endpoint }),
});
