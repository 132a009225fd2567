import { instanceNotDefaultAccount } from '#checks/iam/gcp/instance-not-default-account.ts';
import { known } from '#model/reading.ts';
import { gcpResource } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const everything = 'https://www.googleapis.com/auth/cloud-platform';
const standard = '100000000001-compute@developer.gserviceaccount.com';
const instance = (email: string, scope: string, name = 'app') =>
  gcpResource('compute.googleapis.com/Instance', { accounts: known([{ email, scopes: [scope] }]) }, { name });

describeCheck(instanceNotDefaultAccount, {
  pass: {
    'an account of its own, for every API': instance('app@p.iam.gserviceaccount.com', everything),
    'the default account, for logs only': instance(standard, 'https://www.googleapis.com/auth/logging.write'),
    'no account': gcpResource('compute.googleapis.com/Instance', { accounts: known([]) }),
  },
  fail: { 'the default account, for every API': [instance(standard, everything), [`accounts/${standard}`]] },
  notApplicable: { 'a node of a cluster': instance(standard, everything, 'gke-main-pool-1') },
});
