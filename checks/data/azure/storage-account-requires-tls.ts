import { defineCheck } from '#model/check.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

const modern = new Set(['TLS1_2', 'TLS1_3']);

export const storageAccountRequiresTls = defineCheck({
  id: 'data.azure.storage-account-requires-tls',
  title: 'Storage account requires HTTPS with TLS 1.2',
  finding: '{name} accepts plain HTTP or old TLS',
  consequence: 'Whoever is on the way reads the data, and the signed links to it.',
  severity: 'medium',
  on: 'microsoft.storage/storageaccounts',
  reads: ['transport'],
  controls: { 'cis-azure-3.0': ['4.1', '4.15'], practice: ['CLD-2', 'CLD-1'] },
  remediation:
    'az storage account update --https-only true --min-tls-version TLS1_2. Verify: az storage account show --query [enableHttpsTrafficOnly,minimumTlsVersion].',
  sources: [
    'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
    'https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version',
  ],
  evaluate({ transport }) {
    const { httpsOnly, minimumTls } = transport;
    const wrong: Evidence[] = [];
    if (httpsOnly === false) wrong.push({ path: 'transport/httpsOnly', found: 'false', expected: 'true' });
    if (!modern.has(minimumTls)) {
      // Where no version was ever set, Azure reads it as 1.0.
      const found = minimumTls === 'unset' ? 'never set, which stands for TLS1_0' : minimumTls;
      wrong.push({ path: 'transport/minimumTls', found, expected: 'TLS1_2 or newer' });
    }
    if (wrong.length > 0) return fail(wrong);
    return httpsOnly === 'unset'
      ? undecidable('HTTPS was never required or waived, and the default differs with the age of the account')
      : pass;
  },
});
