import type { GetApisCommand, GetRoutesCommand, GetStagesCommand } from '@aws-sdk/client-apigatewayv2';
import type { Io } from './io.ts';

export interface Apigatewayv2Operations {
  'apigatewayv2:GetApis': Io<GetApisCommand>;
  'apigatewayv2:GetRoutes': Io<GetRoutesCommand>;
  'apigatewayv2:GetStages': Io<GetStagesCommand>;
}

export const apigatewayv2Actions = {
  'apigatewayv2:GetApis': true,
  'apigatewayv2:GetRoutes': true,
  'apigatewayv2:GetStages': true,
} satisfies Record<keyof Apigatewayv2Operations, true>;
