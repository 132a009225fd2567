import { repositoryNotPublic } from '#checks/data/aws/repository-not-public.ts';
import { known } from '#model/reading.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

/** A repository's policy names no resource: it speaks of the repository that it is on. */
const repository = (statement: StatementJson) =>
  resource(
    'AWS::ECR::Repository',
    { policy: known(policy({ Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], ...statement })) },
    { name: 'base', id: 'arn:aws:ecr:eu-west-1:111122223333:repository/base' },
  );

describeCheck(repositoryNotPublic, {
  pass: {
    'no policy': resource('AWS::ECR::Repository'),
    'anyone of the own organisation': repository({
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    }),
    'a foreign account, which is named': repository({ Principal: { AWS: '777788889999' } }),
  },
  fail: {
    anyone: [repository({ Principal: '*' }), ['policy/#0']],
    'the own organisation, or none: ForAllValues holds without the key': [
      repository({
        Principal: '*',
        Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } },
      }),
      ['policy/#0'],
    ],
  },
});
