import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const configRecorderOn = defineCheck({
  id: 'logging.aws.config-recorder-on',
  title: 'AWS Config records the region',
  finding: '{name} is not recorded by AWS Config',
  consequence: 'Nobody can say what existed there, or how it was set, on the day that matters.',
  severity: 'high',
  on: 'AWS::Config::ConfigurationRecorder',
  reads: ['recording'],
  controls: { 'cis-aws-3.0': ['3.3'], 'cis-aws-5.0': ['3.3'], practice: ['IAC-3', 'CLD-4', 'CLD-1'] },
  remediation:
    'aws configservice put-configuration-recorder and put-delivery-channel, then start-configuration-recorder, in each region in use. Verify: aws configservice describe-configuration-recorder-status shows recording true and lastStatus SUCCESS.',
  sources: ['https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html'],
  // Kinds left out on purpose are not a fail here: coverage names each of them as not recorded.
  evaluate({ recording }) {
    if (recording === 'none') {
      return fail([{ path: 'recording', found: 'none', expected: 'a recorder that is on' }]);
    }
    if (!recording.on) return fail([{ path: 'recording/on', found: 'false', expected: 'true' }]);
    // The API documents `Failure` and answers `FAILURE`.
    if (recording.lastStatus.toLowerCase() === 'failure') {
      return fail([{ path: 'recording/lastStatus', found: recording.lastStatus, expected: 'SUCCESS' }]);
    }
    return pass;
  },
});
