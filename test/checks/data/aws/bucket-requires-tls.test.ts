import { bucketRequiresTls } from '#checks/data/aws/bucket-requires-tls.ts';
import { known } from '#model/reading.ts';
import { tlsOnly } from '#test/support/builders/aws-data.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const bucket = (...statements: readonly StatementJson[]) =>
  resource('AWS::S3::Bucket', { policy: known(statements.length === 0 ? 'none' : policy(...statements)) });

const deny = tlsOnly('ledger');
const app: StatementJson = {
  Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::ledger/*',
};

describeCheck(bucketRequiresTls, {
  pass: {
    'one Deny covers all': bucket(deny),
    'other statements do not repeat it': bucket(deny, app),
    'beside a Deny about something else': bucket(deny, {
      ...deny,
      Sid: 'Vpc',
      Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0bbb' } },
    }),
    'in another partition': resource(
      'AWS::S3::Bucket',
      { policy: known(policy(tlsOnly('gov-logs', 'aws-us-gov'))) },
      { name: 'gov-logs', id: 'arn:aws-us-gov:s3:::gov-logs', region: 'us-gov-west-1' },
    ),
    'two statements, one for the bucket and one for its objects': bucket(
      { ...deny, Resource: 'arn:aws:s3:::ledger' },
      { ...deny, Resource: 'arn:aws:s3:::ledger/*' },
    ),
  },
  fail: {
    'no policy': [bucket(), ['policy', 'policy']],
    'the objects only': [bucket({ ...deny, Resource: 'arn:aws:s3:::ledger/*' }), ['policy']],
    'reading only': [bucket({ ...deny, Action: 's3:GetObject' }), ['policy', 'policy']],
    'one principal only': [
      bucket({ ...deny, Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } }),
      ['policy', 'policy'],
    ],
    'denied over TLS, by mistake': [
      bucket({ ...deny, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      ['policy', 'policy'],
    ],
    'an Allow with TLS, which denies nothing': [
      bucket({ ...app, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      ['policy', 'policy'],
    ],
  },
});
