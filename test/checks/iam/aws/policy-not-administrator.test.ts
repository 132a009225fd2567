import { policyNotAdministrator } from '#checks/iam/aws/policy-not-administrator.ts';
import { known } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const own = 'arn:aws:iam::111122223333:policy/app-deploy';

const policyOf = (statements: readonly StatementJson[], attachments = 1, id = own) =>
  resource(
    'AWS::IAM::Policy',
    { document: known(policy(...statements)), usage: known({ attachments, asBoundary: 0 }) },
    { name: 'app-deploy', id },
  );

const everything: StatementJson = { Action: '*', Resource: '*' };

describeCheck(policyNotAdministrator, {
  pass: {
    'one service': policyOf([{ Action: 's3:*', Resource: '*' }]),
    'everything but iam and organizations': policyOf([
      { NotAction: ['iam:*', 'organizations:*'], Resource: '*' },
    ]),
    'everything, on one bucket': policyOf([{ Action: '*', Resource: 'arn:aws:s3:::ledger/*' }]),
    'a Deny of everything': policyOf([{ Effect: 'Deny', Action: '*', Resource: '*' }]),
    'everything, taken away again': policyOf([
      everything,
      { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
    ]),
    'everything, until a day that has passed': policyOf([
      { ...everything, Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } },
    ]),
    'reading everywhere': policyOf([{ Action: ['*:Get*', '*:List*'], Resource: '*' }]),
  },
  fail: {
    everything: [policyOf([everything]), ['document']],
    'everything, beside something small': [
      policyOf([
        { Action: 's3:GetObject', Resource: '*' },
        { Action: ['*'], Resource: ['*'] },
      ]),
      ['document'],
    ],
    'every service by name': [policyOf([{ Action: '*:*', Resource: '*' }]), ['document']],
    'everything but an action that does not exist': [
      policyOf([{ NotAction: 'plumbdemo:nothing', Resource: '*' }]),
      ['document'],
    ],
    'all of iam, in odd letters': [policyOf([{ Action: 'IAM:*', Resource: '*' }]), ['document']],
    'everything, taken away on one bucket': [
      policyOf([everything, { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::ledger' }]),
      ['document'],
    ],
    'everything, denied from elsewhere only': [
      policyOf([
        everything,
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
        },
      ]),
      ['document'],
    ],
  },
  unknown: {
    'everything, with MFA': policyOf([
      { ...everything, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
    ]),
  },
  notApplicable: {
    'managed by AWS': policyOf([everything], 3, 'arn:aws:iam::aws:policy/AdministratorAccess'),
    'managed by AWS, in another partition': policyOf(
      [everything],
      3,
      'arn:aws-us-gov:iam::aws:policy/AdministratorAccess',
    ),
    'attached to nobody': policyOf([everything], 0),
  },
});
