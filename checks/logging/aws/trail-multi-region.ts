import type { TrailFacts } from '#model/aws/identity.ts';
import { defineCheck } from '#model/check.ts';
import { fail, irrelevant, passWith, unknownBecause } from '#model/verdict.ts';

// What a trail is set to record. Whether it was stopped since is not part of its configuration item, so the title does
// not claim that it is running.
export const trailMultiRegion = defineCheck({
  id: 'logging.aws.trail-multi-region',
  title: 'A trail is set to record all regions and the global services',
  finding: '{name} has no trail that is set to record all regions',
  consequence: 'Whoever works in another region, or on IAM itself, leaves no record of it.',
  severity: 'high',
  on: 'AWS::::Account',
  reads: ['trails'],
  mayRead: ['otherTrails'],
  controls: { 'cis-aws-3.0': ['3.1'], 'cis-aws-5.0': ['3.1'], practice: ['IAC-3', 'CLD-1'] },
  remediation:
    'aws cloudtrail update-trail --name NAME --is-multi-region-trail --include-global-service-events, or one organisation trail for all accounts. Verify: aws cloudtrail describe-trails, and get-trail-status shows IsLogging true.',
  sources: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html',
  ],
  evaluate({ trails, otherTrails }) {
    if (trails.some(recordsAll)) {
      return passWith({ otherTrails: irrelevant('a trail of its own records all regions') });
    }
    if (!otherTrails.known) return unknownBecause(otherTrails);
    if (otherTrails.value.some(recordsAll)) return passWith({ otherTrails });
    const expected = 'one trail for all regions with the global services';
    const all = [...trails, ...otherTrails.value];
    if (all.length === 0) return fail([{ path: 'trails', found: 'none', expected }]);
    return fail(
      all.map((trail) => ({
        path: `trails/${trail.name}`,
        found: trail.multiRegion ? 'all regions, without global services' : `${trail.homeRegion} only`,
        expected,
      })),
    );
  },
});

const recordsAll = (trail: TrailFacts): boolean => trail.multiRegion && trail.includesGlobalServices;
