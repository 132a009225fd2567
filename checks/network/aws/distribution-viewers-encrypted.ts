import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

export const distributionViewersEncrypted = defineCheck({
  id: 'network.aws.distribution-viewers-encrypted',
  title: 'CloudFront distribution serves viewers over HTTPS only',
  finding: '{name} serves viewers over plain HTTP too',
  consequence: 'Whoever sits on the way reads the pages and cookies, or puts something else in their place.',
  severity: 'medium',
  on: 'AWS::CloudFront::Distribution',
  reads: ['settings'],
  controls: { practice: ['CLD-2'] },
  remediation:
    'Set ViewerProtocolPolicy to redirect-to-https (https-only for APIs) in the default behaviour and in each path of its own. Verify: aws cloudfront get-distribution-config shows no allow-all.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html',
  ],
  evaluate({ settings }) {
    if (!settings.enabled) return notApplicable('the distribution is disabled');
    return failIfAny(
      settings.behaviors
        .filter(({ viewers }) => !encrypted.has(viewers))
        .map(({ path, viewers }) => ({
          path: `settings/behaviors/${path}`,
          found: viewers,
          expected: 'redirect-to-https or https-only',
        })),
    );
  },
});

/** Anything else counts as open, values that this does not know included. */
const encrypted = new Set(['redirect-to-https', 'https-only']);
