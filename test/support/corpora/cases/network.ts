/** Questions about one security group, network ACL or route table. */

import { peeringRoutesNarrow } from '#checks/network/aws/peering-routes-narrow.ts';
import { exposureOf, span } from '#model/aws/exposure.ts';
import type { NetworkAclEntry, Route, SecurityGroupRule } from '#model/aws/network.ts';
import type { Family } from '#model/cidr.ts';
import { internetShare, parseCidr } from '#model/cidr.ts';
import { aclAdmits } from '#model/ports.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { PlainAdapter, PlainAnswer } from '../contract.ts';
import { askCheck } from './ask-check.ts';
import { resourceOf } from './items.ts';
import type { PortQuestion } from './question.ts';
import { portIn } from './question.ts';

export const askNetwork: PlainAdapter = ({ provider, question, input }) => {
  if (provider !== 'aws') return undefined;
  const group = resourceOf(input, 'AWS::EC2::SecurityGroup');
  if (group !== undefined) return securityGroup(group, question);
  const acl = resourceOf(input, 'AWS::EC2::NetworkAcl');
  if (acl !== undefined) return networkAcl(acl, question);
  const table = resourceOf(input, 'AWS::EC2::RouteTable');
  return table === undefined ? undefined : routeTable(table, question);
};

const families = [4, 6] as const satisfies readonly Family[];
const names: Readonly<Record<Family, string>> = { 4: 'ipv4', 6: 'ipv6' };

const exposed = (open: readonly Family[]): PlainAnswer => {
  if (open.length === 0) return { verdict: 'not-exposed' };
  const [only] = open;
  return { verdict: 'exposed', ...(open.length === 1 && only !== undefined ? { family: names[only] } : {}) };
};

function securityGroup(group: Resource, question: string): PlainAnswer | undefined {
  const outbound = /\begress|\boutbound|\boutgoing/i.test(question);
  const rules = group.parts[outbound ? 'egress' : 'ingress'] as Reading<readonly SecurityGroupRule[]>;
  if (!rules.known) return { verdict: 'unknown', reason: rules.reason };
  if (!/\binternet|\bworld|\bpublic|\banyone|\beveryone|\banywhere|\bopen|\bexposed/i.test(question))
    return undefined;
  const asked = portIn(question);
  const judged = families.map((family) => {
    const ofFamily = rules.value.filter(
      ({ peer }) => peer.type !== 'cidr' || parseCidr(peer.cidr)?.family === family,
    );
    return { family, ...spansOf(ofFamily, asked) };
  });
  const open = judged.filter((one) => one.open).map((one) => one.family);
  if (open.length === 0 && judged.some((one) => one.undecided)) return { verdict: 'unknown' };
  return exposed(open);
}

function spansOf(rules: readonly SecurityGroupRule[], asked: PortQuestion | undefined) {
  const exposures =
    asked === undefined
      ? (['tcp', 'udp'] as const).map((transport) => exposureOf(rules, transport))
      : [exposureOf(rules, asked.transport, [span(asked.port)])];
  return {
    open: exposures.some(({ spans }) => spans.length > 0),
    undecided: exposures.some(({ undecided }) => undecided.length > 0),
  };
}

function networkAcl(acl: Resource, question: string): PlainAnswer | undefined {
  const entries = acl.parts['entries'] as Reading<readonly NetworkAclEntry[]>;
  if (!entries.known) return { verdict: 'unknown', reason: entries.reason };
  const asked = portIn(question);
  if (asked === undefined) return undefined;
  const outbound = /\begress|\boutbound|\boutgoing/i.test(question);
  return exposed(
    families.filter((family) => {
      const { allowed } = aclAdmits(entries.value, asked.port, asked.transport, family, outbound);
      const { width } = internetShare(allowed);
      return width === 'all' || width === 'wide';
    }),
  );
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
  const wide = routes.value.filter(({ destination, target, active }) => {
    const range = parseCidr(destination);
    if (!active || !target.startsWith('igw-') || range === undefined) return false;
    const { width } = internetShare([range]);
    return width === 'all' || width === 'wide';
  });
  return { verdict: wide.length > 0 ? 'public' : 'not-public' };
}
