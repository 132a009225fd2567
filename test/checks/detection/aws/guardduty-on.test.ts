import { guarddutyOn } from '#checks/detection/aws/guardduty-on.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const region = (guardDuty: 'none' | { id: string; status: string }) =>
  resource('AWS::::Region', { guardDuty: known(guardDuty) });

describeCheck(guarddutyOn, {
  pass: { 'a detector that is enabled': region({ id: '12ab', status: 'ENABLED' }) },
  fail: {
    'no detector': [region('none'), ['guardDuty']],
    'a detector that is suspended': [region({ id: '12ab', status: 'DISABLED' }), ['guardDuty/status']],
  },
});
