import { gcpPartSources } from '#model/gcp/kinds.ts';
import {
  asAddressRange,
  asAssigned,
  asMember,
  asMinorVersion,
  withoutCase,
  withoutOuterSpaces,
} from './fold.ts';
import type { Folding } from './folding-row.ts';
import { of, spelledRange } from './folding-row.ts';

const everyKind = of(...Object.keys(gcpPartSources));
const memberCase = 'an e-mail address or domain has no case for Google';

const firewall = of('compute.googleapis.com/Firewall');
const firewallPolicy = of('compute.googleapis.com/FirewallPolicy');
const instance = of('compute.googleapis.com/Instance');
const forwarding = of('compute.googleapis.com/ForwardingRule', 'compute.googleapis.com/GlobalForwardingRule');

/** `compute.googleapis.com/Firewall` holds its only rule, a policy many. */
const rule = (row: ReturnType<typeof of>, at: string): readonly Folding[] => [
  row.set(`${at}/entries`, ['protocol'], 'any one entry is enough'),
  row.folded(`${at}/entries[]/protocol`, 'protocols are written TCP and tcp', withoutCase),
  row.set(`${at}/entries[]/ports`, [], 'any one span of ports is enough'),
  ...row.ranges(`${at}/sources`),
  ...row.ranges(`${at}/destinations`),
];

export const gcpFoldings: readonly Folding[] = [
  everyKind.set('iamPolicy/bindings', ['role', 'condition'], 'all bindings grant together'),
  ...everyKind.texts('iamPolicy/bindings[]/members', memberCase, asMember),
  everyKind.set('iamPolicy/audit', ['service']),
  everyKind.set('iamPolicy/audit[]/logTypes', ['type']),
  ...everyKind.texts('iamPolicy/audit[]/logTypes[]/exempted', memberCase, asMember),
  everyKind.set('orgPolicies', ['constraint']),
  of('iam.googleapis.com/Role').set('settings/permissions'),

  ...rule(firewall, 'rule'),
  ...['sourceTags', 'sourceAccounts', 'targetTags', 'targetAccounts'].map((name) =>
    firewall.set(`rule/${name}`),
  ),
  firewall.ignored('refusals', 'the rules that deny are compared themselves'),
  firewallPolicy.set('rules', ['priority'], 'the priority of a rule decides, not its place'),
  ...rule(firewallPolicy, 'rules[]'),
  ...['sourceTags', 'sourceLists', 'targets'].map((name) => firewallPolicy.set(`rules[]/${name}`)),
  firewallPolicy.set('associations'),
  of('compute.googleapis.com/Network').set('settings/peerings', ['network']),
  ...of('compute.googleapis.com/Subnetwork').ranges('settings/ranges'),
  of('compute.googleapis.com/Route').folded('settings/destination', spelledRange, asAddressRange),
  of('compute.googleapis.com/Route').set('settings/tags'),
  of('compute.googleapis.com/Router').set('settings/nats'),
  instance.folded(
    'network/interfaces[]/external[]',
    'an address that Google gives is another after each stop',
    asAssigned,
  ),
  instance.set('network/tags'),
  instance.set('accounts', ['email']),
  instance.set('accounts[]/scopes'),
  instance.ignored('settings/status', 'running or stopped is operation, not configuration'),
  of('compute.googleapis.com/Address').set('settings/users'),
  forwarding.set('settings/ports'),

  of('storage.googleapis.com/Bucket').folded(
    'settings/location',
    'a location is written EU and eu',
    withoutCase,
  ),
  of('storage.googleapis.com/Bucket').set('settings/lists', ['list', 'entity']),
  of('bigquery.googleapis.com/Dataset').folded(
    'settings/location',
    'a location is written EU and eu',
    withoutCase,
  ),
  of('bigquery.googleapis.com/Dataset').set('access', ['who', 'role']),
  ...of('sqladmin.googleapis.com/Instance').ranges('settings/authorizedNetworks'),
  of('logging.googleapis.com/LogSink').folded(
    'settings/filter',
    'outer spaces select nothing',
    withoutOuterSpaces,
  ),
  ...of('container.googleapis.com/Cluster').ranges('endpoint/authorizedNetworks'),
  of('container.googleapis.com/Cluster').folded(
    'settings/version',
    'Google patches every control plane by itself; another minor version stays drift',
    asMinorVersion,
  ),
  of('container.googleapis.com/NodePool').set('settings/scopes'),
];
