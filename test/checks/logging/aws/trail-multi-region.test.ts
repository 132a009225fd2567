import { trailMultiRegion } from '#checks/logging/aws/trail-multi-region.ts';
import type { AwsAccount, TrailFacts, TrailStatus } from '#model/aws/identity.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { trail } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

type Status = Reading<AwsAccount['trailStatus']>;

const named = (name: string, more: Partial<TrailFacts> = {}): TrailFacts => ({
  ...trail,
  name,
  arn: `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`,
  ...more,
});
const regional = named('regional', { multiRegion: false });
const ofOrganization = named('all-accounts', { organization: true });
const withoutGlobal = named('no-global', { includesGlobalServices: false });
const spare = named('spare');

const logs = ({ arn }: TrailFacts, more: Partial<TrailStatus> = {}): TrailStatus => ({
  arn,
  logging: true,
  deliveryError: 'none',
  events: 'all',
  ...more,
});
const off = ({ arn }: TrailFacts): TrailStatus => ({
  arn,
  logging: false,
  deliveryError: 'none',
  events: 'unasked',
});
const logging = (...trails: readonly TrailFacts[]): Status => known(trails.map((one) => logs(one)));
const stopped = (...trails: readonly TrailFacts[]): Status => known(trails.map(off));
const refused = unread('denied', 'cloudtrail:GetTrailStatus');
const noOrganization = unread('denied', 'organizations:ListAccounts');

const account = (
  own: readonly TrailFacts[],
  trailStatus: Status,
  otherTrails: Reading<readonly TrailFacts[]> = known([]),
) => resource('AWS::::Account', { trails: known(own), otherTrails, trailStatus });

describeCheck(trailMultiRegion, {
  pass: {
    'one trail for all regions': account([trail], logging(trail)),
    'the second of two': account([regional, trail], logging(trail)),
    'the second of two, where the first was stopped': account(
      [spare, trail],
      known([off(spare), logs(trail)]),
    ),
    'the trail of the organisation, in the management account': account(
      [ofOrganization],
      logging(ofOrganization),
    ),
    'the trail of the organisation, in a member account': account(
      [],
      logging(ofOrganization),
      known([ofOrganization]),
    ),
    'one of its own that was stopped, and the trail of the organisation': account(
      [spare],
      known([off(spare), logs(ofOrganization)]),
      known([ofOrganization]),
    ),
    'one of its own, where the organisation can not be read': account(
      [trail],
      logging(trail),
      noOrganization,
    ),
  },
  fail: {
    'no trail': [account([], known([])), ['trails']],
    'no trail, where nothing tells of a status': [account([], refused), ['trails']],
    'a trail that was stopped': [account([trail], stopped(trail)), ['trails/org-trail']],
    'a trail whose bucket takes no files': [
      account([trail], known([logs(trail, { deliveryError: 'NoSuchBucket', events: 'unasked' })])),
      ['trails/org-trail'],
    ],
    ...Object.fromEntries(
      (['reads', 'writes', 'some', 'none'] as const).map((events) => [
        `a trail that records ${events} of the management events`,
        [account([trail], known([logs(trail, { events })])), ['trails/org-trail']] as const,
      ]),
    ),
    'a trail of the organisation that was stopped': [
      account([], stopped(ofOrganization), known([ofOrganization])),
      ['trails/all-accounts'],
    ],
    'a trail of all regions that was stopped, and one of one region that logs': [
      account([spare, regional], known([off(spare), logs(regional)])),
      ['trails/spare', 'trails/regional'],
    ],
    'a trail of the organisation for one region': [
      account([regional], known([]), known([{ ...ofOrganization, multiRegion: false }])),
      ['trails/regional', 'trails/all-accounts'],
    ],
    'one region only': [account([regional], known([])), ['trails/regional']],
    'all regions without global services, and one region with them': [
      account([withoutGlobal, regional], known([])),
      ['trails/no-global', 'trails/regional'],
    ],
  },
  unknown: {
    'none of its own, where the organisation can not be read': account([regional], known([]), noOrganization),
    'one of its own that was stopped, where the organisation can not be read': account(
      [trail],
      stopped(trail),
      noOrganization,
    ),
    'one of its own whose status is refused': account([trail], refused),
    'the trail of the organisation, whose status is refused': account([], refused, known([ofOrganization])),
    'one of its own whose status nobody tells': account([trail], known([])),
    'one that logs in the place of another, whose status nobody tells': account([trail], logging(spare)),
  },
});
