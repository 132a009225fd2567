/** The `gcp` section of the configuration as the source's options. */
import type { GcpOptions } from '#sources/gcp/options.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError when nothing is named to scan. */
export const gcpOptionsOf = ({ gcp, kinds }: Configuration): GcpOptions => {
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
    ...(gcp.endpoint === undefined ? {} : { endpoint: gcp.endpoint }),
  };
};
