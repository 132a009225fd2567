import { defineCheck } from '#model/check.ts';
import { isDefaultComputeAccount } from '#model/gcp/policy.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

const everyApi = 'https://www.googleapis.com/auth/cloud-platform';

export const instanceNotDefaultAccount = defineCheck({
  id: 'iam.gcp.instance-not-default-account',
  title: 'Instance does not run as the default account with every API',
  finding: '{name} runs as the default account, for every API',
  consequence:
    'Whoever gets into the machine gets the tokens of an account that is Editor of the project by default.',
  severity: 'high',
  on: 'compute.googleapis.com/Instance',
  reads: ['accounts'],
  controls: { 'cis-gcp-3.0': ['4.1', '4.2'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Stop the instance and give it an account of its own with gcloud compute instances set-service-account. Verify: gcloud compute instances describe.',
  sources: ['https://cloud.google.com/compute/docs/access/service-accounts'],
  evaluate({ accounts }, { name }) {
    if (name.startsWith('gke-')) return notApplicable('the node pool of a cluster decides about its nodes');
    return failIfAny(
      accounts
        .filter(({ email, scopes }) => isDefaultComputeAccount(email) && scopes.includes(everyApi))
        .map(({ email }) => ({
          path: `accounts/${email}`,
          found: `${email} with the scope cloud-platform`,
          expected: 'an account of its own',
        })),
    );
  },
});
