import type { GetPolicyCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { Io } from './io.ts';

export interface LambdaOperations {
  'lambda:GetPolicy': Io<GetPolicyCommand>;
  'lambda:ListFunctions': Io<ListFunctionsCommand>;
}

export const lambdaActions = {
  'lambda:GetPolicy': true,
  'lambda:ListFunctions': true,
} satisfies Record<keyof LambdaOperations, true>;
