import { httpApiRoutesAuthorized } from '#checks/network/aws/http-api-routes-authorized.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const api = (routes: Readonly<Record<string, string>>, protocol = 'HTTP') =>
  resource('AWS::ApiGatewayV2::Api', {
    settings: known({ protocol }),
    routes: known(Object.entries(routes).map(([key, authorization]) => ({ key, authorization }))),
  });

describeCheck(httpApiRoutesAuthorized, {
  pass: {
    'every route has an authorizer': api({ $default: 'JWT', 'GET /items': 'AWS_IAM' }),
    'the question of a browser only': api({ $default: 'CUSTOM', 'OPTIONS /{proxy+}': 'NONE' }),
    'a WebSocket that asks when it is opened': api({ $connect: 'CUSTOM', $default: 'NONE' }, 'WEBSOCKET'),
  },
  fail: {
    'the route for everything else': [api({ $default: 'NONE', 'GET /items': 'JWT' }), ['routes/$default']],
    'a route of its own': [api({ 'POST /hooks': 'NONE', $default: 'JWT' }), ['routes/POST /hooks']],
    'a WebSocket that asks nobody': [
      api({ $connect: 'NONE', $default: 'NONE' }, 'WEBSOCKET'),
      ['routes/$connect'],
    ],
    'a WebSocket without a route for opening it': [
      api({ $default: 'NONE' }, 'WEBSOCKET'),
      ['routes/$connect'],
    ],
  },
  notApplicable: { 'no routes yet': api({}) },
});
