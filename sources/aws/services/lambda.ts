import {
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new LambdaClient(settings) as unknown as SdkClient,
  commands: {
    GetPolicy: GetPolicyCommand,
    ListAliases: ListAliasesCommand,
    ListFunctions: ListFunctionsCommand,
  },
} satisfies ServiceModule;
