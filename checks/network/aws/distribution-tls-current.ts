import { defineCheck } from '#model/check.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

export const distributionTlsCurrent = defineCheck({
  id: 'network.aws.distribution-tls-current',
  title: 'CloudFront distribution accepts no TLS older than 1.2',
  finding: '{name} accepts TLS older than 1.2',
  consequence: 'Old versions have known weaknesses, and whoever sits on the way can make a client use them.',
  severity: 'medium',
  on: 'AWS::CloudFront::Distribution',
  reads: ['settings'],
  controls: { practice: ['CLD-2'] },
  remediation:
    'Set MinimumProtocolVersion to TLSv1.2_2021 or later; with the certificate of cloudfront.net it can not be set, so put a domain and a certificate of your own (ACM, us-east-1) in its place. Verify: aws cloudfront get-distribution-config.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html',
  ],
  evaluate({ settings }) {
    if (!settings.enabled) return notApplicable('the distribution is disabled');
    const { oldestTls, defaultCertificate } = settings;
    // CloudFront keeps TLS 1.0 open under its own certificate, whatever is set.
    if (!defaultCertificate && /^TLSv1\.[2-9](?:_|$)/.test(oldestTls)) return pass;
    if (!defaultCertificate && !old.test(oldestTls)) {
      return undecidable(`security policy ${oldestTls} is not known`);
    }
    return fail([
      {
        path: 'settings/oldestTls',
        found: defaultCertificate ? `${oldestTls}, with the certificate of cloudfront.net` : oldestTls,
        expected: 'TLSv1.2_2021 or later',
      },
    ]);
  },
});

/** `SSLv3`, `TLSv1`, `TLSv1_2016`, `TLSv1.1_2016`. */
const old = /^(?:SSL|TLSv1(?:\.[01])?(?:_|$))/;
