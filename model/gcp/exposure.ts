/**
 * What one firewall rule opens to the internet, after the rules of its network that deny before it. Firewall policies
 * of the organisation and its folders are not looked at: what they deny counts as open here.
 *
 * Source: Cloud NGFW, "VPC firewall rules: priority"; "Firewall policies".
 */
import { exposureOf, ruleInWords } from '../aws/exposure.ts';
import type { PortSpan, SecurityGroupRule } from '../aws/network.ts';
import { nsgExposure } from '../azure/exposure.ts';
import type { NsgRule } from '../azure/network.ts';
import type { Exposure, Wanted } from '../exposure.ts';
import { judgeExposures } from '../exposure.ts';
import type { Transport } from '../ports.ts';
import type { Reading } from '../reading.ts';
import type { Evidence, Fail, NotApplicable, Pass, Unknown } from '../verdict.ts';
import { irrelevant, notApplicable, passWith, unknownBecause } from '../verdict.ts';
import type { Firewall, FirewallEntry, Refusal } from './network.ts';

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
  refusals: Reading<readonly Refusal[]>,
  wanted: Wanted<SecurityGroupRule>,
): Pass<'refusals'> | Fail | Unknown | NotApplicable => {
  if (rule.direction === 'EGRESS') return notApplicable('the rule is for outgoing traffic');
  if (rule.action === 'deny') return notApplicable('the rule denies');
  if (rule.disabled) return notApplicable('the rule is switched off');
  const rules = flattened(rule);
  const judged = (exposures: readonly Exposure<SecurityGroupRule>[]): Pass<never> | Fail | Unknown =>
    judgeExposures(rules, exposures, wanted, {
      evidence: (bad) => evidenceOf(bad, wanted.expected),
      doubt: 'a source of the rule is no range of addresses',
    });
  const alone = judged(transports.map((transport) => exposureOf(rules, transport, wanted[transport])));
  if (alone.verdict === 'pass') return passWith({ refusals: irrelevant('the rule by itself opens nothing') });
  if (!refusals.known) return unknownBecause(refusals);
  if (refusals.value.length === 0) return alone;
  const left = judged(
    targetsOf(rule).flatMap((isFor) =>
      transports.map((transport) =>
        leftOpen(rules, refusals.value.filter(isFor), transport, wanted[transport]),
      ),
    ),
  );
  return left.verdict === 'pass' ? passWith({ refusals }) : left;
};

const transports = ['tcp', 'udp'] as const satisfies readonly Transport[];

/**
 * For each machine that the rule may be for, those that deny for it too: a machine has to have no more than one of the
 * rule's tags or accounts.
 */
const targetsOf = ({
  targetTags,
  targetAccounts,
}: Firewall['rule']): readonly ((refusal: Refusal) => boolean)[] => {
  const isForAll = (one: Refusal): boolean => one.targetTags.length + one.targetAccounts.length === 0;
  if (targetTags.length + targetAccounts.length === 0) return [isForAll];
  return [
    ...targetTags.map((tag) => (one: Refusal) => isForAll(one) || one.targetTags.includes(tag)),
    ...targetAccounts.map(
      (account) => (one: Refusal) => isForAll(one) || one.targetAccounts.includes(account),
    ),
  ];
};

/** First match decides here as it does in a security group of Azure: deny rules first, which is their order here. */
const leftOpen = (
  rules: readonly SecurityGroupRule[],
  refusals: readonly Refusal[],
  transport: Transport,
  wanted: readonly PortSpan[] | undefined,
): Exposure<SecurityGroupRule> => {
  const denied = refusals
    .flatMap(({ entries, sources }) => entries.map((entry) => ({ entry, sources })))
    .map(({ entry, sources }, index) => ordered(index, entry, sources, false));
  const byRule = new Map(
    rules.map((rule, index): [NsgRule, SecurityGroupRule] => {
      const entry = {
        protocol: rule.protocol,
        ports: rule.ports === 'all' ? ('all' as const) : [rule.ports],
      };
      const source = rule.peer.type === 'cidr' ? [rule.peer.cidr] : [];
      return [ordered(denied.length + index, entry, source, true), rule];
    }),
  );
  const exposure = nsgExposure([...denied, ...byRule.keys()], transport, wanted);
  const back = (found: readonly NsgRule[]): readonly SecurityGroupRule[] =>
    found.flatMap((one) => byRule.get(one) ?? []);
  return { spans: exposure.spans, rules: back(exposure.rules), undecided: back(exposure.undecided) };
};

const ordered = (
  priority: number,
  { protocol, ports }: FirewallEntry,
  sources: readonly string[],
  allow: boolean,
): NsgRule => ({
  name: '',
  priority,
  direction: 'inbound',
  allow,
  protocol: numbers[protocol] ?? protocol,
  sources,
  sourceGroups: [],
  sourcePorts: ['all'],
  destinations: ['*'],
  destinationGroups: [],
  ports: ports === 'all' ? ['all'] : ports,
});

const numbers: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp' };

/** One line for each entry and source, however many ports it names. */
const evidenceOf = (rules: readonly SecurityGroupRule[], expected: string): readonly Evidence[] => {
  const found = new Map<string, string[]>();
  for (const rule of rules) found.set(rule.id, [...(found.get(rule.id) ?? []), ruleInWords(rule)]);
  return [...found].map(([id, words]) => ({ path: `rule/${id}`, found: words.join(', '), expected }));
};
