import { roleTrustNotForeign } from '#checks/iam/aws/role-trust-not-foreign.ts';
import { known } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { foreign, partner, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const role = (statements: readonly StatementJson[], path = '/') =>
  resource(
    'AWS::IAM::Role',
    {
      path: known(path),
      trustPolicy: known(policy(...statements.map((one) => ({ Action: 'sts:AssumeRole', ...one })))),
    },
    { name: 'vendor', id: 'arn:aws:iam::111122223333:role/vendor' },
  );

const trusting = (account: string, Condition: StatementJson['Condition'] = {}): StatementJson => ({
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Condition,
});

const externalId = { StringEquals: { 'sts:ExternalId': '7f3a1c' } };

describeCheck(roleTrustNotForeign, {
  pass: {
    'the own account': role([trusting('111122223333')]),
    'another account of the organisation': role([trusting('222233334444')]),
    'a partner': role([trusting(partner)]),
    'a partner by its bare number': role([{ Principal: { AWS: partner } }]),
    'a foreign account with an external id': role([trusting(foreign, externalId)]),
    'the same, the key in other letters': role([
      trusting(foreign, { StringEquals: { 'STS:ExternalID': '7f3a1c' } }),
    ]),
    'a service': role([{ Principal: { Service: 'ec2.amazonaws.com' } }]),
  },
  fail: {
    'a foreign account': [role([trusting(foreign)]), ['trustPolicy/#0']],
    'by its bare number': [role([{ Principal: { AWS: foreign } }]), ['trustPolicy/#0']],
    'any external id': [
      role([trusting(foreign, { StringLike: { 'sts:ExternalId': '*' } })]),
      ['trustPolicy/#0'],
    ],
    'an external id, or none': [
      role([trusting(foreign, { StringEqualsIfExists: { 'sts:ExternalId': '7f3a1c' } })]),
      ['trustPolicy/#0'],
    ],
    'one of two statements asks for one': [
      role([trusting(foreign, externalId), trusting(foreign)]),
      ['trustPolicy/#1'],
    ],
  },
  notApplicable: {
    'service-linked role': role([trusting(foreign)], '/aws-service-role/x.amazonaws.com/'),
  },
});
