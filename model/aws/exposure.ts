/**
 * What the rules of a security group open to the internet. Rules are judged together: two halves of the address
 * space make a whole, and so do two halves of a port range.
 */
import { isInternet, parseCidr, publicSpace, setsMeet } from '../cidr.ts';
import type { Exposure, Wanted } from '../exposure.ts';
import { judgeExposures } from '../exposure.ts';
import type { Transport } from '../ports.ts';
import { everyPort, joinSpans, openPorts } from '../ports.ts';
import type { Fail, Pass, Unknown } from '../verdict.ts';
import type { PortSpan, SecurityGroupRule } from './network.ts';

/** Of these ports only; every port by default. */
const everyPorts: readonly PortSpan[] = [everyPort];
const closed: Exposure<SecurityGroupRule> = { spans: [], rules: [], undecided: [] };

/** Sources that are not known here are prefix lists. */
export const exposureOf = (
  rules: readonly SecurityGroupRule[],
  transport: Transport,
  wanted: readonly PortSpan[] = everyPorts,
): Exposure<SecurityGroupRule> => {
  if (rules.length <= 128 && rules.every(isHarmless)) return closed;
  const open: { rule: SecurityGroupRule; cidr: string; spans: readonly PortSpan[] }[] = [];
  const undecided: SecurityGroupRule[] = [];
  for (const rule of rules) {
    // A referenced group is a set of own interfaces, however many addresses they have.
    if (rule.peer.type === 'group') continue;
    const admitted = openPorts(rule, transport);
    const spans = wanted === everyPorts ? admitted : cut(admitted, wanted);
    if (spans.length === 0) continue;
    if (rule.peer.type === 'cidr' && parsable(rule.peer.cidr)) {
      open.push({ rule, cidr: rule.peer.cidr, spans });
    } else undecided.push(rule);
  }
  if (
    open.length <= 128 &&
    open.every(({ cidr }) => everybody.has(cidr) || isSmall(cidr) || !isPublic(cidr))
  ) {
    // Nothing to add up: the rules for everybody open what they open, the small and the private ones nothing.
    const alone = open.filter(({ cidr }) => everybody.has(cidr));
    return {
      spans: joinSpans(alone.flatMap(({ spans }) => spans)),
      rules: alone.map(({ rule }) => rule),
      undecided,
    };
  }

  const exposed: PortSpan[] = [];
  const guilty = new Set<SecurityGroupRule>();
  for (const span of elementarySpans(open.flatMap(({ spans }) => spans))) {
    const admitting = open.filter(({ spans }) =>
      spans.some((one) => one.from <= span.from && span.to <= one.to),
    );
    if (!opens(admitting.map(({ cidr }) => cidr))) continue;
    exposed.push(span);
    const alone = admitting.filter(({ cidr }) => opens([cidr]));
    for (const { rule } of alone.length > 0 ? alone : admitting.filter(({ cidr }) => isPublic(cidr))) {
      guilty.add(rule);
    }
  }
  return { spans: joinSpans(exposed), rules: rules.filter((rule) => guilty.has(rule)), undecided };
};

/** `tcp 22 from 0.0.0.0/0`, or `to` for an outbound rule: what a reader of a finding needs of it. */
export const ruleInWords = (rule: SecurityGroupRule, direction: 'from' | 'to' = 'from'): string => {
  const ports =
    rule.ports === 'all'
      ? 'every port'
      : rule.ports.from === rule.ports.to
        ? String(rule.ports.from)
        : `${rule.ports.from}-${rule.ports.to}`;
  const protocol = rule.protocol === 'all' ? 'every protocol' : `${rule.protocol} ${ports}`;
  return `${protocol} ${direction} ${peerInWords(rule)}`;
};

const peerInWords = ({ peer }: SecurityGroupRule): string => {
  switch (peer.type) {
    case 'cidr':
      return peer.cidr;
    case 'group':
      return peer.group;
    case 'prefix-list':
      return peer.prefixList;
  }
};

/** The verdict about what a group lets in. */
export const judgeIngress = (
  ingress: readonly SecurityGroupRule[],
  wanted: Wanted<SecurityGroupRule>,
): Pass<never> | Fail | Unknown => {
  const exposures = [exposureOf(ingress, 'tcp', wanted.tcp), exposureOf(ingress, 'udp', wanted.udp)];
  return judgeExposures(ingress, exposures, wanted, {
    evidence: (rules) =>
      rules.map((rule) => ({
        path: `ingress/${rule.id}`,
        found: ruleInWords(rule),
        expected: wanted.expected,
      })),
    doubt: 'a rule admits a prefix list, whose addresses are not part of the group',
  });
};

const everybody = new Set(['0.0.0.0/0', '::/0']);

const parsable = (cidr: string): boolean => everybody.has(cidr) || parseCidr(cidr) !== undefined;

const opens = (cidrs: readonly string[]): boolean =>
  cidrs.some((cidr) => everybody.has(cidr)) || isInternet(cidrs);

const isPublic = (cidr: string): boolean => {
  const known = publicTexts.get(cidr);
  if (known !== undefined) return known;
  const range = parseCidr(cidr);
  const found = range !== undefined && setsMeet([range], publicSpace);
  if (publicTexts.size === publicTextsLimit) publicTexts.clear();
  publicTexts.set(cidr, found);
  return found;
};

/** Opens nothing, and nothing of it has to be looked at: most rules, so what is known of a text is kept. */
const isHarmless = ({ peer }: SecurityGroupRule): boolean => {
  if (peer.type !== 'cidr') return peer.type === 'group';
  const { cidr } = peer;
  const known = harmlessTexts.get(cidr);
  if (known !== undefined) return known;
  const found = !everybody.has(cidr) && parseCidr(cidr) !== undefined && (isSmall(cidr) || !isPublic(cidr));
  if (harmlessTexts.size === publicTextsLimit) harmlessTexts.clear();
  harmlessTexts.set(cidr, found);
  return found;
};

const harmlessTexts = new Map<string, boolean>();

/** Rules of one estate repeat few texts. Emptied when full, so that a hostile estate can't make it grow. */
const publicTexts = new Map<string, boolean>();
const publicTextsLimit = 4096;

/**
 * A /17 (IPv4) or a /41 (IPv6) and smaller: up to 128 of them make less than a /8 or /32 even all together, so their
 * sum need not be computed.
 */
const isSmall = (cidr: string): boolean => {
  const slash = cidr.indexOf('/');
  return slash === -1 || Number(cidr.slice(slash + 1)) >= (cidr.includes(':') ? 41 : 17);
};

/** The parts of `spans` that lie in `wanted`. Plain loops: every rule of an estate comes through here several times. */
const cut = (spans: readonly PortSpan[], wanted: readonly PortSpan[]): readonly PortSpan[] => {
  const inside: PortSpan[] = [];
  for (const one of spans) {
    for (const other of wanted) {
      const from = Math.max(one.from, other.from);
      const to = Math.min(one.to, other.to);
      if (from <= to) inside.push({ from, to });
    }
  }
  return inside;
};

/** Splits at every edge, so that each span is either wholly inside or wholly outside each rule. */
const elementarySpans = (spans: readonly PortSpan[]): readonly PortSpan[] => {
  const starts = [...new Set(spans.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  return starts.flatMap((from, index) => {
    const next = starts[index + 1];
    return next === undefined ? [] : [{ from, to: next - 1 }];
  });
};
