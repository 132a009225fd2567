import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new ECRClient(settings) as unknown as SdkClient,
  commands: {
    DescribeRepositories: DescribeRepositoriesCommand,
    GetLifecyclePolicy: GetLifecyclePolicyCommand,
    GetRegistryPolicy: GetRegistryPolicyCommand,
    GetRepositoryPolicy: GetRepositoryPolicyCommand,
  },
} satisfies ServiceModule;
