import { certificateValid } from '#checks/data/aws/certificate-valid.ts';
import type { Certificate } from '#model/aws/edge.ts';
import { known } from '#model/reading.ts';
import { daysAgo, healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const kind = 'AWS::ACM::Certificate';
const healthy = healthyParts[kind].settings;
const certificate = (overrides: Partial<Certificate['settings']>) =>
  resource(kind, { settings: known({ ...healthy, ...overrides }) });
const ending = (inDays: number, more: Partial<Certificate['settings']> = {}) =>
  certificate({ validUntil: daysAgo(-inDays), ...more });

describeCheck(certificateValid, {
  pass: {
    'thirty days left': ending(30),
    'imported, with half a year left': ending(180, { type: 'IMPORTED' }),
    'a small key of another kind': ending(180, { keyAlgorithm: 'EC_PRIME256V1' }),
  },
  fail: {
    'twenty-nine days left': [ending(29), ['settings/validUntil']],
    'ended yesterday, though the service still calls it issued': [
      ending(-1),
      ['settings/validUntil'],
      'high',
    ],
    'ended, and in use': [
      certificate({ status: 'EXPIRED', validUntil: daysAgo(3) }),
      ['settings/status'],
      'high',
    ],
    'taken back': [certificate({ status: 'REVOKED' }), ['settings/status'], 'high'],
    'a key of 1,024 bits': [certificate({ keyAlgorithm: 'RSA_1024' }), ['settings/keyAlgorithm']],
    'short, and with a weak key': [
      ending(3, { keyAlgorithm: 'RSA_1024' }),
      ['settings/validUntil', 'settings/keyAlgorithm'],
    ],
    'used outside of AWS only': [ending(3, { inUse: false, exported: true }), ['settings/validUntil']],
  },
  unknown: { 'no end given': certificate({ validUntil: 'none' }) },
  notApplicable: {
    'ended, and not in use': certificate({ status: 'EXPIRED', inUse: false }),
    'still to be validated': certificate({ status: 'PENDING_VALIDATION', validUntil: 'none' }),
  },
});
