/**
 * Registries and clusters. AWS Config has both with the names that CloudFormation has. Sources: Amazon ECR and Amazon
 * EKS API References.
 */
import type { Fields } from '#sources/decoding.ts';
import type { OutputOf } from '../operations.ts';
import type { DirectKind } from './kind.ts';
import { detail, listedKind, rowOf, templateNames } from './kind.ts';

type Cluster = NonNullable<OutputOf<'eks:DescribeCluster'>['cluster']>;

const clusterTree = ({ logging, tags: _, ...cluster }: Cluster): Fields => {
  // The service tells of the log types in groups, of those that are on and of those that are off.
  const enabled = logging?.clusterLogging?.filter((group) => group.enabled === true) ?? [];
  return {
    ...templateNames(cluster),
    Logging: {
      ClusterLogging: {
        EnabledTypes: enabled.flatMap(({ types = [] }) => types).map((Type) => ({ Type })),
      },
    },
  };
};

export const containerKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::ECR::Repository',
    action: 'ecr:DescribeRepositories',
    input: (token) => ({ maxResults: 1000, ...(token === undefined ? {} : { nextToken: token }) }),
    rows: (output) => output.repositories,
    next: (output) => output.nextToken,
    found: (row, place) =>
      rowOf('ecr:DescribeRepositories', row.repositoryArn, place, {
        resourceId: row.repositoryName,
        ...(row.repositoryName === undefined ? {} : { resourceName: row.repositoryName }),
        configuration: templateNames(row),
      }),
    details: [
      detail({
        action: 'ecr:GetRepositoryPolicy',
        parts: ['policy'],
        input: ({ resourceId }) => ({ repositoryName: resourceId }),
        trees: ({ policyText }) =>
          policyText === undefined
            ? { problem: 'the answer holds no policy' }
            : { configuration: { RepositoryPolicyText: policyText } },
        none: {
          codes: ['RepositoryPolicyNotFoundException'],
          trees: { configuration: { RepositoryPolicyText: {} } },
        },
      }),
      detail({
        action: 'ecr:GetLifecyclePolicy',
        parts: ['settings'],
        input: ({ resourceId }) => ({ repositoryName: resourceId }),
        trees: ({ lifecyclePolicyText }) =>
          lifecyclePolicyText === undefined
            ? { problem: 'the answer holds no lifecycle policy' }
            : { configuration: { LifecyclePolicy: { LifecyclePolicyText: lifecyclePolicyText } } },
        none: {
          codes: ['LifecyclePolicyNotFoundException'],
          trees: { configuration: { LifecyclePolicy: {} } },
        },
      }),
    ],
  }),
  listedKind({
    kind: 'AWS::EKS::Cluster',
    action: 'eks:ListClusters',
    input: (token) => ({ maxResults: 100, ...(token === undefined ? {} : { nextToken: token }) }),
    rows: (output) => output.clusters,
    next: (output) => output.nextToken,
    found: (name, place) =>
      name === ''
        ? { problem: 'a row of eks:ListClusters has no name' }
        : {
            resourceId: name,
            resourceName: name,
            arn: `arn:${place.partition}:eks:${place.region}:${place.account}:cluster/${name}`,
            configuration: {},
          },
    details: [
      detail({
        action: 'eks:DescribeCluster',
        parts: ['endpoint', 'logging', 'settings'],
        input: ({ resourceId }) => ({ name: resourceId }),
        trees: ({ cluster }) =>
          cluster?.name === undefined
            ? { problem: 'the answer describes no cluster' }
            : { configuration: clusterTree(cluster) },
      }),
    ],
  }),
];
