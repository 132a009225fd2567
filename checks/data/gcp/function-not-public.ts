import { defineCheck } from '#model/check.ts';
import { judgeGrants } from '#model/gcp/public-access.ts';
import { fail } from '#model/verdict.ts';

export const functionNotPublic = defineCheck({
  id: 'data.gcp.function-not-public',
  title: 'Function or service can not be invoked by just anyone',
  finding: '{name} can be invoked without signing in',
  consequence: 'Anyone can run the code with input of their own, on your bill and with its service account.',
  severity: 'high',
  on: [
    'cloudfunctions.googleapis.com/CloudFunction',
    'cloudfunctions.googleapis.com/Function',
    'run.googleapis.com/Service',
  ],
  reads: ['settings', 'iamPolicy'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Remove the binding with gcloud run services remove-iam-policy-binding (or gcloud functions) and name the callers; put what is meant for everybody behind a load balancer with Cloud Armor. Verify: gcloud run services get-iam-policy.',
  sources: ['https://cloud.google.com/run/docs/authenticating/public'],
  evaluate({ settings, iamPolicy }, { observedAt }) {
    if (settings.checksInvoker) return judgeGrants(iamPolicy, observedAt);
    return fail([
      {
        path: 'settings/checksInvoker',
        found: 'the service does not check who invokes it',
        expected: 'the check of the invoker is on',
      },
    ]);
  },
});
