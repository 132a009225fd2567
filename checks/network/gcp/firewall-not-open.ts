import { defineCheck } from '#model/check.ts';
import { judgeRule } from '#model/gcp/exposure.ts';
import { countPorts } from '#model/ports.ts';

/** 1-65534 and 1024-65535 are every port in all but name. */
const mostPorts = 60_000;

export const firewallNotOpen = defineCheck({
  id: 'network.gcp.firewall-not-open',
  title: 'Firewall rule does not open every port to the internet',
  finding: '{name} is a rule that lets the internet reach every port',
  consequence:
    'Whatever listens on a machine that the rule is for, meant for others or not, can be reached by anyone.',
  severity: 'critical',
  on: 'compute.googleapis.com/Firewall',
  reads: ['rule'],
  mayRead: ['refusals'],
  controls: { practice: ['NET-1', 'NET-2'] },
  remediation:
    'Add a rule for each port that is meant to be public, then delete the wide one with gcloud compute firewall-rules delete. Verify: gcloud compute firewall-rules list.',
  sources: ['https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules'],
  evaluate: ({ rule, refusals }) =>
    judgeRule(rule, refusals, {
      isTooMuch: (open) => countPorts(open) > mostPorts,
      expected: 'single ports, or a source of your own',
    }),
});
