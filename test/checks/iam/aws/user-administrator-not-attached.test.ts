import { userAdministratorNotAttached } from '#checks/iam/aws/user-administrator-not-attached.ts';
import { known } from '#model/reading.ts';
import { noPolicies } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const user = (arns: readonly string[], boundary = 'none') =>
  resource(
    'AWS::IAM::User',
    {
      policies: known({
        ...noPolicies,
        attached: arns.map((arn) => ({ name: arn.split('/').at(-1) ?? arn, arn })),
        boundary,
      }),
    },
    { name: 'dana' },
  );

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

describeCheck(userAdministratorNotAttached, {
  pass: {
    'nothing attached': user([]),
    'read only': user(['arn:aws:iam::aws:policy/ReadOnlyAccess']),
    'a policy of the customer with that name': user(['arn:aws:iam::111122223333:policy/AdministratorAccess']),
    'a managed policy whose name begins like it': user([
      'arn:aws:iam::aws:policy/AdministratorAccess-Amplify',
    ]),
    'read only, below a boundary': user(
      ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      'arn:aws:iam::111122223333:policy/boundary',
    ),
  },
  fail: {
    attached: [user([administrator]), ['policies/attached/AdministratorAccess']],
    'attached in China': [
      user(['arn:aws-cn:iam::aws:policy/AdministratorAccess']),
      ['policies/attached/AdministratorAccess'],
    ],
    'the second of two': [
      user(['arn:aws:iam::aws:policy/ReadOnlyAccess', administrator]),
      ['policies/attached/AdministratorAccess'],
    ],
  },
  unknown: {
    'attached below a boundary': user([administrator], 'arn:aws:iam::111122223333:policy/boundary'),
  },
});
