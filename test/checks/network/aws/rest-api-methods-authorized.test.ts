import { restApiMethodsAuthorized } from '#checks/network/aws/rest-api-methods-authorized.ts';
import type { RestApi } from '#model/aws/edge.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const method = (text: string, authorization: string, apiKey = false): RestApi['methods'][number] => {
  const [name = '', path = ''] = text.split(' ');
  return { path, method: name, authorization, apiKey };
};

const open = [method('GET /prices', 'NONE')];

const api = (
  methods: readonly RestApi['methods'][number][],
  statement?: StatementJson,
  endpoints: readonly string[] = ['REGIONAL'],
) =>
  resource('AWS::ApiGateway::RestApi', {
    methods: known(methods),
    deployed: known([]),
    settings: known({ endpoints }),
    policy: known(
      statement === undefined
        ? 'none'
        : policy({ Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...statement }),
    ),
  });

const closed = [method('GET /prices', 'AWS_IAM')];
const onStage = (...methods: readonly RestApi['methods'][number][]) =>
  known(methods.map((one) => ({ ...one, stage: 'live' })));
const withDeployed = (
  methods: readonly RestApi['methods'][number][],
  deployed: Reading<RestApi['deployed']>,
  document: RestApi['policy'] = 'none',
) =>
  resource('AWS::ApiGateway::RestApi', {
    methods: known(methods),
    deployed,
    settings: known({ endpoints: ['REGIONAL'] }),
    policy: known(document),
  });
const forPartner = policy({
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  Principal: { AWS: 'arn:aws:iam::444455556666:root' },
});

describeCheck(restApiMethodsAuthorized, {
  pass: {
    'closed, and deployed like that': withDeployed(closed, onStage(...closed)),
    'closed, and on no stage': withDeployed(closed, known([])),
    'what was deployed is not told, and the policy admits one partner': withDeployed(
      closed,
      unread('denied'),
      forPartner,
    ),
    'every method has an authorizer': api([method('GET /', 'AWS_IAM'), method('POST /', 'CUSTOM')]),
    'the question of a browser only': api([method('OPTIONS /', 'NONE'), method('GET /', 'CUSTOM')]),
    'a policy that admits one partner': api(open, { Principal: { AWS: 'arn:aws:iam::444455556666:root' } }),
    'a policy that admits one network': api(open, {
      Principal: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
    }),
  },
  fail: {
    'a method that was closed since it was deployed': [
      withDeployed(closed, onStage(method('GET /prices', 'NONE'))),
      ['deployed/live/GET /prices'],
    ],
    'a method that was removed since it was deployed': [
      withDeployed(closed, onStage(...closed, method('DELETE /prices', 'NONE'))),
      ['deployed/live/DELETE /prices'],
    ],
    'a method that is open, deployed or not': [
      withDeployed([method('GET /prices', 'NONE')], unread('denied')),
      ['methods/GET /prices'],
    ],
    'a method without': [api(open), ['methods/GET /prices']],
    'on the edge': [api(open, undefined, ['EDGE']), ['methods/GET /prices']],
    'one of several': [
      api([method('GET /a', 'AWS_IAM'), method('ANY /b', 'NONE'), method('OPTIONS /b', 'NONE')]),
      ['methods/ANY /b'],
    ],
    'a policy that admits everybody': [api(open, { Principal: '*' }), ['methods/GET /prices']],
    'a key that counts calls': [api([method('POST /usage', 'NONE', true)]), ['methods/POST /usage'], 'low'],
    'a key on one method, nothing on the other': [
      api([method('POST /usage', 'NONE', true), method('GET /usage', 'NONE')]),
      ['methods/POST /usage', 'methods/GET /usage'],
    ],
  },
  unknown: {
    'closed, where nobody read what was deployed': withDeployed(closed, unread('denied', 'apigateway:GET')),
  },
  notApplicable: { 'reached from VPCs only': api(open, undefined, ['PRIVATE']) },
});
