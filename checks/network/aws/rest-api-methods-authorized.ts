import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';
import { fail, notApplicable, pass } from '#model/verdict.ts';

export const restApiMethodsAuthorized = defineCheck({
  id: 'network.aws.rest-api-methods-authorized',
  title: 'REST API on the internet asks callers who they are',
  finding: '{name} answers anybody on the internet',
  consequence: 'Whatever stands behind the method does its work for everybody who finds the address.',
  severity: 'medium',
  on: 'AWS::ApiGateway::RestApi',
  reads: ['settings', 'policy', 'methods'],
  uses: ['trust'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Set an authorizer (AWS_IAM, Cognito, or Lambda) on the method and deploy the stage, or let a resource policy admit named accounts or networks only. Where the method is meant for everybody, accept it with a reason. Verify: aws apigateway get-method shows authorizationType.',
  sources: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  ],
  evaluate({ settings, policy, methods, trust }, api) {
    const { endpoints } = settings;
    if (endpoints.length > 0 && endpoints.every((one) => one === 'PRIVATE')) {
      return notApplicable('it is reached from VPCs only');
    }
    // Browsers ask what they may do without credentials.
    const open = methods.filter(
      ({ method, authorization }) => authorization === 'NONE' && method !== 'OPTIONS',
    );
    if (open.length === 0) return pass;
    if (policy !== 'none') {
      // Without an authorizer, only what the policy allows gets through.
      const judged = judgePublic('policy', policy, exposureContext(api, trust));
      if (judged.verdict !== 'fail') return judged;
    }
    return fail(
      open.map(({ path, method, apiKey }) => ({
        path: `methods/${method} ${path}`,
        found: apiKey ? 'an API key, and nothing else' : 'no authorization',
        expected: 'an authorizer, or a resource policy that names who may call',
      })),
      // Keys are meant to count calls; they keep strangers out until one leaks.
      open.every(({ apiKey }) => apiKey) ? 'low' : undefined,
    );
  },
});
