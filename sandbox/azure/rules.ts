/** Rules of network security groups, as one writes them down: `300 allow tcp 22,3389 from Internet`. */
import type { JsonObject } from '../estate/estate.ts';

const pattern = /^(\d{3,4}) (allow|deny) (tcp|udp|icmp|esp|ah|any) (\S+) (from|to) (\S+)$/;

/** Undefined for what is not written like that. */
export const readRule = (text: string): JsonObject | undefined => {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, priority = '', access = '', protocol = '', ports = '', way = '', peers = ''] = found;
  return ruleOf(`rule-${priority}`, Number(priority), {
    inbound: way === 'from',
    allow: access === 'allow',
    protocol: protocol === 'any' ? '*' : `${protocol.charAt(0).toUpperCase()}${protocol.slice(1)}`,
    ports: ports.split(','),
    peers: peers.split(','),
  });
};

interface Shape {
  readonly inbound: boolean;
  readonly allow: boolean;
  readonly protocol: string;
  readonly ports: readonly string[];
  readonly peers: readonly string[];
  readonly others?: string;
}

/** With one value Azure fills the singular field, with several the plural one, and leaves the other empty. */
const either = (name: string, values: readonly string[]): JsonObject =>
  values.length === 1 ? { [name]: values[0] ?? '', [plural(name)]: [] } : { [plural(name)]: [...values] };

const plural = (name: string): string => (name.endsWith('x') ? `${name}es` : `${name}s`);

const ruleOf = (name: string, priority: number, shape: Shape): JsonObject => ({
  name,
  properties: {
    provisioningState: 'Succeeded',
    priority,
    access: shape.allow ? 'Allow' : 'Deny',
    direction: shape.inbound ? 'Inbound' : 'Outbound',
    protocol: shape.protocol,
    sourcePortRange: '*',
    sourcePortRanges: [],
    ...either('destinationPortRange', shape.ports),
    ...either('sourceAddressPrefix', shape.inbound ? shape.peers : [shape.others ?? '*']),
    ...either('destinationAddressPrefix', shape.inbound ? [shape.others ?? '*'] : shape.peers),
  },
});

const any = { protocol: '*', ports: ['*'] } as const;

/** Every group has these. */
export const defaultRules: readonly JsonObject[] = [
  ruleOf('AllowVnetInBound', 65000, {
    ...any,
    inbound: true,
    allow: true,
    peers: ['VirtualNetwork'],
    others: 'VirtualNetwork',
  }),
  ruleOf('AllowAzureLoadBalancerInBound', 65001, {
    ...any,
    inbound: true,
    allow: true,
    peers: ['AzureLoadBalancer'],
  }),
  ruleOf('DenyAllInBound', 65500, { ...any, inbound: true, allow: false, peers: ['*'] }),
  ruleOf('AllowVnetOutBound', 65000, {
    ...any,
    inbound: false,
    allow: true,
    peers: ['VirtualNetwork'],
    others: 'VirtualNetwork',
  }),
  ruleOf('AllowInternetOutBound', 65001, { ...any, inbound: false, allow: true, peers: ['Internet'] }),
  ruleOf('DenyAllOutBound', 65500, { ...any, inbound: false, allow: false, peers: ['*'] }),
];
