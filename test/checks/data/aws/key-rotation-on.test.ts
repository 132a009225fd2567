import { keyRotationOn } from '#checks/data/aws/key-rotation-on.ts';
import type { KmsKey } from '#model/aws/data.ts';
import { known, unread } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const healthy = healthyParts['AWS::KMS::Key'].settings;
const key = (rotation: boolean, settings: Partial<KmsKey['settings']> = {}) =>
  resource('AWS::KMS::Key', { rotation: known(rotation), settings: known({ ...healthy, ...settings }) });

describeCheck(keyRotationOn, {
  pass: { 'rotation on': key(true), 'rotation on in several regions': key(true, { multiRegion: true }) },
  fail: {
    'rotation off': [key(false), ['rotation']],
    'rotation off on a disabled key, which can be enabled again': [
      key(false, { state: 'Disabled' }),
      ['rotation'],
    ],
  },
  notApplicable: {
    'managed by AWS': key(false, { manager: 'AWS' }),
    'an RSA key': key(false, { spec: 'RSA_2048' }),
    'an HMAC key': key(false, { spec: 'HMAC_256' }),
    'imported material': key(false, { origin: 'EXTERNAL' }),
    'pending deletion': key(false, { state: 'PendingDeletion' }),
    'managed by AWS, rotation not in the inventory': resource('AWS::KMS::Key', {
      rotation: unread('unsupported'),
      settings: known({ ...healthy, manager: 'AWS' }),
    }),
  },
});
