/** Registries and clusters. Sources: Amazon ECR and Amazon EKS API References. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { answer, type Call, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, liveItems, oneHandler } from './listing.ts';
import { fieldsOf, policyTextOf, smallNames } from './names.ts';

const repository = 'AWS::ECR::Repository';

const isRepository = (item: ConfigItem, { input }: Call): boolean =>
  item.resourceId === input['repositoryName'];

const noRepository = ({ input }: Call) =>
  refuse(
    400,
    'RepositoryNotFoundException',
    `The repository with name '${String(input['repositoryName'])}' does not exist`,
  );

export const ecrOperations: Readonly<Record<string, Handler>> = {
  DescribeRepositories: listHandler({
    kind: repository,
    limit: { name: 'maxResults', otherwise: 100 },
    most: 1000,
    token: { asked: 'nextToken', given: 'nextToken' },
    badToken: refuse(400, 'InvalidParameterException', 'Invalid parameter nextToken'),
    row: (item) => ({
      ...(smallNames(fieldsOf(item)) as JsonObject),
      repositoryArn: item.arn,
      registryId: item.accountId,
    }),
    wrap: (repositories) => ({ repositories }),
  }),
  GetRepositoryPolicy: oneHandler({
    kind: repository,
    find: isRepository,
    absent: noRepository,
    value: (item) => {
      const policyText = policyTextOf(fieldsOf(item)['RepositoryPolicyText']);
      return policyText === undefined
        ? refuse(400, 'RepositoryPolicyNotFoundException', 'The repository has no policy')
        : { registryId: item.accountId, repositoryName: item.resourceId, policyText };
    },
  }),
  // Whichever repository's item says what it is: there is one a region.
  GetRegistryPolicy: (call, context) => {
    const text = liveItems(context, call, repository)
      .map(({ untold }) => untold?.['registryPolicy'])
      .find((one) => one !== undefined);
    return text === undefined
      ? refuse(400, 'RegistryPolicyNotFoundException', 'Registry policy does not exist')
      : answer({ registryId: call.account, policyText: text });
  },
  GetLifecyclePolicy: oneHandler({
    kind: repository,
    find: isRepository,
    absent: noRepository,
    value: (item) => {
      const held = fieldsOf(item)['LifecyclePolicy'] as JsonObject | undefined;
      const lifecyclePolicyText = policyTextOf(held?.['LifecyclePolicyText']);
      return lifecyclePolicyText === undefined
        ? refuse(400, 'LifecyclePolicyNotFoundException', 'The repository has no lifecycle policy')
        : { registryId: item.accountId, repositoryName: item.resourceId, lifecyclePolicyText };
    },
  }),
};

const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** All types are told of, those that are on and those that are off. */
const logging = (fields: JsonObject): JsonObject => {
  const held = (fields['Logging'] as JsonObject | undefined)?.['ClusterLogging'] as JsonObject | undefined;
  const enabled = ((held?.['EnabledTypes'] ?? []) as readonly JsonObject[]).map(({ Type }) => Type);
  return {
    clusterLogging: [
      { types: enabled, enabled: true },
      { types: logTypes.filter((type) => !enabled.includes(type)), enabled: false },
    ].filter(({ types }) => types.length > 0),
  };
};

export const eksOperations: Readonly<Record<string, Handler>> = {
  ListClusters: listHandler({
    kind: 'AWS::EKS::Cluster',
    limit: { name: 'maxResults', otherwise: 100 },
    most: 100,
    token: { asked: 'nextToken', given: 'nextToken' },
    badToken: refuse(400, 'InvalidParameterException', 'The token is not valid'),
    row: (item) => item.resourceId,
    wrap: (clusters) => ({ clusters }),
  }),
  DescribeCluster: oneHandler({
    kind: 'AWS::EKS::Cluster',
    find: (item, { input }) => item.resourceId === input['name'],
    absent: ({ input }) =>
      refuse(404, 'ResourceNotFoundException', `No cluster found for name: ${String(input['name'])}.`),
    value: (item) => {
      const fields = fieldsOf(item);
      return {
        cluster: {
          ...(smallNames(fields) as JsonObject),
          logging: logging(fields),
          status: 'ACTIVE',
          tags: Object.fromEntries(item.tags),
        },
      };
    },
  }),
};
