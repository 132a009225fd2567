import { trailEncrypted } from '#checks/logging/aws/trail-encrypted.ts';
import { known } from '#model/reading.ts';
import { trail } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const trailWith = (kmsKey: string) =>
  resource('AWS::CloudTrail::Trail', { settings: known({ ...trail, kmsKey }) });

describeCheck(trailEncrypted, {
  pass: { 'a key by ARN': trailWith(trail.kmsKey), 'a key by id': trailWith('1111aaaa') },
  fail: { 'no key': [trailWith('none'), ['settings/kmsKey']] },
});
