/**
 * What a firewall policy opens to the internet by itself. The lowest number that fits decides: an allow ends the search,
 * and no rule of a network is asked after it; what is handed on is for others to decide.
 *
 * Source: Cloud NGFW, "Firewall policies: rule details and evaluation order".
 */
import { nsgExposure } from '../azure/exposure.ts';
import type { NsgRule } from '../azure/network.ts';
import type { Exposure, Wanted } from '../exposure.ts';
import { judgeExposures } from '../exposure.ts';
import type { Evidence, Fail, Pass, Unknown } from '../verdict.ts';
import type { FirewallPolicyRule } from './network.ts';

/** After it was looked at for attacks, traffic goes through. */
const admitting = new Set(['allow', 'apply_security_profile_group']);

/** A security group of Azure decides in the same way: the lowest number that fits. */
const asGroup = (rule: FirewallPolicyRule): readonly NsgRule[] =>
  rule.entries.map((entry) => ({
    name: String(rule.priority),
    priority: rule.priority,
    direction: 'inbound',
    allow: admitting.has(rule.action),
    protocol: { '6': 'tcp', '17': 'udp' }[entry.protocol] ?? entry.protocol,
    // What stands on a list is not here, and may be anybody.
    sources: [...rule.sources, ...rule.sourceLists.map((name) => `list ${name}`)],
    sourceGroups: rule.sourceTags,
    sourcePorts: ['all'],
    destinations: rule.targets.length === 0 ? ['*'] : [],
    destinationGroups: rule.targets,
    ports: entry.ports === 'all' ? ['all'] : entry.ports,
  }));

/** The verdict about one policy. */
export const judgePolicy = (
  rules: readonly FirewallPolicyRule[],
  wanted: Wanted<FirewallPolicyRule>,
): Pass<never> | Fail | Unknown => {
  const ours = rules.filter(({ direction, disabled }) => direction === 'INGRESS' && !disabled);
  const group = ours.flatMap(asGroup);
  const back = (found: readonly NsgRule[]): readonly FirewallPolicyRule[] =>
    ours.filter(({ priority }) => found.some((one) => one.priority === priority));
  const exposures = (['tcp', 'udp'] as const).map((transport): Exposure<FirewallPolicyRule> => {
    const { spans, rules: open, undecided } = nsgExposure(group, transport, wanted[transport]);
    return { spans, rules: back(open), undecided: back(undecided) };
  });
  return judgeExposures(rules, exposures, wanted, {
    evidence: (bad) => bad.map((rule) => evidenceOf(rule, wanted.expected)),
    doubt: 'a rule admits names, regions or lists, whose addresses are not part of the policy',
  });
};

const evidenceOf = (rule: FirewallPolicyRule, expected: string): Evidence => ({
  path: `rules/${rule.priority}`,
  found: `${rule.entries.map(({ protocol }) => protocol).join(', ')} from ${rule.sources.join(', ')}`,
  expected,
});
