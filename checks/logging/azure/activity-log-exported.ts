import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

/** What an investigation needs first: who changed what, and what Azure's own protection saw. */
const wanted = ['Administrative', 'Security', 'Policy', 'Alert'];

export const activityLogExported = defineCheck({
  id: 'logging.azure.activity-log-exported',
  title: 'Subscription keeps its activity log beyond 90 days',
  finding: '{name} exports no activity log, or not all of it',
  consequence: 'After a break-in that was found late nobody can tell who changed what.',
  severity: 'high',
  on: 'microsoft.resources/subscriptions',
  reads: ['activityLog'],
  controls: { 'cis-azure-3.0': ['6.1.1', '6.1.2'], practice: ['IAC-3', 'OPS-1', 'CLD-1'] },
  remediation:
    'az monitor diagnostic-settings subscription create with the categories Administrative, Security, Policy and Alert to a storage account or workspace that others can not change. Verify: az monitor diagnostic-settings subscription list.',
  sources: ['https://learn.microsoft.com/azure/azure-monitor/platform/activity-log'],
  evaluate({ activityLog }) {
    const exported = new Set(
      activityLog
        .filter(({ destinations }) => destinations.length > 0)
        .flatMap(({ categories }) => categories.map((category) => category.toLowerCase())),
    );
    if (exported.has('alllogs')) return pass;
    const missing = wanted.filter((category) => !exported.has(category.toLowerCase()));
    if (missing.length === 0) return pass;
    return fail([
      {
        path: 'activityLog',
        found: missing.length === wanted.length ? 'no export' : `not exported: ${missing.join(', ')}`,
        expected: wanted.join(', '),
      },
    ]);
  },
});
