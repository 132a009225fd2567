import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new APIGatewayClient(settings) as unknown as SdkClient,
  commands: {
    GetResources: GetResourcesCommand,
    GetRestApis: GetRestApisCommand,
    GetStages: GetStagesCommand,
  },
} satisfies ServiceModule;
