import { defineCheck } from '#model/check.ts';
import { fail, failIfAny } from '#model/verdict.ts';

const switches = [
  'blockPublicAcls',
  'ignorePublicAcls',
  'blockPublicPolicy',
  'restrictPublicBuckets',
] as const;

export const accountPublicAccessBlock = defineCheck({
  id: 'data.aws.account-public-access-block',
  title: 'Account blocks public access to all its buckets',
  finding: '{name} lets single buckets be made public',
  consequence: 'One policy or ACL, set by mistake on any bucket, publishes its objects.',
  severity: 'high',
  on: 'AWS::::Account',
  reads: ['publicAccessBlock'],
  controls: { 'cis-aws-3.0': ['2.1.4'], 'cis-aws-5.0': ['2.1.4'], practice: ['CLD-1', 'IAM-1'] },
  remediation:
    'aws s3control put-public-access-block --account-id ID with all four settings true, after moving what must be public behind CloudFront. Verify: aws s3control get-public-access-block --account-id ID.',
  sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html'],
  evaluate({ publicAccessBlock: block }) {
    if (block === 'none')
      return fail([{ path: 'publicAccessBlock', found: 'none', expected: 'all four on' }]);
    const off = switches.filter((name) => !block[name]);
    return failIfAny(
      off.map((name) => ({ path: `publicAccessBlock/${name}`, found: 'false', expected: 'true' })),
    );
  },
});
