import { webAclLogs } from '#checks/logging/aws/web-acl-logs.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(webAclLogs, {
  pass: { 'into a log group': resource('AWS::WAFv2::WebACL') },
  fail: { nowhere: [resource('AWS::WAFv2::WebACL', { logging: known([]) }), ['logging']] },
});
