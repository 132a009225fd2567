import { repositoryNotPublic } from '#checks/data/aws/repository-not-public.ts';
import { known, unread } from '#model/reading.ts';
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

const arn = 'arn:aws:ecr:eu-west-1:111122223333:repository/base';
/** The registry's policy names the repositories that it speaks of. */
const inRegistry = (Resource: string, id = arn) =>
  resource(
    'AWS::ECR::Repository',
    {
      policy: known('none'),
      registryPolicy: known(policy({ Sid: 'All', Principal: '*', Action: 'ecr:*', Resource })),
    },
    { name: 'base', id },
  );

describeCheck(repositoryNotPublic, {
  pass: {
    'a registry that opens other repositories': inRegistry(arn.replace('/base', '/open/*')),
    'no policy': resource('AWS::ECR::Repository'),
    'anyone of the own organisation': repository({
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    }),
    'a foreign account, which is named': repository({ Principal: { AWS: '777788889999' } }),
  },
  fail: {
    'a registry that opens all its repositories': [
      inRegistry(arn.replace('/base', '/*')),
      ['registryPolicy/All'],
    ],
    'a registry that opens some, where its ARN is not told': [
      inRegistry(arn.replace('/base', '/open/*'), 'base'),
      ['registryPolicy/All'],
    ],
    'anyone, whatever the registry says': [
      resource('AWS::ECR::Repository', {
        policy: known(policy({ Sid: 'Own', Principal: '*', Action: 'ecr:*' })),
        registryPolicy: unread('denied'),
      }),
      ['policy/Own'],
    ],
    anyone: [repository({ Principal: '*' }), ['policy/#0']],
    'the own organisation, or none: ForAllValues holds without the key': [
      repository({
        Principal: '*',
        Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } },
      }),
      ['policy/#0'],
    ],
  },
  unknown: {
    'a registry whose policy nobody read': resource('AWS::ECR::Repository', {
      policy: known('none'),
      registryPolicy: unread('denied', 'ecr:GetRegistryPolicy'),
    }),
  },
});
