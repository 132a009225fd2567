import { trailMultiRegion } from '#checks/logging/aws/trail-multi-region.ts';
import type { TrailFacts } from '#model/aws/identity.ts';
import { known } from '#model/reading.ts';
import { trail } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (...trails: readonly TrailFacts[]) => resource('AWS::::Account', { trails: known(trails) });

const regional = { ...trail, name: 'regional', multiRegion: false };
const withoutGlobal = { ...trail, name: 'no-global', includesGlobalServices: false };

describeCheck(trailMultiRegion, {
  pass: {
    'one trail for all regions': account(trail),
    'the second of two': account(regional, trail),
    'the trail of the organisation': account({ ...trail, organization: true }),
  },
  fail: {
    'no trail': [account(), ['trails']],
    'one region only': [account(regional), ['trails/regional']],
    'all regions without global services, and one region with them': [
      account(withoutGlobal, regional),
      ['trails/no-global', 'trails/regional'],
    ],
  },
});
