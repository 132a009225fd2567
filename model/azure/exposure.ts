/**
 * What a network security group lets in from the internet. Rules are tried from the lowest priority number, and the
 * first that fits a packet decides it; what is decided is carried along as a set of addresses for each span of ports.
 *
 * Source: Azure Virtual Network, "How network security groups filter network traffic" and "Virtual network service
 * tags".
 */
import type { PortSpan } from '../aws/network.ts';
import type { CidrSet, Family } from '../cidr.ts';
import {
  fullRange,
  internetShare,
  intersectSets,
  parseCidr,
  publicSpace,
  setCovers,
  subtractSets,
  unionSets,
} from '../cidr.ts';
import type { Exposure, Wanted } from '../exposure.ts';
import { judgeExposures } from '../exposure.ts';
import { everyPort, joinSpans, type Transport } from '../ports.ts';
import type { Fail, Pass, Unknown } from '../verdict.ts';
import type { NsgRule } from './network.ts';
import { isServiceTag } from './service-tags.ts';

const families = [4, 6] as const satisfies readonly Family[];
const everything: CidrSet = families.map(fullRange);

/** Tags that hold every public address, whatever else they hold. */
const everyone = new Set(['*', 'any', 'internet']);
/** Tags of nobody on the internet: own networks, peered ones, Azure's health probes and its own gateway operators. */
const inside = new Set(['virtualnetwork', 'azureloadbalancer', 'gatewaymanager']);

/** What a rule is known to fit, and what it may fit at most. */
interface Fit {
  readonly sure: CidrSet;
  readonly perhaps: CidrSet;
}

const nothing: Fit = { sure: [], perhaps: [] };

const fitOf = (rule: NsgRule): Fit => {
  const fits = rule.sources.map(fitOfText);
  // A group is a set of own interfaces: no source on the internet.
  return {
    sure: unionSets(...fits.map((fit) => fit.sure)),
    perhaps: unionSets(...fits.map((fit) => fit.perhaps)),
  };
};

const fitOfText = (text: string): Fit => {
  const word = text.trim().toLowerCase();
  if (everyone.has(word)) {
    const set = word === 'internet' ? publicSpace : everything;
    return { sure: set, perhaps: set };
  }
  if (inside.has(word)) return nothing;
  const range = parseCidr(word);
  if (range !== undefined) return { sure: [range], perhaps: [range] };
  // Public, and bounded: not the internet.
  if (isServiceTag(word)) return nothing;
  // All data centres (`AzureCloud`), or something that nobody knows: its addresses are not here, and are public.
  return { sure: [], perhaps: everything };
};

const carries = (rule: NsgRule, transport: Transport): boolean =>
  rule.protocol === 'all' || rule.protocol === transport;

const covers = (spans: readonly (PortSpan | 'all')[], span: PortSpan): boolean =>
  spans.some((one) => one === 'all' || (one.from <= span.from && span.to <= one.to));

/**
 * Inbound, of these ports only; every port by default. A rule for certain source ports or for some destinations
 * counts as one that admits (a client picks its source port, and one destination is enough), but refuses only what
 * goes the same way.
 */
export const nsgExposure = (
  rules: readonly NsgRule[],
  transport: Transport,
  wanted: readonly PortSpan[] = [everyPort],
): Exposure<NsgRule> => {
  const ours = rules
    .filter((rule) => rule.direction === 'inbound' && carries(rule, transport))
    .sort((a, b) => a.priority - b.priority);
  const spans: PortSpan[] = [];
  const guilty = new Set<NsgRule>();
  const undecided = new Set<NsgRule>();
  const fits = new Map(ours.map((rule) => [rule, fitOf(rule)]));
  for (const span of elementarySpans(ours, wanted)) {
    const here = ours.filter((rule) => covers(rule.ports, span));
    let openToDecide: CidrSet = everything;
    let admitted: CidrSet = [];
    let perhaps: CidrSet = [];
    const admitting: { readonly rule: NsgRule; readonly set: CidrSet }[] = [];
    const doubtful: NsgRule[] = [];
    const partial: NsgRule[] = [];
    for (const rule of here) {
      const fit = fits.get(rule) ?? nothing;
      if (rule.allow) {
        for (const open of openWays(rule, openToDecide, partial, fits)) {
          const hit = intersectSets(open, fit.sure);
          const may = intersectSets(open, fit.perhaps);
          if (hit.length > 0) admitting.push({ rule, set: hit });
          if (subtractSets(may, fit.sure).length > 0) doubtful.push(rule);
          admitted = unionSets(admitted, hit);
          perhaps = unionSets(perhaps, may);
        }
        openToDecide = subtractSets(openToDecide, fit.sure);
      } else if (isWhole(rule)) openToDecide = subtractSets(openToDecide, fit.sure);
      else partial.push(rule);
    }
    if (isOpen(admitted)) {
      spans.push(span);
      const alone = admitting.filter(({ set }) => isOpen(set));
      for (const { rule, set } of alone.length > 0 ? alone : admitting) {
        if (internetShare(set).width !== 'none') guilty.add(rule);
      }
    } else if (isOpen(perhaps)) for (const rule of doubtful) undecided.add(rule);
  }
  return {
    spans: joinSpans(spans),
    rules: ours.filter((rule) => guilty.has(rule)),
    undecided: ours.filter((rule) => undecided.has(rule)),
  };
};

const isOpen = (set: CidrSet): boolean => {
  const { width } = internetShare(set);
  return width === 'all' || width === 'wide';
};

/** A refusal that leaves no destination and no source port out. */
const isWhole = (rule: NsgRule): boolean =>
  rule.destinationGroups.length === 0 &&
  rule.destinations.some(isEveryDestination) &&
  rule.sourcePorts.some(isEverySourcePort);

/** A group stands in front of its own network: to it the network is everything. */
const isEveryDestination = (text: string): boolean =>
  ['*', 'any', 'virtualnetwork'].includes(text.trim().toLowerCase());

const isEverySourcePort = (ports: PortSpan | 'all'): boolean =>
  ports === 'all' || (ports.from <= 1 && ports.to === 65_535);

/** For each destination of the rule: the addresses that nothing before it has decided. */
const openWays = (
  rule: NsgRule,
  open: CidrSet,
  refusals: readonly NsgRule[],
  fits: ReadonlyMap<NsgRule, Fit>,
): readonly CidrSet[] => {
  if (refusals.length === 0) return [open];
  const ways = [
    ...rule.destinations.map((text) => (one: NsgRule) => goesTo(one, text)),
    ...rule.destinationGroups.map(
      (id) => (one: NsgRule) =>
        one.destinationGroups.some((other) => other.toLowerCase() === id.toLowerCase()),
    ),
  ];
  return ways.map((isOnTheWay) =>
    refusals
      .filter(
        (one) => (isOnTheWay(one) || one.destinations.some(isEveryDestination)) && leavesFrom(one, rule),
      )
      .reduce((rest, one) => subtractSets(rest, (fits.get(one) ?? nothing).sure), open),
  );
};

const goesTo = ({ destinations }: NsgRule, text: string): boolean => {
  const range = parseCidr(text);
  return destinations.some((other) => {
    const wide = parseCidr(other);
    if (range !== undefined && wide !== undefined) return setCovers([wide], [range]);
    return other.trim().toLowerCase() === text.trim().toLowerCase();
  });
};

/** Does the refusal hold for every source port of the rule? */
const leavesFrom = (refusal: NsgRule, rule: NsgRule): boolean =>
  refusal.sourcePorts.some(isEverySourcePort) ||
  rule.sourcePorts.every((ports) => ports !== 'all' && covers(refusal.sourcePorts, ports));

/** Splits at every edge, so that each span is either wholly inside or wholly outside each rule. */
const elementarySpans = (rules: readonly NsgRule[], wanted: readonly PortSpan[]): readonly PortSpan[] => {
  const edges = new Set<number>();
  for (const span of [...wanted, ...rules.flatMap((rule) => rule.ports)]) {
    if (span === 'all') continue;
    edges.add(span.from);
    edges.add(span.to + 1);
  }
  edges.add(everyPort.from);
  edges.add(everyPort.to + 1);
  const starts = [...edges].sort((a, b) => a - b);
  return starts.flatMap((from, index) => {
    const next = starts[index + 1];
    if (next === undefined) return [];
    const span = { from, to: next - 1 };
    return wanted.some((one) => one.from <= span.from && span.to <= one.to) ? [span] : [];
  });
};

/** `tcp 22 from Internet`: what a reader of a finding needs of a rule. */
export const nsgRuleInWords = (rule: NsgRule): string => {
  const ports = rule.ports
    .map((span) =>
      span === 'all' ? 'every port' : span.from === span.to ? String(span.from) : `${span.from}-${span.to}`,
    )
    .join(', ');
  const protocol = rule.protocol === 'all' ? 'every protocol' : rule.protocol;
  return `${protocol} ${ports} from ${[...rule.sources, ...rule.sourceGroups].join(', ')}`;
};

/** The verdict about what a group lets in. @param doubt why it can't be decided, where it can't. */
export const judgeInbound = (
  rules: readonly NsgRule[],
  wanted: Wanted<NsgRule>,
  doubt = 'a rule admits a tag of many public addresses, which are not part of the group',
): Pass<never> | Fail | Unknown => {
  const exposures = [nsgExposure(rules, 'tcp', wanted.tcp), nsgExposure(rules, 'udp', wanted.udp)];
  return judgeExposures(rules, exposures, wanted, {
    evidence: (bad) =>
      bad.map((rule) => ({
        path: `rules/${rule.name}`,
        found: nsgRuleInWords(rule),
        expected: wanted.expected,
      })),
    doubt,
  });
};
