import {
  APIGatewayClient,
  GetDeploymentCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new APIGatewayClient(settings) as unknown as SdkClient,
  commands: {
    GetDeployment: GetDeploymentCommand,
    GetResources: GetResourcesCommand,
    GetRestApis: GetRestApisCommand,
    GetStages: GetStagesCommand,
  },
} satisfies ServiceModule;
