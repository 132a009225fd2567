/** Firewall rules of networks, and firewall policies. */
import type { PortSpan } from '#model/aws/network.ts';
import type { FirewallEntry, FirewallPolicyRule } from '#model/gcp/network.ts';
import type { Node } from '#sources/fields.ts';
import { part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { pathOf } from './normaliser.ts';

export const firewall: Normaliser<'compute.googleapis.com/Firewall'> = ({ data }) => ({
  rule: part(() => {
    const allowed = data.nodesOr('allowed', 'allow');
    const denied = data.nodesOr('denied', 'deny');
    if (allowed.length > 0 === denied.length > 0) {
      return problem(`${data.at('allowed')}: a rule either allows or denies`);
    }
    const direction = data.textOr('INGRESS', 'direction');
    if (direction !== 'INGRESS' && direction !== 'EGRESS') {
      return problem(`${data.at('direction')} is neither INGRESS nor EGRESS`);
    }
    const ranges = data.textsOr('sourceRanges', 'sourceRange');
    const sourceTags = data.textsOr('sourceTags', 'sourceTag');
    const sourceAccounts = data.textsOr('sourceServiceAccounts', 'sourceServiceAccount');
    const unfiltered =
      direction === 'INGRESS' && ranges.length + sourceTags.length + sourceAccounts.length === 0;
    return {
      network: pathOf(data.text('network')),
      direction,
      action: allowed.length > 0 ? ('allow' as const) : ('deny' as const),
      priority: data.intOr(1000, 'priority'),
      disabled: data.flagOr(false, 'disabled'),
      entries: [...allowed, ...denied].map(entryOf),
      sources: unfiltered ? ['0.0.0.0/0'] : ranges,
      sourceTags,
      sourceAccounts,
      destinations: data.textsOr('destinationRanges', 'destinationRange'),
      targetTags: data.textsOr('targetTags', 'targetTag'),
      targetAccounts: data.textsOr('targetServiceAccounts', 'targetServiceAccount'),
      logging: data.nodeOr('logConfig')?.flagOr(false, 'enable') ?? false,
    };
  }),
});

export const firewallPolicy: Normaliser<'compute.googleapis.com/FirewallPolicy'> = ({ data }) => ({
  rules: part(() => data.nodesOr('rules', 'rule').map(policyRule)),
  associations: part(() =>
    data.nodesOr('associations', 'association').map((one) => pathOf(one.text('attachmentTarget'))),
  ),
});

const policyRule = (rule: Node): FirewallPolicyRule => {
  const match = rule.nodeOr('match');
  const direction = rule.text('direction');
  const ranges = match?.textsOr('srcIpRanges', 'srcIpRange') ?? [];
  const sourceTags = match?.nodesOr('srcSecureTags').map((tag) => tag.text('name')) ?? [];
  const sourceLists = listed.flatMap((name) => match?.textsOr(name) ?? []);
  const scope = match?.textOr('', 'srcNetworkScope', 'srcNetworkType') ?? '';
  const isInside = inside.has(scope);
  const unfiltered = direction === 'INGRESS' && ranges.length + sourceTags.length + sourceLists.length === 0;
  return {
    priority: rule.int('priority'),
    direction,
    action: rule.text('action'),
    disabled: rule.flagOr(false, 'disabled'),
    entries: match?.nodesOr('layer4Configs', 'layer4Config').map(entryOf) ?? [],
    sources: isInside ? [] : unfiltered ? ['0.0.0.0/0', '::/0'] : ranges,
    sourceTags: isInside ? [scope, ...sourceTags] : sourceTags,
    sourceLists: isInside ? [] : sourceLists,
    destinations: match?.textsOr('destIpRanges', 'destIpRange') ?? [],
    targets: [
      ...rule.textsOr('targetResources', 'targetResource'),
      ...rule.textsOr('targetServiceAccounts', 'targetServiceAccount'),
      ...rule.nodesOr('targetSecureTags').map((tag) => tag.text('name')),
    ],
  };
};

/** Scopes that hold nobody on the internet. Source: Cloud NGFW, "Network scopes". */
const inside = new Set(['INTRA_VPC', 'NON_INTERNET', 'VPC_NETWORKS']);

/** Names, regions and lists whose addresses stand elsewhere. */
const listed = ['srcAddressGroups', 'srcFqdns', 'srcRegionCodes', 'srcThreatIntelligences'];

/** Numbers of the protocols that have names of their own here. Source: IANA, "Protocol Numbers". */
const protocols: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp' };

const entryOf = (entry: Node): FirewallEntry => {
  const raw = entry.raw('IPProtocol', 'ipProtocol');
  const protocol = (
    typeof raw === 'number' ? String(raw) : entry.text('IPProtocol', 'ipProtocol')
  ).toLowerCase();
  const ports = entry.listOr('ports', 'port') ?? [];
  return {
    protocol: protocols[protocol] ?? protocol,
    ports:
      ports.length === 0 ? 'all' : ports.map((port, index) => spanOf(port, `${entry.at('ports')}[${index}]`)),
  };
};

/** `22` or `8000-9000`; a lone port may come as a number. */
const spanOf = (port: unknown, path: string): PortSpan => {
  const [, first, last] = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(String(port)) ?? [];
  const from = Number(first);
  const to = Number(last ?? first);
  return from <= to && to <= 65_535 ? { from, to } : problem(`${path} is no port and no range of ports`);
};
