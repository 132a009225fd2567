import { distributionBehindWebAcl } from '#checks/network/aws/distribution-behind-web-acl.ts';
import type { Distribution, Origin } from '#model/aws/edge.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'AWS::CloudFront::Distribution';
const healthy = healthyParts[kind].settings;
const server: Origin = { id: 'app', domain: 'app.example', type: 'server', identity: 'none' };
const distribution = (overrides: Partial<Distribution['settings']>) =>
  resource(kind, { settings: known({ ...healthy, origins: [...healthy.origins, server], ...overrides }) });

describeCheck(distributionBehindWebAcl, {
  pass: {
    'a web ACL': distribution({ webAcl: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1' }),
    'an id of the classic WAF': distribution({ webAcl: '473e64fd-f30b-4765-81a0-62ad96dd167a' }),
  },
  fail: { 'none before a server': [distribution({ webAcl: 'none' }), ['settings/webAcl']] },
  notApplicable: {
    'files in buckets only': distribution({ origins: healthy.origins, webAcl: 'none' }),
    'switched off': distribution({ enabled: false, webAcl: 'none' }),
  },
});
