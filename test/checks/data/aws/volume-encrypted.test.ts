import { volumeEncrypted } from '#checks/data/aws/volume-encrypted.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const { settings } = healthyParts['AWS::EC2::Volume'];
const volume = (encrypted: boolean, attachedTo: readonly string[] = ['i-0111']) =>
  resource('AWS::EC2::Volume', { settings: known({ ...settings, encrypted, attachedTo }) });

describeCheck(volumeEncrypted, {
  pass: { encrypted: volume(true), 'encrypted, attached to nothing': volume(true, []) },
  fail: {
    unencrypted: [volume(false), ['settings/encrypted']],
    'unencrypted, attached to nothing': [volume(false, []), ['settings/encrypted']],
  },
});
