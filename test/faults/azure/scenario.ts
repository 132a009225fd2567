/** Draws what goes wrong in one scan of Azure. */
import type { FaultEffect } from '#sandbox/contract.ts';
import type { Dice } from '../dice.ts';
import { diceOf } from '../dice.ts';
import type { Field } from '../draws.ts';
import { byChance, comesOrGoes, doubledAndLost, fromThenOn, httpTroubles, someTimes } from '../draws.ts';
import { hostileValues, placeFor } from '../hostile-values.ts';
import type { Drawn, Scenario } from '../scenario.ts';
import { frame } from '../scenario.ts';
import type { AzureGround } from './ground.ts';

interface AzureField extends Field, Pick<AzureGround, 'items' | 'subscriptions'> {}

export const drawAzureScenario = (seed: number, ground: AzureGround): Scenario => {
  const dice = diceOf(seed);
  const { items, subscriptions, tenant } = ground;
  // Most of what is asked is asked of subscriptions.
  const places = [...subscriptions, ...subscriptions, tenant];
  const field: AzureField = { places, actions, items, subscriptions };
  const drawn: Drawn[] = [];
  const count = 1 + dice.whole(4);
  for (let index = 0; index < count; index += 1) drawn.push(dice.pick(kinds)(dice, field));
  return frame(dice, drawn, { seed, cloud: 'azure', route: 'config' });
};

const graph = 'Microsoft.ResourceGraph/*';
const list = 'Microsoft.Resources/subscriptions/resources/read';
const actions = [
  '*',
  graph,
  graph,
  'Microsoft.Resources/*',
  'Microsoft.Resources/subscriptions/read',
  list,
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Insights/diagnosticSettings/read',
  // What is read one by one, where Resource Graph fails.
  'Microsoft.Storage/*',
  'Microsoft.Network/*',
] as const;
const paged = [graph, graph, list, '*'] as const;
const lists = [list, 'Microsoft.Resources/subscriptions/resourceGroups/read'] as const;

/** A service that asks for a second makes a scan wait for it: seldom, and few times. */
const patience = (dice: Dice): number => (dice.chance(0.1) ? 1 : 0);

const server = (dice: Dice): FaultEffect =>
  dice.pick([
    { type: 'error', status: 500, code: 'InternalServerError' },
    { type: 'error', status: 502, code: 'BadGateway' },
    { type: 'error', status: 503, code: 'ServiceUnavailable' },
    { type: 'error', status: 504, code: 'GatewayTimeout' },
  ]);

const wrong = (dice: Dice): FaultEffect =>
  dice.chance(0.25)
    ? { type: 'mistyped' }
    : { type: 'wrong-body', body: dice.pick(['html', 'empty', 'bare']) };

const changes = (dice: Dice, { items }: AzureField): Drawn =>
  // An assignment or a custom role that goes between two pages looks like one that is kept from the reader.
  comesOrGoes(
    dice,
    items.filter(({ table }) => table === 'resources').map(({ id }) => id),
    60,
  );

const omitted = (dice: Dice, { items }: AzureField): Drawn => {
  const item = dice.pick(items);
  // The list leaves nothing out: what Resource Graph then fails to tell of, nobody does.
  return {
    faults: [{ match: { action: graph, resource: item.id }, effect: { type: 'omit' } }],
    told: `left out by ${graph}: ${item.id}`,
    damaged: { id: item.id, kind: item.type },
  };
};

/** Fields by kind, where the kind has one that is worth it; else one that nobody knows. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'microsoft.network/networksecuritygroups': [
    'properties.securityRules',
    'properties.securityRules.0.properties.priority',
    'properties.securityRules.0.properties.destinationPortRange',
    'properties.securityRules.0.properties.sourceAddressPrefix',
  ],
  'microsoft.storage/storageaccounts': ['properties', 'properties.networkAcls', 'sku'],
  'microsoft.authorization/roleassignments': ['properties', 'properties.scope'],
  'microsoft.authorization/roledefinitions': ['properties.permissions', 'properties.assignableScopes'],
};

const poisoned = (dice: Dice, { items }: AzureField): Drawn => {
  const kind = dice.pick([...new Set(items.map(({ type }) => type))]);
  const item = dice.pick(items.filter(({ type }) => type === kind));
  const field = dice.pick(fields[kind] ?? ['properties.unheardOf', 'tags', 'location', 'name']);
  const [what, make] = dice.chance(0.08)
    ? (['10 MB of text', () => 'x'.repeat(10_000_000)] as const)
    : dice.pick(hostileValues);
  // Without a location the resource lies nowhere, and `NaN` could be a place: other truths, both of them.
  const place = field === 'location' && /^(?:null|no number)$/.test(what) ? 'tags' : field;
  const value = make();
  // The vendor's client takes text in the place of tags apart, letter by letter.
  const path = place === 'tags' && what.startsWith('10 MB') ? 'tags.owner' : placeFor(place, what, value);
  return {
    faults: [{ match: { resource: item.id }, effect: { type: 'set-field', path, value } }],
    told: `${what} in ${path} of ${item.id}`,
    damaged: { id: item.id, kind },
  };
};

const doubled = byChance('rows twice', () => ({ type: 'overlap' }), 0.99, paged);

/** Of one subscription, which goes or is taken away. */
const ofSubscription =
  (name: string, effect: FaultEffect) =>
  (dice: Dice, { subscriptions, actions: any }: AzureField): Drawn =>
    fromThenOn(name, effect)(dice, { places: subscriptions, actions: any });

const kinds: readonly ((dice: Dice, field: AzureField) => Drawn)[] = [
  byChance('throttled', () => ({ type: 'throttle' })),
  byChance('throttled', () => ({ type: 'throttle' })),
  someTimes('throttled for a time', (dice) => ({ type: 'throttle', after: patience(dice) }), 3),
  someTimes('quota used up', (dice) => ({ type: 'quota-used', seconds: patience(dice) }), 2, {
    from: [graph],
  }),
  ...httpTroubles({ server, wrong, paged }),
  byChance('empty page', () => ({ type: 'empty-page' }), 0.5, paged),
  someTimes('result truncated', () => ({ type: 'truncate' }), 2, { from: [graph] }),
  someTimes('next page elsewhere', () => ({ type: 'stray-link' }), 2, { from: lists, skips: 4 }),
  doubled,
  someTimes('token expired', () => ({ type: 'expire-credentials' }), 3),
  fromThenOn('token revoked', { type: 'reject-credentials' }),
  fromThenOn('access denied', { type: 'deny' }),
  fromThenOn('deny assignment', { type: 'deny', by: 'scp' }),
  ofSubscription('role removed', { type: 'withdraw' }),
  ofSubscription('role removed', { type: 'withdraw' }),
  ofSubscription('subscription gone', { type: 'vanish' }),
  changes,
  changes,
  omitted,
  omitted,
  doubledAndLost(doubled, omitted),
  poisoned,
  poisoned,
];
