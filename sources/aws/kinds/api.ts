/** APIs and their stages. Times in their items are in words ("Feb 21, 2022 6:37:48 PM"), and not read. */
import type { RestApi } from '#model/aws/edge.ts';
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part, policyOf, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

const permission = 'apigateway:GET';

export const restApi: Normaliser<'AWS::ApiGateway::RestApi'> = ({ configuration, supplementary }) => ({
  policy: part(() => {
    // Items of AWS Config have none, whether the API has one or not.
    if (!supplementary.has('policy')) {
      return notRead(unread('not-recorded', permission, 'AWS Config does not keep the policy'));
    }
    const text = supplementary.raw('policy');
    if (text === undefined || text === '') return 'none';
    return policyOf(typeof text === 'string' ? unescaped(text) : text, supplementary.at('policy'));
  }),
  settings: part(() => ({ endpoints: configuration.node('endpointConfiguration').texts('types') })),
  methods: part(() => {
    if (!supplementary.has('methods')) {
      return notRead(unread('not-recorded', permission, 'AWS Config does not keep the methods'));
    }
    return supplementary.nodes('methods').map(method);
  }),
  deployed: part(() => {
    if (!supplementary.has('deployed')) {
      return notRead(unread('not-recorded', permission, 'AWS Config does not keep what was deployed'));
    }
    return supplementary.nodes('deployed').map((one) => ({ stage: one.text('stage'), ...method(one) }));
  }),
});

const method = (one: Node): RestApi['methods'][number] => ({
  path: one.text('path'),
  method: one.text('httpMethod'),
  authorization: one.text('authorizationType'),
  apiKey: one.flagOr(false, 'apiKeyRequired'),
});

/** The service gives the policy as a JSON text's inside, its quotes escaped once more. */
const unescaped = (text: string): string => {
  if (!/^\s*\{\s*\\"/.test(text)) return text;
  try {
    const inner: unknown = JSON.parse(`"${text}"`);
    return typeof inner === 'string' ? inner : problem('the policy is no text');
  } catch (cause) {
    if (cause instanceof SyntaxError) return problem('the policy is no text that is escaped once');
    throw cause;
  }
};

export const httpApi: Normaliser<'AWS::ApiGatewayV2::Api'> = ({ configuration, supplementary }) => ({
  settings: part(() => ({ protocol: configuration.text('protocolType') })),
  routes: part(() => {
    if (!supplementary.has('routes')) {
      return notRead(unread('not-recorded', permission, 'AWS Config does not keep the routes'));
    }
    return supplementary.nodes('routes').map((one) => ({
      key: one.text('routeKey'),
      authorization: one.textOr('NONE', 'authorizationType'),
    }));
  }),
});

export const restStage: Normaliser<'AWS::ApiGateway::Stage'> = ({ configuration }) => ({
  settings: part(() => ({
    accessLogs: configuration.nodeOr('accessLogSettings')?.textOr('none', 'destinationArn') ?? 'none',
    webAcl: configuration.textOr('none', 'webAclArn'),
  })),
});

export const httpStage: Normaliser<'AWS::ApiGatewayV2::Stage'> = ({ configuration }) => ({
  settings: part(() => ({
    accessLogs: configuration.nodeOr('accessLogSettings')?.textOr('none', 'destinationArn') ?? 'none',
    webAcl: 'none',
  })),
});
