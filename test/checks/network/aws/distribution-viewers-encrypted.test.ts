import { distributionViewersEncrypted } from '#checks/network/aws/distribution-viewers-encrypted.ts';
import type { Distribution } from '#model/aws/edge.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'AWS::CloudFront::Distribution';
const healthy = healthyParts[kind].settings;
const distribution = (overrides: Partial<Distribution['settings']>) =>
  resource(kind, { settings: known({ ...healthy, ...overrides }) });
const behaviors = (...viewers: readonly string[]) =>
  distribution({
    behaviors: viewers.map((one, index) => ({ path: index === 0 ? 'default' : `/${index}/*`, viewers: one })),
  });

describeCheck(distributionViewersEncrypted, {
  pass: {
    'plain requests are sent on to HTTPS': behaviors('redirect-to-https'),
    'plain requests are refused': behaviors('https-only', 'redirect-to-https'),
  },
  fail: {
    'plain requests are served': [behaviors('allow-all'), ['settings/behaviors/default']],
    'one path only serves them': [
      behaviors('https-only', 'https-only', 'allow-all'),
      ['settings/behaviors//2/*'],
    ],
  },
  notApplicable: {
    'switched off': distribution({
      enabled: false,
      behaviors: [{ path: 'default', viewers: 'allow-all' }],
    }),
  },
});
