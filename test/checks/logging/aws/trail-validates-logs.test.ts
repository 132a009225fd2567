import { trailValidatesLogs } from '#checks/logging/aws/trail-validates-logs.ts';
import { known } from '#model/reading.ts';
import { trail } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const trailWith = (validatesLogFiles: boolean, kmsKey = trail.kmsKey) =>
  resource('AWS::CloudTrail::Trail', { settings: known({ ...trail, validatesLogFiles, kmsKey }) });

describeCheck(trailValidatesLogs, {
  pass: { 'signed files': trailWith(true), 'signed files, not encrypted': trailWith(true, 'none') },
  fail: { 'encrypted files that are not signed': [trailWith(false), ['settings/validatesLogFiles']] },
});
