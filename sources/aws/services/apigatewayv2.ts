import {
  ApiGatewayV2Client,
  GetApisCommand,
  GetRoutesCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new ApiGatewayV2Client(settings) as unknown as SdkClient,
  commands: {
    GetApis: GetApisCommand,
    GetRoutes: GetRoutesCommand,
    GetStages: GetStagesCommand,
  },
} satisfies ServiceModule;
