/** What a rule admits: protocols and ports of AWS security groups and network ACLs. */
import type { NetworkAclEntry, PortSpan } from './aws/network.ts';
import type { CidrSet, Family } from './cidr.ts';
import { familyOf, fullRange, intersectSets, parseCidr, subtractSets, unionSets } from './cidr.ts';

export type Transport = 'tcp' | 'udp';

export interface PortRule {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `all` (`-1`), or the IANA number as text. */
  readonly protocol: string;
  readonly ports: PortSpan | 'all';
}

const allProtocols = new Set(['all', '-1', '*', 'any']);
const numbers: Readonly<Record<Transport, string>> = { tcp: '6', udp: '17' };

/** Does the rule's protocol admit TCP (or UDP) at all? A protocol without ports, such as GRE (47), does not. */
export const carries = (protocol: string, transport: Transport): boolean => {
  // As the sources write them; the rest is for texts that came another way.
  if (protocol === transport || protocol === 'all') return true;
  if (protocol === 'tcp' || protocol === 'udp') return false;
  const name = protocol.trim().toLowerCase();
  return allProtocols.has(name) || name === transport || name === numbers[transport];
};

/** Does the rule admit this port? A span counts even when it does not name the port: 0-65535 includes 22. */
export const reaches = (rule: PortRule, port: number, transport: Transport): boolean => {
  const spans = openPorts(rule, transport);
  return spans.some((span) => span.from <= port && port <= span.to);
};

export const everyPort: PortSpan = { from: 0, to: 65_535 };

export const span = (port: number): PortSpan => ({ from: port, to: port });

/** How many ports they are; spans that overlap count twice. */
export const countPorts = (spans: readonly PortSpan[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** The ports of one transport that the rule admits. `all` protocols ignore ports: AWS opens every one. */
export const openPorts = (rule: PortRule, transport: Transport): readonly PortSpan[] => {
  if (!carries(rule.protocol, transport)) return [];
  if (rule.ports === 'all') return [everyPort];
  if (rule.protocol !== transport && allProtocols.has(rule.protocol.trim().toLowerCase())) return [everyPort];
  // -1 stands for every port in older answers.
  if (rule.ports.from === -1) return [everyPort];
  return rule.ports.from <= rule.ports.to ? [rule.ports] : [];
};

/** Sorted, without overlap; neighbours are joined. */
export const joinSpans = (spans: readonly PortSpan[]): readonly PortSpan[] => {
  const joined: PortSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to + 1) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else joined.push(span);
  }
  return joined;
};

export interface AclDecision {
  /** The source addresses that the ACL admits to the port. */
  readonly allowed: CidrSet;
  /** Numbers of the entries that admit some of them, lowest first. */
  readonly by: readonly number[];
}

/**
 * The addresses of one family from which a network ACL admits a port: entries are tried from the lowest number, and
 * the first one that fits an address decides it. What no entry fits is refused.
 *
 * Source: VPC User Guide, "Network ACL rules".
 */
export const aclAdmits = (
  entries: readonly NetworkAclEntry[],
  port: number,
  transport: Transport,
  family: Family,
  egress = false,
): AclDecision => {
  let undecided: CidrSet = [fullRange(family)];
  let allowed: CidrSet = [];
  const by: number[] = [];
  for (const entry of [...entries].sort((a, b) => a.number - b.number)) {
    if (entry.egress !== egress || !reaches(entry, port, transport)) continue;
    const range = parseCidr(entry.cidr);
    if (range === undefined || familyOf(range) !== family) continue;
    const hit = intersectSets(undecided, [range]);
    if (hit.length === 0) continue;
    if (entry.allow) {
      allowed = unionSets(allowed, hit);
      by.push(entry.number);
    }
    undecided = subtractSets(undecided, [range]);
  }
  return { allowed, by };
};
