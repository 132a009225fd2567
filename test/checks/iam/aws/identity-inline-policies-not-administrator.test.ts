import { identityInlinePoliciesNotAdministrator } from '#checks/iam/aws/identity-inline-policies-not-administrator.ts';
import { known } from '#model/reading.ts';
import { noPolicies } from '#test/support/builders/aws-identity.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

type Inline = Readonly<Record<string, StatementJson>>;

const policies = (inline: Inline, boundary = 'none') =>
  known({
    ...noPolicies,
    inline: Object.entries(inline).map(([name, statement]) => ({ name, document: policy(statement) })),
    boundary,
  });

const role = (inline: Inline, path = '/', boundary = 'none') =>
  resource('AWS::IAM::Role', { path: known(path), policies: policies(inline, boundary) });
const user = (inline: Inline) => resource('AWS::IAM::User', { policies: policies(inline) });
const group = (inline: Inline) => resource('AWS::IAM::Group', { policies: policies(inline) });

const everything: StatementJson = { Action: '*', Resource: '*' };
const buckets: StatementJson = { Action: 's3:*', Resource: '*' };
const boundary = 'arn:aws:iam::111122223333:policy/boundary';

describeCheck(identityInlinePoliciesNotAdministrator, {
  pass: {
    'no inline policy': role({}),
    'one service, on a user': user({ all: buckets }),
    'one service, below a boundary': role({ all: buckets }, '/', boundary),
    'two services in two policies': group({ one: buckets, two: { Action: 'ec2:*', Resource: '*' } }),
  },
  fail: {
    'everything, on a role': [role({ all: everything }), ['policies/inline/all']],
    'everything, on a user': [user({ all: everything }), ['policies/inline/all']],
    'everything, on a group': [group({ all: everything }), ['policies/inline/all']],
    'the second of two': [role({ one: buckets, two: everything }), ['policies/inline/two']],
    'in a path that only looks reserved': [
      role({ all: everything }, '/service-role/'),
      ['policies/inline/all'],
    ],
    'full power split over two policies': [
      role({
        attach: { Action: ['iam:Attach*', 'iam:Put*', 'iam:Create*'], Resource: '*' },
        pass: { Action: ['iam:PassRole', 'iam:Update*'], Resource: '*' },
      }),
      ['policies/inline/attach', 'policies/inline/pass'],
    ],
  },
  unknown: {
    'everything, below a boundary': role({ all: everything }, '/', boundary),
    'everything, with MFA': user({
      all: { ...everything, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
    }),
  },
  notApplicable: {
    'service-linked role': role({ all: everything }, '/aws-service-role/autoscaling.amazonaws.com/'),
  },
});
