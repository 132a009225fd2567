import { ageInDays } from '#model/age.ts';
import { defineCheck } from '#model/check.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

/** Days. ACM renews its own 45 to 60 days before the end: whatever has fewer left is not being renewed. */
const margin = 30;

export const certificateValid = defineCheck({
  id: 'data.aws.certificate-valid',
  title: 'Certificate in use is valid for 30 days more, with a strong key',
  finding: '{name} is or soon will be no valid certificate',
  consequence:
    'Clients are turned away, or people learn to click warnings away; a weak key can be worked out.',
  severity: 'medium',
  on: 'AWS::ACM::Certificate',
  reads: ['settings'],
  controls: { practice: ['CLD-2'] },
  remediation:
    'Request one from ACM with DNS validation and put it in its place (ACM renews those by itself), or import the next one; see describe-certificate for why a renewal fails. Verify: aws acm describe-certificate shows ISSUED and a later NotAfter.',
  sources: ['https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html'],
  evaluate({ settings }, certificate) {
    const { status, keyAlgorithm, validUntil } = settings;
    if (!settings.inUse && !settings.exported) return notApplicable('nothing uses it');
    if (status === 'PENDING_VALIDATION') return notApplicable('it is not issued yet');
    if (status !== 'ISSUED') {
      return fail([{ path: 'settings/status', found: status, expected: 'ISSUED' }], 'high');
    }
    const evidence: Evidence[] = [];
    const age = ageInDays(validUntil, certificate.observedAt);
    if (age !== undefined && age > -margin) {
      evidence.push({
        path: 'settings/validUntil',
        found: validUntil,
        expected: `${margin} days or more from now`,
      });
    }
    if (weak.has(keyAlgorithm)) {
      evidence.push({ path: 'settings/keyAlgorithm', found: keyAlgorithm, expected: 'RSA_2048 or stronger' });
    }
    if (evidence.length > 0) return fail(evidence, age !== undefined && age >= 0 ? 'high' : undefined);
    return age === undefined ? undecidable('it does not say until when it is valid') : pass;
  },
});

const weak = new Set(['RSA_1024']);
