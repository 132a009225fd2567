import type { RestApi } from '#model/aws/edge.ts';
import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';
import { fail, irrelevant, notApplicable, passWith, unknownBecause } from '#model/verdict.ts';

export const restApiMethodsAuthorized = defineCheck({
  id: 'network.aws.rest-api-methods-authorized',
  title: 'REST API on the internet asks callers who they are',
  finding: '{name} answers anybody on the internet',
  consequence: 'Whatever stands behind the method does its work for everybody who finds the address.',
  severity: 'medium',
  on: 'AWS::ApiGateway::RestApi',
  reads: ['settings', 'policy', 'methods'],
  mayRead: ['deployed'],
  uses: ['trust'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Set an authorizer (AWS_IAM, Cognito, or Lambda) on the method and deploy the stage, or let a resource policy admit named accounts or networks only. Where the method is meant for everybody, accept it with a reason. Verify: aws apigateway get-method shows authorizationType.',
  sources: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  ],
  evaluate({ settings, policy, methods, deployed, trust }, api) {
    const { endpoints } = settings;
    if (endpoints.length > 0 && endpoints.every((one) => one === 'PRIVATE')) {
      return notApplicable('it is reached from VPCs only');
    }
    const open = [
      ...methods.filter(isOpen).map((one) => ({ ...one, at: 'methods' })),
      // What was closed since the last deployment is as open as before.
      ...(deployed.known ? deployed.value : [])
        .filter((one) => isOpen(one) && !methods.some((set) => isOpen(set) && isSame(set, one)))
        .map((one) => ({ ...one, at: `deployed/${one.stage}` })),
    ];
    if (open.length === 0 && deployed.known) return passWith({ deployed });
    if (policy !== 'none') {
      // Without an authorizer, only what the policy allows gets through.
      const judged = judgePublic('policy', policy, exposureContext(api, trust));
      if (judged.verdict === 'unknown') return judged;
      if (judged.verdict === 'pass') {
        return passWith({ deployed: irrelevant('the policy says who may call, whatever the methods ask') });
      }
    }
    if (open.length === 0 && !deployed.known) return unknownBecause(deployed);
    return fail(
      open.map(({ at, path, method, apiKey }) => ({
        path: `${at}/${method} ${path}`,
        found: apiKey ? 'an API key, and nothing else' : 'no authorization',
        expected: 'an authorizer, or a resource policy that names who may call',
      })),
      // Keys are meant to count calls; they keep strangers out until one leaks.
      open.every(({ apiKey }) => apiKey) ? 'low' : undefined,
    );
  },
});

type Method = RestApi['methods'][number];

/** Browsers ask what they may do without credentials. */
const isOpen = ({ method, authorization }: Method): boolean =>
  authorization === 'NONE' && method !== 'OPTIONS';

const isSame = (a: Method, b: Method): boolean => a.path === b.path && a.method === b.method;
