import { defineCheck } from '#model/check.ts';
import { exposureContext } from '#model/policy/judge-public.ts';
import { judgeBucket } from '#model/policy/s3-public.ts';
import { fail, passWith, undecidable, unknownBecause } from '#model/verdict.ts';

export const bucketNotPublic = defineCheck({
  id: 'data.aws.bucket-not-public',
  title: 'Bucket is not open to the public',
  finding: '{name} is a bucket that is open to the public',
  consequence: 'Anyone can list, read or write what is in it, without being asked who they are.',
  severity: 'critical',
  on: 'AWS::S3::Bucket',
  // Each can settle the question alone: a full block makes policy and ACL irrelevant, and the other way round.
  mayRead: ['policy', 'acl', 'publicAccessBlock', 'accountPublicAccessBlock', 'ownership'],
  uses: ['trust'],
  controls: { 'cis-aws-3.0': ['2.1.4'], 'cis-aws-5.0': ['2.1.4'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'aws s3api put-public-access-block with all four settings true; serve what must be public through CloudFront with origin access control. Verify: aws s3api get-bucket-policy-status shows IsPublic false.',
  sources: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  ],
  evaluate({ policy, acl, publicAccessBlock, accountPublicAccessBlock, ownership, trust }, bucket) {
    const judged = judgeBucket(
      { policy, acl, publicAccessBlock, accountPublicAccessBlock, ownership },
      exposureContext(bucket, trust),
    );
    switch (judged.exposure) {
      case 'public':
        return fail(
          judged.grants.map((grant) => ({
            path: grant.path,
            found: `${grant.found} (${grant.access.join(', ')})`,
            expected: 'own accounts and partners only',
          })),
        );
      case 'private':
        return passWith(judged.shown);
      case 'undecided':
        return unknownBecause(judged.because);
      case 'delegated':
        return undecidable(
          `statement ${judged.statement} leaves it to the access points of the bucket who gets in, and they are not read`,
        );
    }
  },
});
