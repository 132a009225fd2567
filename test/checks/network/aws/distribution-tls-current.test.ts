import { distributionTlsCurrent } from '#checks/network/aws/distribution-tls-current.ts';
import type { Distribution } from '#model/aws/edge.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'AWS::CloudFront::Distribution';
const healthy = healthyParts[kind].settings;
const distribution = (overrides: Partial<Distribution['settings']>) =>
  resource(kind, { settings: known({ ...healthy, ...overrides }) });
const oldest = (oldestTls: string) => distribution({ oldestTls });

describeCheck(distributionTlsCurrent, {
  pass: {
    'TLS 1.2, the first policy with it': oldest('TLSv1.2_2018'),
    'TLS 1.2, a later one': oldest('TLSv1.2_2021'),
    'TLS 1.3 only': oldest('TLSv1.3_2025'),
  },
  fail: {
    'TLS 1.1': [oldest('TLSv1.1_2016'), ['settings/oldestTls']],
    'TLS 1.0, by its year': [oldest('TLSv1_2016'), ['settings/oldestTls']],
    'TLS 1.0, by its first name': [oldest('TLSv1'), ['settings/oldestTls']],
    'SSL 3': [oldest('SSLv3'), ['settings/oldestTls']],
    'the certificate of cloudfront.net': [
      distribution({ defaultCertificate: true, oldestTls: 'TLSv1' }),
      ['settings/oldestTls'],
    ],
    'the certificate of cloudfront.net, with a later policy that is not in force': [
      distribution({ defaultCertificate: true, oldestTls: 'TLSv1.2_2021' }),
      ['settings/oldestTls'],
    ],
  },
  unknown: { 'a policy that nobody knows': oldest('Modern') },
  notApplicable: { 'switched off': distribution({ enabled: false, oldestTls: 'SSLv3' }) },
});
