import { defineCheck } from '#model/check.ts';
import { fail, notApplicable, pass } from '#model/verdict.ts';

export const distributionBehindWebAcl = defineCheck({
  id: 'network.aws.distribution-behind-web-acl',
  title: 'CloudFront distribution stands behind a web ACL',
  finding: '{name} has no web ACL in front of it',
  consequence: 'Scanners, floods and known exploits reach the servers behind it as they come.',
  severity: 'low',
  on: 'AWS::CloudFront::Distribution',
  reads: ['settings'],
  controls: { practice: ['NET-3'] },
  remediation:
    'Create a web ACL of scope CLOUDFRONT in us-east-1 and set its ARN as WebACLId of the distribution. Verify: aws cloudfront get-distribution-config shows a WebACLId.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html',
  ],
  evaluate({ settings }) {
    if (!settings.enabled) return notApplicable('the distribution is disabled');
    // Files in buckets have no code to attack.
    if (settings.origins.every(({ type }) => type === 'bucket'))
      return notApplicable('all its origins are buckets');
    return settings.webAcl === 'none'
      ? fail([{ path: 'settings/webAcl', found: 'none', expected: 'a web ACL' }])
      : pass;
  },
});
