/** Functions and clusters. */
import { CreateClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Place } from './place.ts';

export const buildCompute = async (place: Place): Promise<void> => {
  await buildFunctions(place);
  await buildClusters(place);
};

/** An archive of no file: nobody runs it. */
const archive = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

/** Shaped as a key, and nobody's: AWS's own example. */
const example = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');

const buildFunctions = async ({ account, settings }: Place): Promise<void> => {
  const lambda = new LambdaClient(settings);
  for (const [name, variables] of [
    ['function-public', {}],
    ['function-secret', { AWS_ACCESS_KEY_ID: example }],
    ['function-private', { STAGE: 'test' }],
  ] as const) {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs22.x',
        Role: `arn:aws:iam::${account}:role/role-private`,
        Handler: 'index.handler',
        Code: { ZipFile: archive },
        Environment: { Variables: variables },
      }),
    );
  }
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'function-public',
      StatementId: 'anybody',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
    }),
  );
};

const buildClusters = async ({ account, settings }: Place): Promise<void> => {
  const eks = new EKSClient(settings);
  for (const [name, open] of [
    ['cluster-open', true],
    ['cluster-closed', false],
  ] as const) {
    await eks.send(
      new CreateClusterCommand({
        name,
        roleArn: `arn:aws:iam::${account}:role/role-private`,
        resourcesVpcConfig: {
          endpointPublicAccess: open,
          endpointPrivateAccess: !open,
          ...(open ? { publicAccessCidrs: ['0.0.0.0/0'] } : {}),
        },
        logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: !open }] },
      }),
    );
  }
};
