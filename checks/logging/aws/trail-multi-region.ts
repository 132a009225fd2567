import type { TrailFacts } from '#model/aws/identity.ts';
import { isSetToRecordAll } from '#model/aws/identity.ts';
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
    'aws cloudtrail update-trail --name NAME --is-multi-region-trail --include-global-service-events, or one organisation trail for all accounts; aws cloudtrail start-logging --name NAME where it was stopped. Verify: aws cloudtrail describe-trails, and get-trail-status shows IsLogging true.',
  sources: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
  ],
  evaluate({ trails, otherTrails, trailStatus }) {
    const ready = trails.filter(isSetToRecordAll);
    const told = new Map(trailStatus.known ? trailStatus.value.map((one) => [one.arn, one.logging]) : []);
    const logs = ({ arn }: TrailFacts): boolean => told.get(arn) === true;
    if (trailStatus.known && ready.some(logs)) {
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
    if (trailStatus.known && allReady.some(logs)) return passWith({ otherTrails, trailStatus });
    const untold = allReady.find(({ arn }) => !told.has(arn));
    if (untold !== undefined) return undecidable(`nothing says whether ${untold.name} is logging`);
    const expected = 'one trail for all regions with the global services, and logging';
    if (all.length === 0) return fail([{ path: 'trails', found: 'none', expected }]);
    return fail(all.map((trail) => ({ path: `trails/${trail.name}`, found: shortcoming(trail), expected })));
  },
});

const shortcoming = (trail: TrailFacts): string => {
  if (!trail.multiRegion) return `${trail.homeRegion} only`;
  return trail.includesGlobalServices ? 'all regions, but stopped' : 'all regions, without global services';
};
