import { keyPolicyNotPublic } from '#checks/data/aws/key-policy-not-public.ts';
import { known } from '#model/reading.ts';
import { accountKeyPolicy } from '#test/support/builders/aws-data.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const key = (statement: StatementJson) =>
  resource(
    'AWS::KMS::Key',
    { policy: known(policy({ Action: 'kms:Decrypt', Resource: '*', ...statement })) },
    { id: 'arn:aws:kms:eu-west-1:111122223333:key/1111aaaa' },
  );

describeCheck(keyPolicyNotPublic, {
  pass: {
    'as AWS makes it: the own account decides': resource('AWS::KMS::Key', {
      policy: known(accountKeyPolicy),
    }),
    'a named role': key({ Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } }),
    'anyone of the own account': key({
      Principal: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } },
    }),
    'anyone of the own organisation': key({
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    }),
    'a foreign account, which is named': key({ Principal: { AWS: '777788889999' } }),
  },
  fail: {
    anyone: [key({ Principal: '*' }), ['policy/#0']],
    'any AWS account': [key({ Sid: 'Open', Principal: { AWS: '*' } }), ['policy/Open']],
    'anyone but one account': [
      key({
        Principal: '*',
        Condition: { StringNotEquals: { 'kms:CallerAccount': '444455556666' } },
      }),
      ['policy/#0'],
    ],
  },
});
