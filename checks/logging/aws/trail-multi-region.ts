import type { TrailFacts, TrailStatus } from '#model/aws/identity.ts';
import { isRecordingAll, isSetToRecordAll } from '#model/aws/identity.ts';
import { defineCheck } from '#model/check.ts';
import { fail, irrelevant, passWith, undecidable, unknownBecause } from '#model/verdict.ts';

export const trailMultiRegion = defineCheck({
  id: 'logging.aws.trail-multi-region',
  title: 'A trail records all regions and the global services',
  finding: '{name} has no trail that records all regions',
  consequence: 'Whoever works in another region, or on IAM itself, leaves no record of it.',
  severity: 'high',
  on: 'AWS::::Account',
  reads: ['trails'],
  mayRead: ['otherTrails', 'trailStatus'],
  controls: { 'cis-aws-3.0': ['3.1'], 'cis-aws-5.0': ['3.1'], practice: ['IAC-3', 'CLD-1'] },
  remediation:
    'aws cloudtrail update-trail --name NAME --is-multi-region-trail --include-global-service-events, or one organisation trail for all accounts; aws cloudtrail start-logging --name NAME where it was stopped, put-event-selectors where it leaves management events out. Verify: aws cloudtrail describe-trails, get-trail-status shows IsLogging true and no LatestDeliveryError, and get-event-selectors shows management events, to read and to write.',
  sources: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
  ],
  evaluate({ trails, otherTrails, trailStatus }) {
    const ready = trails.filter(isSetToRecordAll);
    const told = new Map(trailStatus.known ? trailStatus.value.map((one) => [one.arn, one]) : []);
    const records = ({ arn }: TrailFacts): boolean => {
      const status = told.get(arn);
      return status !== undefined && isRecordingAll(status);
    };
    if (trailStatus.known && ready.some(records)) {
      return passWith({
        otherTrails: irrelevant('a trail of its own records all regions'),
        trailStatus,
      });
    }
    if (ready.length > 0 && !trailStatus.known) return unknownBecause(trailStatus);
    if (!otherTrails.known) return unknownBecause(otherTrails);
    const all = [...trails, ...otherTrails.value];
    const allReady = all.filter(isSetToRecordAll);
    if (allReady.length > 0 && !trailStatus.known) return unknownBecause(trailStatus);
    if (trailStatus.known && allReady.some(records)) return passWith({ otherTrails, trailStatus });
    const untold = allReady.find(({ arn }) => !told.has(arn));
    if (untold !== undefined) return undecidable(`nothing says whether ${untold.name} records anything`);
    const expected = 'one trail that logs all management events of all regions and the global services';
    if (all.length === 0) return fail([{ path: 'trails', found: 'none', expected }]);
    return fail(
      all.map((trail) => ({
        path: `trails/${trail.name}`,
        found: shortcoming(trail, told.get(trail.arn)),
        expected,
      })),
    );
  },
});

const shortcoming = (trail: TrailFacts, status: TrailStatus | undefined): string => {
  if (!trail.multiRegion) return `${trail.homeRegion} only`;
  if (!trail.includesGlobalServices) return 'all regions, without global services';
  if (status?.logging !== true) return 'all regions, but stopped';
  if (status.deliveryError !== 'none') return `all regions, but its bucket refuses: ${status.deliveryError}`;
  return `all regions, but ${selected[status.events]}`;
};

const selected: Readonly<Record<TrailStatus['events'], string>> = {
  all: 'all management events',
  reads: 'management events that read only',
  writes: 'management events that write only',
  some: 'some management events only',
  none: 'no management events',
  unasked: 'nothing says which events',
};
