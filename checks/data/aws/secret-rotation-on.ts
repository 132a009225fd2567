import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const secretRotationOn = defineCheck({
  id: 'data.aws.secret-rotation-on',
  title: 'Secret is rotated automatically',
  finding: '{name} is a secret that is never rotated',
  consequence: 'A password that was read once, by a person who left or from a log, keeps working.',
  severity: 'medium',
  on: 'AWS::SecretsManager::Secret',
  reads: ['settings'],
  controls: { practice: ['SEC-3'] },
  remediation:
    'aws secretsmanager rotate-secret with a rotation function and a schedule, or let the service that owns the credential manage it. Verify: aws secretsmanager describe-secret shows RotationEnabled true.',
  sources: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html'],
  evaluate: ({ settings }) =>
    failIfAny(
      settings.rotationEnabled
        ? []
        : [{ path: 'settings/rotationEnabled', found: 'false', expected: 'true' }],
    ),
});
