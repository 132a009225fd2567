import type { PortSpan } from '#model/aws/network.ts';
import type { NsgRule } from '#model/azure/network.ts';
import type { Node } from '#sources/fields.ts';
import { part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { idsAt } from './references.ts';

export const networkSecurityGroup: Normaliser<'microsoft.network/networksecuritygroups'> = ({
  properties,
}) => ({
  rules: part(() =>
    // The own ones are always given, maybe empty. The default ones are the same everywhere, and exports leave them out.
    [...properties.nodes('securityRules'), ...properties.nodesOr('defaultSecurityRules')]
      .map(ruleOf)
      .sort((a, b) => a.priority - b.priority),
  ),
  attachments: part(() => ({
    subnets: idsAt(properties, 'subnets'),
    interfaces: idsAt(properties, 'networkInterfaces'),
  })),
});

const ruleOf = (rule: Node): NsgRule => {
  const properties = rule.node('properties');
  const read: NsgRule = {
    name: rule.text('name'),
    priority: properties.int('priority'),
    direction: wordOf(properties, 'direction', ['inbound', 'outbound']),
    allow: wordOf(properties, 'access', ['allow', 'deny']) === 'allow',
    protocol: protocolOf(properties),
    sources: textsOf(properties, 'sourceAddressPrefix', 'sourceAddressPrefixes'),
    sourceGroups: idsAt(properties, 'sourceApplicationSecurityGroups'),
    sourcePorts: portsOf(properties, 'sourcePortRange', 'sourcePortRanges'),
    destinations: textsOf(properties, 'destinationAddressPrefix', 'destinationAddressPrefixes'),
    destinationGroups: idsAt(properties, 'destinationApplicationSecurityGroups'),
    ports: portsOf(properties, 'destinationPortRange', 'destinationPortRanges'),
  };
  if (read.sources.length === 0 && read.sourceGroups.length === 0) {
    return problem(`${properties.path} names no source`);
  }
  return read;
};

/** Values of enumerations come in every letter case. */
const wordOf = <const W extends string>(node: Node, name: string, words: readonly W[]): W => {
  const text = node.text(name).toLowerCase();
  return words.find((word) => word === text) ?? problem(`${node.at(name)} is none of ${words.join(', ')}`);
};

const protocolOf = (node: Node): string => {
  const text = node.text('protocol').toLowerCase();
  if (text === '*' || text === 'any') return 'all';
  return /^(?:tcp|udp|icmp|esp|ah)$/.test(text) ? text : problem(`${node.at('protocol')} is no protocol`);
};

/** The singular field and the plural one are alternatives; the other is empty, or not there. */
const textsOf = (node: Node, one: string, many: string): readonly string[] => {
  const single = node.textOr('', one);
  const plural = node.textsOr(many);
  return single === '' ? plural : [...new Set([single, ...plural])];
};

const portsOf = (node: Node, one: string, many: string): readonly (PortSpan | 'all')[] => {
  const single = node.raw(one);
  const ports = [...(single === undefined || single === '' ? [] : [single]), ...(node.listOr(many) ?? [])];
  if (ports.length === 0) return problem(`${node.at(one)} names no port`);
  return ports.map((port) => spanOf(port) ?? problem(`${node.at(one)}: no port or range of ports`));
};

/** Azure gives text; a template may have a lone port as a number. */
const spanOf = (port: unknown): PortSpan | 'all' | undefined => {
  const word =
    typeof port === 'number' ? String(port) : typeof port === 'string' ? port.trim().toLowerCase() : '';
  if (word === '*' || word === 'any') return 'all';
  const found = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(word);
  if (found === null) return undefined;
  const from = Number(found[1]);
  const to = Number(found[2] ?? found[1]);
  return from <= to && to <= 65_535 ? { from, to } : undefined;
};
