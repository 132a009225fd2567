import type {
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import type { Io } from './io.ts';

export interface EcrOperations {
  'ecr:DescribeRepositories': Io<DescribeRepositoriesCommand>;
  'ecr:GetLifecyclePolicy': Io<GetLifecyclePolicyCommand>;
  'ecr:GetRepositoryPolicy': Io<GetRepositoryPolicyCommand>;
}

export const ecrActions = {
  'ecr:DescribeRepositories': true,
  'ecr:GetLifecyclePolicy': true,
  'ecr:GetRepositoryPolicy': true,
} satisfies Record<keyof EcrOperations, true>;
