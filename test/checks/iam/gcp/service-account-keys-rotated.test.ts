import { serviceAccountKeysRotated } from '#checks/iam/gcp/service-account-keys-rotated.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'iam.googleapis.com/ServiceAccountKey';
const key = (differs: Partial<(typeof healthyGcp)[typeof kind]['settings']>) =>
  gcpResource(kind, { settings: known({ ...healthyGcp[kind].settings, ...differs }) });

describeCheck(serviceAccountKeysRotated, {
  pass: { 'made 90 days ago': key({ validAfter: '2026-08-26T06:00:00.000Z' }) },
  fail: {
    'made 91 days ago': [key({ validAfter: '2026-08-25T06:00:00.000Z' }), ['settings/validAfter']],
  },
  unknown: { 'made nobody knows when': key({ validAfter: 'none' }) },
  notApplicable: {
    'held by Google': key({ type: 'SYSTEM_MANAGED', validAfter: '2020-01-01T00:00:00.000Z' }),
    'switched off': key({ disabled: true, validAfter: '2020-01-01T00:00:00.000Z' }),
  },
});
