import { defineCheck } from '#model/check.ts';
import { fail, irrelevant, notApplicable, passWith, unknownBecause } from '#model/verdict.ts';

/** Days: what PCI DSS (10.5.1) and most auditors ask of audit events. */
const shortest = 365;

export const auditLogGroupKept = defineCheck({
  id: 'logging.aws.audit-log-group-kept',
  title: 'Log group with audit events keeps them for a year',
  finding: '{name} deletes audit events within a year',
  consequence: 'An intrusion is found months later as a rule, and by then the record of it is gone.',
  severity: 'medium',
  on: 'AWS::Logs::LogGroup',
  reads: ['settings'],
  mayRead: ['trails'],
  controls: { practice: ['IAC-3'] },
  remediation:
    'aws logs put-retention-policy --log-group-name NAME --retention-in-days 365 (or longer), or delete the policy to keep them for ever. Verify: aws logs describe-log-groups.',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention',
  ],
  evaluate({ settings, trails }) {
    const { name, retention } = settings;
    const verdictOf = () =>
      fail([
        {
          path: 'settings/retention',
          found: `${retention} days`,
          expected: `${shortest} days or more, or for ever`,
        },
      ]);
    const isKept = retention === 0 || retention >= shortest;
    // EKS gives the group of a cluster's audit log this name, and no other.
    if (/^\/aws\/eks\/[^/]+\/cluster$/.test(name)) {
      return isKept ? passWith({ trails: irrelevant('it is the log of a cluster') }) : verdictOf();
    }
    // Kept long enough or not: where nobody audits by it, nothing is asked of it.
    if (!trails.known) return unknownBecause(trails);
    if (trails.value.length === 0)
      return notApplicable('no trail and no cluster writes audit events into it');
    return isKept ? passWith({ trails }) : verdictOf();
  },
});
