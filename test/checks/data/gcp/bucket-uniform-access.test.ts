import { bucketUniformAccess } from '#checks/data/gcp/bucket-uniform-access.ts';
import { known } from '#model/reading.ts';
import { gcpResource, healthyGcp } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'storage.googleapis.com/Bucket';
const build = (differs: Partial<(typeof healthyGcp)[typeof kind]['settings']>) =>
  gcpResource(kind, { settings: known({ ...healthyGcp[kind].settings, ...differs }) });

describeCheck(bucketUniformAccess, {
  pass: { uniform: build({}) },
  fail: { 'lists of single objects': [build({ uniformAccess: false }), ['settings/uniformAccess']] },
});
