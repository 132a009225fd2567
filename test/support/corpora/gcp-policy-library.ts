/** Assets with a verdict of Google's policy library: those of its constraints that ask what a check of ours asks. */
import { bucketUniformAccess } from '#checks/data/gcp/bucket-uniform-access.ts';
import { databaseRequiresTls } from '#checks/data/gcp/database-requires-tls.ts';
import { datasetNotPublic } from '#checks/data/gcp/dataset-not-public.ts';
import { subnetFlowLogsOn } from '#checks/logging/gcp/subnet-flow-logs-on.ts';
import { databaseNotPublic } from '#checks/network/gcp/database-not-public.ts';
import type { Check } from '#model/check.ts';
import { readAsset } from '#sources/gcp/asset.ts';
import { askCheck } from './cases/ask-check.ts';
import { resourceOfRaw } from './cases/gcp.ts';
import type { CorpusAdapter } from './contract.ts';

/** Constraint → our check; none of these takes a parameter that changes its question. */
const asked: ReadonlyMap<string, Check> = new Map([
  ['GCPBigQueryDatasetWorldReadableConstraintV1', datasetNotPublic],
  ['GCPNetworkEnableFlowLogsConstraintV1', subnetFlowLogsOn],
  ['GCPSQLSSLConstraintV1', databaseRequiresTls],
  ['GCPSQLWorldReadableConstraintV1', databaseNotPublic],
  ['GCPStorageBucketPolicyOnlyConstraintV1', bucketUniformAccess],
]);

/** Every asset goes through the parser; one that does not come out is told, whatever was asked. */
export const gcpPolicyLibrary: CorpusAdapter = ({ control, input }) => {
  const asset = readAsset(input);
  if ('malformed' in asset) return `malformed: ${asset.malformed}`;
  // A few were cut down by the source and say no longer where they lie; the service always does.
  const resource = resourceOfRaw(asset.parent === undefined ? { ...asset, parent: 'projects/1' } : asset);
  if (typeof resource === 'string') return `malformed: ${resource}`;
  const check = asked.get(control);
  if (check === undefined || !check.on.some((kind) => kind === resource.kind)) return undefined;
  const { verdict } = askCheck(check, resource);
  return verdict === 'pass' || verdict === 'fail' ? verdict : undefined;
};
