/**
 * What one firewall rule opens to the internet. A rule is judged alone: whether a deny of a lower number takes it back
 * is a question about its network, and not about the rule.
 */
import { exposureOf, ruleInWords } from '../aws/exposure.ts';
import type { SecurityGroupRule } from '../aws/network.ts';
import type { Wanted } from '../exposure.ts';
import { judgeExposures } from '../exposure.ts';
import type { Evidence, Fail, NotApplicable, Pass, Unknown } from '../verdict.ts';
import { notApplicable } from '../verdict.ts';
import type { Firewall } from './network.ts';

/** Every entry with every source, as rules that the exposure of an AWS group is computed of; ports as they stand. */
const flattened = ({ entries, sources }: Firewall['rule']): readonly SecurityGroupRule[] =>
  entries.flatMap(({ protocol, ports }, index) =>
    (ports === 'all' ? (['all'] as const) : ports).flatMap((span) =>
      sources.map(
        (cidr): SecurityGroupRule => ({
          id: `${index}:${cidr}`,
          protocol,
          ports: span,
          peer: { type: 'cidr', cidr },
          description: '',
        }),
      ),
    ),
  );

/** The verdict about one rule. */
export const judgeRule = (
  rule: Firewall['rule'],
  wanted: Wanted<SecurityGroupRule>,
): Pass<never> | Fail | Unknown | NotApplicable => {
  if (rule.direction === 'EGRESS') return notApplicable('the rule is for outgoing traffic');
  if (rule.action === 'deny') return notApplicable('the rule denies');
  if (rule.disabled) return notApplicable('the rule is switched off');
  const rules = flattened(rule);
  const exposures = [exposureOf(rules, 'tcp', wanted.tcp), exposureOf(rules, 'udp', wanted.udp)];
  return judgeExposures(rules, exposures, wanted, {
    evidence: (bad) => evidenceOf(bad, wanted.expected),
    doubt: 'a source of the rule is no range of addresses',
  });
};

/** One line for each entry and source, however many ports it names. */
const evidenceOf = (rules: readonly SecurityGroupRule[], expected: string): readonly Evidence[] => {
  const found = new Map<string, string[]>();
  for (const rule of rules) found.set(rule.id, [...(found.get(rule.id) ?? []), ruleInWords(rule)]);
  return [...found].map(([id, words]) => ({ path: `rule/${id}`, found: words.join(', '), expected }));
};
