import { parseArn, partitionOfRegion } from '#model/arn.ts';
import { defineCheck } from '#model/check.ts';
import { plainHttpRefused } from '#model/policy/tls.ts';
import { fail, pass } from '#model/verdict.ts';

export const bucketRequiresTls = defineCheck({
  id: 'data.aws.bucket-requires-tls',
  title: 'Bucket refuses plain HTTP',
  finding: '{name} answers requests over plain HTTP',
  consequence: 'Whoever is on the way reads the objects, and the signed links to them.',
  severity: 'medium',
  on: 'AWS::S3::Bucket',
  reads: ['policy'],
  controls: { 'cis-aws-3.0': ['2.1.1'], 'cis-aws-5.0': ['2.1.1'], practice: ['CLD-2', 'CLD-1'] },
  remediation:
    'Add a statement that denies s3:* to everyone on the bucket and on its objects while aws:SecureTransport is false. Verify: curl the http address of an object and get 403.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html'],
  evaluate({ policy }, bucket) {
    const arn =
      parseArn(bucket.id) === undefined
        ? `arn:${partitionOfRegion(bucket.region)}:s3:::${bucket.name}`
        : bucket.id;
    const answer = plainHttpRefused(policy, arn);
    if (answer.refused) return pass;
    return fail(
      answer.open.map((open) => ({
        path: 'policy',
        found: policy === 'none' ? `no policy, so ${open} is open` : `nothing denies it on ${open}`,
        expected: 'denied while aws:SecureTransport is false',
      })),
    );
  },
});
