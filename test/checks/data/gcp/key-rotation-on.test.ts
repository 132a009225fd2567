import { keyRotationOn } from '#checks/data/gcp/key-rotation-on.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'cloudkms.googleapis.com/CryptoKey';
const build = (differs: Partial<(typeof healthyGcp)[typeof kind]['settings']>) =>
  gcpResource(kind, { settings: known({ ...healthyGcp[kind].settings, ...differs }) });

describeCheck(keyRotationOn, {
  pass: { 'every 90 days': build({ rotationDays: 90 }) },
  fail: {
    never: [build({ rotationDays: 0 }), ['settings/rotationDays']],
    'every 91 days': [build({ rotationDays: 91 }), ['settings/rotationDays']],
  },
  notApplicable: {
    'a key that signs': build({ purpose: 'ASYMMETRIC_SIGN', rotationDays: 0 }),
    'a key that was destroyed': build({ primaryState: 'DESTROYED', rotationDays: 0 }),
  },
});
