import { roleTrustNotPublic } from '#checks/iam/aws/role-trust-not-public.ts';
import { known } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const role = (statement: StatementJson, path = '/') =>
  resource(
    'AWS::IAM::Role',
    { path: known(path), trustPolicy: known(policy({ Action: 'sts:AssumeRole', ...statement })) },
    { name: 'ci-deploy', id: 'arn:aws:iam::111122223333:role/ci-deploy' },
  );

const github = {
  Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
  Action: 'sts:AssumeRoleWithWebIdentity',
};
const issuer = 'token.actions.githubusercontent.com';

describeCheck(roleTrustNotPublic, {
  pass: {
    'a service of AWS': role({ Principal: { Service: 'ec2.amazonaws.com' } }),
    'the own account': role({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
    'a foreign account, which is named': role({ Principal: { AWS: 'arn:aws:iam::777788889999:root' } }),
    'anyone of the own organisation': role({
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    }),
    'one repository': role({
      ...github,
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: 'sts.amazonaws.com',
          [`${issuer}:sub`]: 'repo:harbor/ledger:ref:refs/heads/main',
        },
      },
    }),
    'a Deny for anyone': role({ Effect: 'Deny', Principal: { AWS: '*' } }),
  },
  fail: {
    'any AWS account': [role({ Principal: { AWS: '*' } }), ['trustPolicy/#0']],
    anyone: [role({ Sid: 'Open', Principal: '*' }), ['trustPolicy/Open']],
    'any workflow of any repository': [
      role({ ...github, Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' } } }),
      ['trustPolicy/#0'],
    ],
    'everyone but one account': [
      role({
        Principal: { AWS: '*' },
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } },
      }),
      ['trustPolicy/#0'],
    ],
  },
  notApplicable: {
    'service-linked role': role({ Principal: { AWS: '*' } }, '/aws-service-role/x.amazonaws.com/'),
  },
});
