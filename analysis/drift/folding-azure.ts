import { nsgRuleInWords } from '#model/azure/exposure.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { asAddressRange, asAllocated, asSaid, asWords, withoutCase } from './fold.ts';
import type { Folding } from './folding-row.ts';
import { azureId, of, spelledRange } from './folding-row.ts';

const switchWord = 'services write Enabled and enabled, Allow and allow for the same';

/** The switch and the list that storage accounts, vaults and registries have. */
const networkAccess = of(
  'microsoft.storage/storageaccounts',
  'microsoft.keyvault/vaults',
  'microsoft.containerregistry/registries',
);
const vaults = of('microsoft.keyvault/vaults');
const servers = of('microsoft.sql/servers', 'microsoft.dbforpostgresql/flexibleservers');
const network = of('microsoft.network/virtualnetworks');
const groups = of('microsoft.network/networksecuritygroups');
const assignments = of('microsoft.authorization/roleassignments');
const definitions = of('microsoft.authorization/roledefinitions');
const subscriptions = of('microsoft.resources/subscriptions');
const interfaces = of('microsoft.network/networkinterfaces');
const routes = of('microsoft.network/routetables');

const ends = ['sources', 'destinations'].flatMap((name) =>
  groups.texts(`rules[]/${name}`, `${spelledRange}, and tags have no case`, withoutCase, asAddressRange),
);

/** The last part of an id, which has no case either. */
const childNames = [
  ...groups.ids('rules[]/name'),
  ...network.ids('subnets[]/name', 'peerings[]/name'),
  ...routes.ids('routes[]/name'),
];

export const azureFoldings: readonly Folding[] = [
  ...subscriptions.ids('managementGroups[]', 'owners[]/principal', 'owners[]/scope', 'settings/tenant'),
  subscriptions.set('owners', ['principal', 'scope']),
  subscriptions.set('activityLog', ['name']),
  subscriptions.set('activityLog[]/categories'),
  ...subscriptions.texts('activityLog[]/destinations', azureId, withoutCase),
  ...of('microsoft.resources/subscriptions/resourcegroups').ids('settings/managedBy'),
  ...of('microsoft.management/managementgroups').ids('settings/parent'),
  ...assignments.ids('assignment/scope', 'assignment/role', 'assignment/principal'),
  definitions.set('definition/permissions'),
  ...['actions', 'notActions', 'dataActions', 'notDataActions'].flatMap((name) =>
    definitions.texts(
      `definition/permissions[]/${name}`,
      'Azure compares operations without case',
      withoutCase,
    ),
  ),
  ...definitions.texts('definition/assignableScopes', azureId, withoutCase),
  ...of('microsoft.authorization/policyassignments').ids('settings/definition', 'settings/scope'),
  ...of('microsoft.managedidentity/userassignedidentities').ids('settings/principal', 'settings/client'),

  ...network.ranges('addressSpace'),
  network.set('subnets', ['id']),
  ...network.ids(
    'subnets[]/id',
    'subnets[]/securityGroup',
    'subnets[]/routeTable',
    'subnets[]/natGateway',
    'peerings[]/remote',
  ),
  ...network.ranges('subnets[]/prefixes'),
  network.set('peerings', ['name']),
  groups.set(
    'rules',
    ['direction', 'name'],
    'the priority of a rule decides, not its place',
    (rule: NsgRule) => `${rule.allow ? 'allow' : 'deny'} ${nsgRuleInWords(rule)}`,
  ),
  ...ends,
  ...childNames,
  ...['sourceGroups', 'destinationGroups'].flatMap((name) =>
    groups.texts(`rules[]/${name}`, azureId, withoutCase),
  ),
  groups.set('rules[]/ports'),
  groups.set('rules[]/sourcePorts'),
  ...groups.texts('attachments/subnets', azureId, withoutCase),
  ...groups.texts('attachments/interfaces', azureId, withoutCase),
  routes.set('routes', ['name'], 'the narrowest prefix decides, not the order'),
  routes.folded('routes[]/prefix', spelledRange, asAddressRange),
  ...interfaces.ids(
    'settings/virtualMachine',
    'settings/securityGroup',
    'settings/addresses[]/subnet',
    'settings/addresses[]/publicAddress',
  ),
  interfaces.set('settings/addresses', ['privateAddress']),
  ...interfaces.texts('settings/addresses[]/applicationGroups', azureId, withoutCase),
  ...of('microsoft.network/publicipaddresses').ids('settings/attachedTo'),
  of('microsoft.network/publicipaddresses').folded('settings/allocation', switchWord, withoutCase),
  of('microsoft.network/publicipaddresses').folded(
    'settings',
    'a dynamic address is given anew after each stop',
    asAllocated,
  ),
  ...of('microsoft.network/azurefirewalls').ids('settings/policy', 'settings/virtualHub'),
  ...of('microsoft.network/firewallpolicies').ids('settings/parent'),
  ...of('microsoft.network/virtualnetworkgateways').texts('settings/subnets', azureId, withoutCase),
  ...['publicAddresses', 'subnets'].flatMap((name) =>
    of('microsoft.network/natgateways', 'microsoft.network/loadbalancers').texts(
      `settings/${name}`,
      azureId,
      withoutCase,
    ),
  ),
  ...of('microsoft.network/applicationgateways').texts('settings/publicAddresses', azureId, withoutCase),
  ...of('microsoft.network/applicationgateways').ids('settings/firewallPolicy'),
  ...of('microsoft.network/privateendpoints').ids('settings/subnet', 'settings/connections[]/target'),
  of('microsoft.network/privateendpoints').set('settings/connections', ['target']),
  ...of('microsoft.compute/virtualmachines').texts('settings/interfaces', azureId, withoutCase),
  of('microsoft.compute/disks').folded('access/publicNetworkAccess', switchWord, withoutCase),

  networkAccess.folded('network/publicNetworkAccess', switchWord, withoutCase),
  networkAccess.folded('network/defaultAction', switchWord, withoutCase),
  ...networkAccess.ranges('network/addresses'),
  ...networkAccess.texts('network/subnets', azureId, withoutCase),
  ...networkAccess.texts('network/resources', azureId, withoutCase),
  networkAccess.folded('network/bypass', 'words in any order and letter case', asWords),
  vaults.set('access/policies', ['principal', 'application', 'tenant']),
  ...['tenant', 'principal', 'application'].flatMap((name) => vaults.ids(`access/policies[]/${name}`)),
  ...['keys', 'secrets', 'certificates', 'storage'].flatMap((name) =>
    vaults.texts(`access/policies[]/${name}`, 'permissions are written Get and get', withoutCase),
  ),
  ...(['access/roleBased', 'protection/purgeProtection'] as const).map((at) =>
    vaults.folded(at, 'left out, it is off: Key Vault API Reference', asSaid(false)),
  ),
  of('microsoft.storage/storageaccounts').folded(
    'access/sharedKeys',
    'left out, it is on: Azure Storage API Reference',
    asSaid(true),
  ),
  servers.folded('network/publicNetworkAccess', switchWord, withoutCase),
  ...of('microsoft.dbforpostgresql/flexibleservers').ids('network/delegatedSubnet'),
  of('microsoft.web/sites').folded('settings/publicNetworkAccess', switchWord, withoutCase),
  of('microsoft.web/sites').ignored('settings/state', 'running or stopped is operation, not configuration'),
  ...of('microsoft.containerservice/managedclusters').ranges('apiServer/authorizedRanges'),
];
