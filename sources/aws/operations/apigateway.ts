import type { GetResourcesCommand, GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import type { Io } from './io.ts';

export interface ApigatewayOperations {
  'apigateway:GetResources': Io<GetResourcesCommand>;
  'apigateway:GetRestApis': Io<GetRestApisCommand>;
  'apigateway:GetStages': Io<GetStagesCommand>;
}

export const apigatewayActions = {
  'apigateway:GetResources': true,
  'apigateway:GetRestApis': true,
  'apigateway:GetStages': true,
} satisfies Record<keyof ApigatewayOperations, true>;
