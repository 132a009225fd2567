import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

export const distributionBucketIdentity = defineCheck({
  id: 'data.aws.distribution-bucket-identity',
  title: 'CloudFront distribution shows its buckets who it is',
  finding: '{name} reads a bucket as anyone could',
  consequence:
    'The bucket has to be public for this to work, so that everybody gets round the distribution and its rules.',
  severity: 'medium',
  on: 'AWS::CloudFront::Distribution',
  reads: ['settings'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Create an origin access control, set it on the origin, and let the bucket policy admit cloudfront.amazonaws.com with this distribution for aws:SourceArn; then close the bucket. Verify: aws cloudfront get-distribution-config shows an OriginAccessControlId.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  evaluate({ settings }) {
    if (!settings.enabled) return notApplicable('the distribution is disabled');
    // A bucket's web site is a server to CloudFront, and knows no identities.
    const buckets = settings.origins.filter(({ type }) => type === 'bucket');
    if (buckets.length === 0) return notApplicable('no origin is a bucket');
    return failIfAny(
      buckets
        .filter(({ identity }) => identity === 'none')
        .map(({ id, domain }) => ({
          path: `settings/origins/${id}`,
          found: `${domain} without an identity`,
          expected: 'an origin access control',
        })),
    );
  },
});
