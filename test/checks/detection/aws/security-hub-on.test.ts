import { securityHubOn } from '#checks/detection/aws/security-hub-on.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(securityHubOn, {
  pass: {
    'a hub': resource('AWS::::Region', {
      securityHub: known({ arn: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default' }),
    }),
  },
  fail: { 'not switched on': [resource('AWS::::Region', { securityHub: known('none') }), ['securityHub']] },
});
