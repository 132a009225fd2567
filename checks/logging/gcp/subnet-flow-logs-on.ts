import { defineCheck } from '#model/check.ts';
import { fail, notApplicable, pass } from '#model/verdict.ts';

export const subnetFlowLogsOn = defineCheck({
  id: 'logging.gcp.subnet-flow-logs-on',
  title: 'Subnetwork records its traffic',
  finding: '{name} is a subnetwork without flow logs',
  consequence: 'After an incident nobody can say who spoke to whom.',
  severity: 'medium',
  on: 'compute.googleapis.com/Subnetwork',
  reads: ['settings'],
  controls: { 'cis-gcp-3.0': ['3.8'], practice: ['NET-4', 'OPS-1', 'CLD-1'] },
  remediation:
    'Switch them on with gcloud compute networks subnets update --enable-flow-logs. Verify: gcloud compute networks subnets describe.',
  sources: ['https://cloud.google.com/vpc/docs/flow-logs'],
  evaluate({ settings: { purpose, flowLogs } }) {
    // Proxies and load balancers have subnetworks of their own, which have no such logs.
    if (purpose !== 'PRIVATE') return notApplicable(`no machine is in a subnetwork for ${purpose}`);
    return flowLogs ? pass : fail([{ path: 'settings/flowLogs', found: 'off', expected: 'on' }]);
  },
});
