/** Builds resources for tests: a healthy one of each kind, of which a situation says only what differs. */
import type { Kind, PartName, ResourceMap } from '#model/kinds.ts';
import type { Reading } from '#model/reading.ts';
import { known } from '#model/reading.ts';
import type { Identity, Resource } from '#model/resource.ts';
import { healthyData } from './aws-data.ts';
import { healthyIdentity } from './aws-identity.ts';
import { healthyNetwork } from './aws-network.ts';
import { azureId, healthyAzure, subscription } from './azure.ts';
import { healthyGcp } from './gcp.ts';

export const account = '111122223333';
export const partner = '444455556666';
export const foreign = '777788889999';
const observedAt = '2026-11-24T06:00:00.000Z';

type HealthyParts = { readonly [K in Kind]: ResourceMap[K] };

/** Kind → parts that every check passes. */
export const healthyParts: HealthyParts = {
  ...healthyIdentity,
  ...healthyNetwork,
  ...healthyData,
  ...healthyAzure,
  ...healthyGcp,
};

export type Parts<K extends Kind> = { readonly [P in PartName<K>]?: Reading<ResourceMap[K][P]> };

type Overrides = Partial<Omit<Identity, 'kind'>>;

/** IAM and account-wide kinds live in no region. */
const regionOf = (kind: Kind): string =>
  kind.startsWith('AWS::IAM::') ||
  kind === 'AWS::::Account' ||
  kind === 'AWS::S3::AccountPublicAccessBlock' ||
  kind === 'AWS::CloudFront::Distribution'
    ? 'global'
    : 'eu-west-1';

/** `arn:aws:<service>:<region>:<account>:<type>/<name>`, close enough to the real ones to read the partition from. */
const idOf = (kind: Kind, name: string): string => {
  const [, service = '', type = ''] = kind.split('::');
  if (kind === 'AWS::S3::Bucket') return `arn:aws:s3:::${name}`;
  const region = regionOf(kind) === 'global' ? '' : 'eu-west-1';
  return `arn:aws:${service.toLowerCase()}:${region}:${account}:${type.toLowerCase()}/${name}`;
};

const placeOf = (kind: Kind, name: string): Pick<Identity, 'provider' | 'account' | 'region' | 'id'> =>
  kind.startsWith('microsoft.')
    ? { provider: 'azure', account: subscription, region: 'westeurope', id: azureId(kind, name) }
    : { provider: 'aws', account, region: regionOf(kind), id: idOf(kind, name) };

/** A healthy resource; `parts` and `identity` say what differs from it. */
export const resource = <K extends Kind>(
  kind: K,
  parts: Parts<NoInfer<K>> = {},
  identity: Overrides = {},
): Resource => {
  const healthy: Record<string, Reading<unknown>> = {};
  for (const [part, value] of Object.entries(healthyParts[kind])) healthy[part] = known(value);
  const name = identity.name ?? 'ledger';
  return {
    ...placeOf(kind, name),
    name,
    tags: Object.create(null) as Record<string, string>,
    observedAt,
    ...identity,
    kind,
    parts: { ...healthy, ...parts },
  };
};

/** `days` before the day that every resource was observed, ISO 8601 UTC. */
export const daysAgo = (days: number): string =>
  new Date(Date.parse(observedAt) - days * 86_400_000).toISOString();
