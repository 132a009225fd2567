import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

export const httpApiRoutesAuthorized = defineCheck({
  id: 'network.aws.http-api-routes-authorized',
  title: 'HTTP or WebSocket API asks callers who they are',
  finding: '{name} is an API that answers just anybody',
  consequence: 'Whatever stands behind the route does its work for everybody who finds the address.',
  severity: 'medium',
  on: 'AWS::ApiGatewayV2::Api',
  reads: ['settings', 'routes'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Set an authorizer (JWT, IAM, or Lambda) on the route; on $connect for a WebSocket API. Where the route is meant for everybody, accept it with a reason. Verify: aws apigatewayv2 get-routes shows AuthorizationType.',
  sources: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html'],
  evaluate({ settings, routes }) {
    // A WebSocket is opened once: what is sent later comes from whoever was let in.
    const asked =
      settings.protocol === 'WEBSOCKET'
        ? routes.filter(({ key }) => key === '$connect')
        : routes.filter(({ key }) => !key.startsWith('OPTIONS '));
    if (routes.length === 0) return notApplicable('it has no routes');
    // Without a route for it, anybody may connect.
    const open =
      settings.protocol === 'WEBSOCKET' && asked.length === 0
        ? [{ key: '$connect', authorization: 'NONE' }]
        : asked.filter(({ authorization }) => authorization === 'NONE');
    return failIfAny(
      open.map(({ key }) => ({
        path: `routes/${key}`,
        found: 'no authorization',
        expected: 'an authorizer',
      })),
    );
  },
});
