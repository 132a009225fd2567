import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

// Unused regions count too: that is where whoever has stolen a key starts machines, since nobody looks there.
export const guarddutyOn = defineCheck({
  id: 'detection.aws.guardduty-on',
  title: 'GuardDuty watches the region',
  finding: '{name} is not watched by GuardDuty',
  consequence: 'Stolen credentials, mining and calls to known command servers go unnoticed there.',
  severity: 'high',
  on: 'AWS::::Region',
  reads: ['guardDuty'],
  controls: { practice: ['NET-4'] },
  remediation:
    'aws guardduty create-detector --enable --region REGION (or update-detector --enable where one is suspended); in an organisation, enable it for all accounts from the delegated administrator. Verify: aws guardduty get-detector shows Status ENABLED.',
  sources: ['https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html'],
  evaluate({ guardDuty }) {
    if (guardDuty === 'none') {
      return fail([{ path: 'guardDuty', found: 'none', expected: 'a detector that is enabled' }]);
    }
    return guardDuty.status === 'ENABLED'
      ? pass
      : fail([{ path: 'guardDuty/status', found: guardDuty.status, expected: 'ENABLED' }]);
  },
});
