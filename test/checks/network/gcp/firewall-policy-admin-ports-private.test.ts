import { firewallPolicyAdminPortsPrivate } from '#checks/network/gcp/firewall-policy-admin-ports-private.ts';
import type { FirewallPolicyRule } from '#model/gcp/network.ts';
import { known } from '#model/reading.ts';
import { gcpResource } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

/** SSH from anywhere, unless it says otherwise. */
const rule = (priority: number, differs: Partial<FirewallPolicyRule> = {}): FirewallPolicyRule => ({
  priority,
  direction: 'INGRESS',
  action: 'allow',
  disabled: false,
  entries: [{ protocol: 'tcp', ports: [{ from: 22, to: 22 }] }],
  sources: ['0.0.0.0/0'],
  sourceTags: [],
  sourceLists: [],
  destinations: [],
  targets: [],
  ...differs,
});
const everything = { entries: [{ protocol: 'all', ports: 'all' }] } as const;
const handedOn = rule(2_147_483_647, { ...everything, action: 'goto_next' });
const policy = (...rules: readonly FirewallPolicyRule[]) =>
  gcpResource('compute.googleapis.com/FirewallPolicy', { rules: known([...rules, handedOn]) });

describeCheck(firewallPolicyAdminPortsPrivate, {
  pass: {
    'everything handed on to the networks': policy(),
    'ssh handed on before it is allowed': policy(rule(900, { action: 'goto_next' }), rule(1000)),
    'ssh denied before it is allowed': policy(rule(900, { action: 'deny' }), rule(1000)),
    'ssh from own addresses': policy(rule(1000, { sources: ['10.0.0.0/8'] })),
    'ssh from machines with a tag': policy(rule(1000, { sources: [], sourceTags: ['tagValues/1'] })),
    'a rule that is off': policy(rule(1000, { disabled: true })),
    'a rule for outgoing traffic': policy(rule(1000, { direction: 'EGRESS' })),
    'https from anywhere': policy(
      rule(1000, { entries: [{ protocol: 'tcp', ports: [{ from: 443, to: 443 }] }] }),
    ),
  },
  fail: {
    'ssh from anywhere': [policy(rule(1000)), ['rules/1000']],
    'every protocol from anywhere': [policy(rule(1000, everything)), ['rules/1000']],
    'ssh from anywhere, looked through on its way': [
      policy(rule(1000, { action: 'apply_security_profile_group' })),
      ['rules/1000'],
    ],
    'ssh from any IPv6 address, after all of IPv4 was denied': [
      policy(rule(900, { action: 'deny' }), rule(1000, { sources: ['::/0'] })),
      ['rules/1000'],
    ],
    'ssh to machines that the deny before is not for': [
      policy(rule(900, { action: 'deny', targets: ['db@p.iam.gserviceaccount.com'] }), rule(1000)),
      ['rules/1000'],
    ],
    'remote desktop by udp': [
      policy(rule(1000, { entries: [{ protocol: '17', ports: [{ from: 3389, to: 3389 }] }] })),
      ['rules/1000'],
    ],
  },
  unknown: {
    'ssh from a region, whose addresses are not here': policy(
      rule(1000, { sources: [], sourceLists: ['US'] }),
    ),
  },
});
