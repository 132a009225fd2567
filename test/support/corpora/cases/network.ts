/** Questions about one security group, network ACL or route table. */

import { defaultSecurityGroupClosed } from '#checks/network/aws/default-security-group-closed.ts';
import { peeringRoutesNarrow } from '#checks/network/aws/peering-routes-narrow.ts';
import { exposureOf } from '#model/aws/exposure.ts';
import type { NetworkAclEntry, Route, RouteTable, SecurityGroupRule } from '#model/aws/network.ts';
import type { Family } from '#model/cidr.ts';
import { internetShare, parseCidr } from '#model/cidr.ts';
import { aclAdmits } from '#model/ports.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { askCheck } from './ask-check.ts';
import { withDescribed } from './described.ts';
import { resourceOf, resourcesIn } from './items.ts';
import type { PortQuestion } from './question.ts';
import { asksOfAllPorts, familyIn, portsIn } from './question.ts';

export const askNetwork: PlainAdapter = (given) => {
  const { provider, question } = given;
  if (provider !== 'aws') return undefined;
  const input = withDescribed(given.input);
  const group = resourceOf(input, 'AWS::EC2::SecurityGroup');
  if (group !== undefined) return securityGroup(group, question);
  const acl = resourceOf(input, 'AWS::EC2::NetworkAcl');
  if (acl !== undefined) return networkAcl(acl, question);
  const table = tableOf(input, question);
  return table === undefined ? undefined : routeTable(table, question);
};

const families = [4, 6] as const satisfies readonly Family[];
const names: Readonly<Record<Family, string>> = { 4: 'ipv4', 6: 'ipv6' };

const exposed = (open: readonly Family[]): PlainAnswer => {
  if (open.length === 0) return { verdict: 'not-exposed' };
  const [only] = open;
  return { verdict: 'exposed', ...(open.length === 1 && only !== undefined ? { family: names[only] } : {}) };
};

/** Named sources that are not everybody: the question is not about the internet. */
const namesPeer = (question: string): boolean =>
  /\b(?!0\.0\.0\.0\b)\d{1,3}(\.\d{1,3}){3}|\bsg-\w+|\bpl-\w+|\bvpc peering/i.test(question);

const isOutbound = (question: string): boolean => /\begress|\boutbound|\boutgoing/i.test(question);

function securityGroup(group: Resource, question: string): PlainAnswer | undefined {
  if (/\bdefault (security )?group/i.test(question) && portsIn(question).length === 0) {
    return { verdict: askCheck(defaultSecurityGroupClosed, group).verdict };
  }
  const rules = group.parts[isOutbound(question) ? 'egress' : 'ingress'] as Reading<
    readonly SecurityGroupRule[]
  >;
  if (!rules.known) return { verdict: 'unknown', reason: rules.reason };
  if (namesPeer(question)) return undefined;
  const only = familyIn(question);
  const judged = families
    .filter((family) => only === undefined || family === only)
    .map((family) => {
      const ofFamily = rules.value.filter(
        ({ peer }) => peer.type !== 'cidr' || parseCidr(peer.cidr)?.family === family,
      );
      return { family, ...spansOf(ofFamily, question) };
    });
  if (judged.some(({ extent }) => extent === 'partly')) return undefined;
  const open = judged.filter(({ extent }) => extent === 'open').map((one) => one.family);
  if (open.length === 0 && judged.some((one) => one.undecided)) return { verdict: 'unknown' };
  return exposed(open);
}

/** `partly`: of the range that is asked about, some ports are open and some are not. */
type Extent = 'open' | 'partly' | 'closed';

function spansOf(
  rules: readonly SecurityGroupRule[],
  question: string,
): { readonly extent: Extent; readonly undecided: boolean } {
  const asked = portsIn(question);
  const transports = asked.length > 0 ? [asked[0]?.transport ?? 'tcp'] : (['tcp', 'udp'] as const);
  const exposures = transports.map((transport) =>
    asked.length === 0 ? exposureOf(rules, transport) : exposureOf(rules, transport, asked),
  );
  const undecided = exposures.some((one) => one.undecided.length > 0);
  const spans = exposures.flatMap((one) => one.spans);
  if (asked.length === 0) {
    const whole = exposures.some(({ spans: [first] }) => first?.from === 0 && first.to === lastPort);
    const open = asksOfAllPorts(question) ? whole : spans.length > 0;
    return { extent: open ? 'open' : 'closed', undecided };
  }
  const extents = asked.map((one): Extent => {
    if (spans.some(({ from, to }) => from <= one.from && one.to <= to)) return 'open';
    return spans.some(({ from, to }) => from <= one.to && one.from <= to) ? 'partly' : 'closed';
  });
  const extent = (['open', 'partly', 'closed'] as const).find((one) => extents.includes(one)) ?? 'closed';
  return { extent, undecided };
}

const lastPort = 65535;

function networkAcl(acl: Resource, question: string): PlainAnswer | undefined {
  const entries = acl.parts['entries'] as Reading<readonly NetworkAclEntry[]>;
  if (!entries.known) return { verdict: 'unknown', reason: entries.reason };
  if (namesPeer(question)) return undefined;
  if (entries.value.some(({ cidr }) => parseCidr(cidr) === undefined)) return { verdict: 'unknown' };
  const asked = portsIn(question);
  const only = familyIn(question);
  const extents = families
    .filter((family) => only === undefined || family === only)
    .map((family) => ({ family, extent: aclExtent(entries.value, asked, family, isOutbound(question)) }));
  const partly = extents.some(({ extent }) => extent === 'partly');
  // Asked of all, a part is not enough; asked in no such words, it may or may not be.
  if (partly && !(asked.length === 0 && asksOfAllPorts(question))) return undefined;
  return exposed(extents.filter(({ extent }) => extent === 'open').map(({ family }) => family));
}

/** What decides changes only at the edges of the entries' ranges: each piece between two of them is tried once. */
function aclExtent(
  entries: readonly NetworkAclEntry[],
  asked: readonly PortQuestion[],
  family: Family,
  outbound: boolean,
): Extent {
  const edges = entries.flatMap(({ ports }) => (ports === 'all' ? [] : [ports.from, ports.to + 1]));
  const spans: readonly PortQuestion[] =
    asked.length > 0
      ? asked
      : (['tcp', 'udp'] as const).map((transport) => ({ from: 0, to: lastPort, transport }));
  const admitted = spans.flatMap(({ from, to, transport }) =>
    [from, ...edges.filter((edge) => edge > from && edge <= to)].map((port) => {
      const { allowed } = aclAdmits(entries, port, transport, family, outbound);
      const { width } = internetShare(allowed);
      return width === 'all' || width === 'wide';
    }),
  );
  if (admitted.every((one) => one)) return 'open';
  const several = asked.length > 1 && asked.every(({ from, to }) => from === to);
  if (several && admitted.includes(true)) return 'open';
  return admitted.includes(true) ? 'partly' : 'closed';
}

/** The one table, or the one that applies to the subnet in question: its own, else the main one. */
function tableOf(input: unknown, question: string): Resource | undefined {
  const tables = resourcesIn(input).filter(({ kind }) => kind === 'AWS::EC2::RouteTable');
  const subnet =
    resourceOf(input, 'AWS::EC2::Subnet')?.id.split('/').at(-1) ?? /\bsubnet-\w+/.exec(question)?.[0];
  if (subnet === undefined) return tables.length === 1 ? tables[0] : undefined;
  const associated = tables.map((table) => {
    const reading = table.parts['associations'] as Reading<RouteTable['associations']>;
    return { table, ...(reading.known ? reading.value : { main: false, subnets: [] as readonly string[] }) };
  });
  const own = associated.find(({ subnets }) => subnets.includes(subnet));
  return (own ?? associated.find(({ main }) => main))?.table;
}

function routeTable(table: Resource, question: string): PlainAnswer | undefined {
  const routes = table.parts['routes'] as Reading<readonly Route[]>;
  if (!routes.known) return { verdict: 'unknown', reason: routes.reason };
  if (/\bpeering\b/i.test(question)) {
    const { verdict, evidence } = askCheck(peeringRoutesNarrow, table);
    const [first] = evidence;
    return {
      verdict,
      ...(first === undefined ? {} : { route: first.path.slice(first.path.indexOf('/') + 1) }),
    };
  }
  if (!/\bpublic|\binternet/i.test(question)) return undefined;
  const gateways = routes.value.filter(({ target, active }) => active && target.startsWith('igw-'));
  const wide = gateways.some(({ destination }) => {
    const range = parseCidr(destination);
    if (range === undefined) return false;
    const { width } = internetShare([range]);
    return width === 'all' || width === 'wide';
  });
  if (wide) return { verdict: 'public' };
  // What a prefix list holds is not part of the table.
  return {
    verdict: gateways.some((one) => parseCidr(one.destination) === undefined) ? 'unknown' : 'not-public',
  };
}
