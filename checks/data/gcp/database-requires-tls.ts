import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

const encrypted = new Set(['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED']);

export const databaseRequiresTls = defineCheck({
  id: 'data.gcp.database-requires-tls',
  title: 'Cloud SQL instance takes encrypted connections only',
  finding: '{name} is a database that takes connections in the clear',
  consequence: 'Whoever is on the way can read the password and the data.',
  severity: 'high',
  on: 'sqladmin.googleapis.com/Instance',
  reads: ['settings'],
  controls: { 'cis-gcp-3.0': ['6.4'], practice: ['CLD-2', 'CLD-1'] },
  remediation:
    'Set the mode with gcloud sql instances patch --ssl-mode=ENCRYPTED_ONLY. Verify: gcloud sql instances describe.',
  sources: ['https://cloud.google.com/sql/docs/postgres/configure-ssl-instance'],
  evaluate({ settings: { sslMode } }) {
    if (encrypted.has(sslMode)) return pass;
    return fail([{ path: 'settings/sslMode', found: sslMode, expected: 'ENCRYPTED_ONLY' }]);
  },
});
