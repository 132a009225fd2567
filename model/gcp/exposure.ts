/**
 * What one firewall rule opens to the internet. A rule is judged alone: whether a deny of a lower number takes it back
 * is a question about its network, and not about the rule.
 */
import { exposureOf, ruleInWords } from '../aws/exposure.ts';
import type { PortSpan, SecurityGroupRule } from '../aws/network.ts';
import type { Transport } from '../ports.ts';
import type { Evidence, Fail, NotApplicable, Pass, Unknown } from '../verdict.ts';
import { fail, notApplicable, pass, undecidable } from '../verdict.ts';
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

export interface Wanted {
  readonly tcp: readonly PortSpan[];
  readonly udp: readonly PortSpan[];
  /** Whether this much of the open ports is too much. */
  readonly isTooMuch: (open: readonly PortSpan[]) => boolean;
  readonly expected: string;
}

/** The verdict about one rule. */
export const judgeRule = (
  rule: Firewall['rule'],
  { tcp, udp, isTooMuch, expected }: Wanted,
): Pass<never> | Fail | Unknown | NotApplicable => {
  if (rule.direction === 'EGRESS') return notApplicable('the rule is for outgoing traffic');
  if (rule.action === 'deny') return notApplicable('the rule denies');
  if (rule.disabled) return notApplicable('the rule is switched off');
  const rules = flattened(rule);
  const exposures = (
    [
      ['tcp', tcp],
      ['udp', udp],
    ] as const satisfies readonly (readonly [Transport, unknown])[]
  ).map(([transport, wanted]) => exposureOf(rules, transport, wanted));
  const bad = exposures.filter(({ spans }) => isTooMuch(spans));
  if (bad.length > 0) {
    const guilty = new Set(bad.flatMap((exposure) => exposure.rules));
    return fail(
      evidenceOf(
        rules.filter((one) => guilty.has(one)),
        expected,
      ),
    );
  }
  return exposures.some(({ undecided }) => undecided.length > 0)
    ? undecidable('a source of the rule is no range of addresses')
    : pass;
};

/** One line for each entry and source, however many ports it names. */
const evidenceOf = (rules: readonly SecurityGroupRule[], expected: string): readonly Evidence[] => {
  const found = new Map<string, string[]>();
  for (const rule of rules) found.set(rule.id, [...(found.get(rule.id) ?? []), ruleInWords(rule)]);
  return [...found].map(([id, words]) => ({ path: `rule/${id}`, found: words.join(', '), expected }));
};

export const anyPort = (open: readonly PortSpan[]): boolean => open.length > 0;
