import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

const wanted = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'];

export const auditLogsComplete = defineCheck({
  id: 'logging.gcp.audit-logs-complete',
  title: 'Organization records who reads and writes data',
  finding: '{name} does not record who reads and writes data',
  consequence: 'After an incident nobody can say what was read.',
  severity: 'medium',
  on: 'cloudresourcemanager.googleapis.com/Organization',
  reads: ['iamPolicy'],
  controls: { 'cis-gcp-3.0': ['2.1'], practice: ['OPS-1'] },
  remediation:
    'Add auditConfigs for allServices with ADMIN_READ, DATA_READ and DATA_WRITE, without exempted members, with gcloud organizations set-iam-policy. Verify: gcloud organizations get-iam-policy.',
  sources: ['https://cloud.google.com/logging/docs/audit/configure-data-access'],
  evaluate({ iamPolicy }) {
    const all = iamPolicy.audit.filter(({ service }) => service === 'allServices');
    return failIfAny(
      wanted.flatMap((type) => {
        const logs = all.flatMap(({ logTypes }) => logTypes.filter((log) => log.type === type));
        // Types of two configurations add up; whoever is exempted in one of them is exempted.
        const exempted = logs.flatMap((log) => log.exempted);
        if (logs.length > 0 && exempted.length === 0) return [];
        return [
          {
            path: `iamPolicy/auditConfigs/${type}`,
            found: logs.length === 0 ? 'not recorded for all services' : `not for ${exempted.join(', ')}`,
            expected: 'recorded for all services and everybody',
          },
        ];
      }),
    );
  },
});
