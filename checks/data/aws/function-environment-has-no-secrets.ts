import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const functionEnvironmentHasNoSecrets = defineCheck({
  id: 'data.aws.function-environment-has-no-secrets',
  title: 'Function keeps secrets out of its environment',
  finding: '{name} carries a secret in its environment variables',
  consequence: 'Everyone who can look at the function, its deployments or its logs can read the secret.',
  severity: 'high',
  on: 'AWS::Lambda::Function',
  reads: ['environmentSecrets'],
  controls: { practice: ['SEC-3'] },
  remediation:
    'Keep the value in Secrets Manager or Parameter Store, read it at start, and replace it: it counts as known. Verify: aws lambda get-function-configuration shows the name of a secret only.',
  sources: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html'],
  // Values never get here: the source keeps the name of the variable and what recognised it.
  evaluate: ({ environmentSecrets }) =>
    failIfAny(
      environmentSecrets.map((secret) => ({
        path: `environmentSecrets/${secret.path}`,
        found: secret.detector,
        expected: 'a reference to a secret store',
      })),
    ),
});
