import { trailMultiRegion } from '#checks/logging/aws/trail-multi-region.ts';
import type { TrailFacts } from '#model/aws/identity.ts';
import { known, unread } from '#model/reading.ts';
import { trail } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (...trails: readonly TrailFacts[]) => resource('AWS::::Account', { trails: known(trails) });

const regional = { ...trail, name: 'regional', multiRegion: false };
const ofOrganization = { ...trail, name: 'all-accounts', organization: true };
const withOthers = (own: readonly TrailFacts[], others: readonly TrailFacts[]) =>
  resource('AWS::::Account', { trails: known(own), otherTrails: known(others) });

const withoutGlobal = { ...trail, name: 'no-global', includesGlobalServices: false };

describeCheck(trailMultiRegion, {
  pass: {
    'one trail for all regions': account(trail),
    'the second of two': account(regional, trail),
    'the trail of the organisation, in the management account': account(ofOrganization),
    'the trail of the organisation, in a member account': withOthers([], [ofOrganization]),
    'one of its own, where the organisation can not be read': resource('AWS::::Account', {
      trails: known([trail]),
      otherTrails: unread('denied', 'organizations:ListAccounts'),
    }),
  },
  fail: {
    'no trail': [account(), ['trails']],
    'a trail of the organisation for one region': [
      withOthers([regional], [{ ...ofOrganization, multiRegion: false }]),
      ['trails/regional', 'trails/all-accounts'],
    ],
    'one region only': [account(regional), ['trails/regional']],
    'all regions without global services, and one region with them': [
      account(withoutGlobal, regional),
      ['trails/no-global', 'trails/regional'],
    ],
  },
  unknown: {
    'none of its own, where the organisation can not be read': resource('AWS::::Account', {
      trails: known([regional]),
      otherTrails: unread('denied', 'organizations:ListAccounts'),
    }),
  },
});
