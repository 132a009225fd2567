import { functionNotPublic } from '#checks/data/aws/function-not-public.ts';
import { known, unread } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:order-api';

const functionWith = (statement: StatementJson) =>
  resource(
    'AWS::Lambda::Function',
    { policy: known(policy({ Action: 'lambda:InvokeFunction', Resource: arn, ...statement })) },
    { name: 'order-api', id: arn },
  );

const open = policy({ Sid: 'Url', Action: 'lambda:InvokeFunctionUrl', Resource: '*', Principal: '*' });
const own = policy({ Action: 'lambda:InvokeFunction', Resource: arn, Principal: { AWS: '111122223333' } });
const withAliases = (...aliases: readonly { name: string; policy: typeof open | 'none' }[]) =>
  resource('AWS::Lambda::Function', { policy: known('none'), aliases: known(aliases) });

describeCheck(functionNotPublic, {
  pass: {
    'an alias without a policy, and one for the own account': withAliases(
      { name: 'live', policy: 'none' },
      { name: 'test', policy: own },
    ),
    'no policy': resource('AWS::Lambda::Function'),
    'anyone of the own organisation': functionWith({
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    }),
    'an API of the own account': functionWith({
      Principal: { Service: 'apigateway.amazonaws.com' },
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2/*' } },
    }),
    'a function URL that asks for credentials, for the own account': functionWith({
      Principal: { AWS: '111122223333' },
      Action: 'lambda:InvokeFunctionUrl',
      Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
    }),
  },
  fail: {
    'an alias that anyone may call, and one that only the account may': [
      withAliases({ name: 'live', policy: open }, { name: 'test', policy: own }),
      ['aliases/live/Url'],
    ],
    'anyone, whatever its aliases are': [
      resource('AWS::Lambda::Function', { policy: known(open), aliases: unread('denied') }),
      ['policy/Url'],
    ],
    anyone: [functionWith({ Principal: '*' }), ['policy/#0']],
    'a function URL without credentials': [
      functionWith({
        Sid: 'FunctionURLAllowPublicAccess',
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      }),
      ['policy/FunctionURLAllowPublicAccess'],
    ],
  },
  unknown: {
    'aliases that nobody read': resource('AWS::Lambda::Function', {
      policy: known('none'),
      aliases: unread('denied', 'lambda:ListAliases'),
    }),
  },
});
