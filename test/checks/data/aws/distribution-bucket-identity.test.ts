import { distributionBucketIdentity } from '#checks/data/aws/distribution-bucket-identity.ts';
import type { Origin } from '#model/aws/edge.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'AWS::CloudFront::Distribution';
const healthy = healthyParts[kind].settings;
const bucket = (identity: Origin['identity'], id = 'pages'): Origin => ({
  id,
  domain: `${id}.s3.eu-west-1.amazonaws.com`,
  type: 'bucket',
  identity,
});
const website: Origin = {
  id: 'site',
  domain: 'site.s3-website-eu-west-1.amazonaws.com',
  type: 'server',
  identity: 'none',
};
const distribution = (...origins: readonly Origin[]) =>
  resource(kind, { settings: known({ ...healthy, origins }) });

describeCheck(distributionBucketIdentity, {
  pass: {
    'an origin access control': distribution(bucket('origin-access-control')),
    'the older origin access identity': distribution(bucket('origin-access-identity'), website),
  },
  fail: {
    'no identity': [distribution(bucket('none')), ['settings/origins/pages']],
    'the second bucket without': [
      distribution(bucket('origin-access-control'), bucket('none', 'old')),
      ['settings/origins/old'],
    ],
  },
  notApplicable: {
    'servers only, the web site of a bucket among them': distribution(website),
    'switched off': resource(kind, {
      settings: known({ ...healthy, enabled: false, origins: [bucket('none')] }),
    }),
  },
});
