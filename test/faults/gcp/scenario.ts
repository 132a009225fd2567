/** Draws what goes wrong in one scan of Google Cloud. */
import type { FaultEffect } from '#sandbox/contract.ts';
import type { Dice } from '../dice.ts';
import { diceOf } from '../dice.ts';
import type { Field } from '../draws.ts';
import { byChance, comesOrGoes, fromThenOn, someTimes } from '../draws.ts';
import { hostileValues, nestedObject, placeFor } from '../hostile-values.ts';
import type { Drawn, Scenario } from '../scenario.ts';
import { frame, quick } from '../scenario.ts';
import type { GcpGround } from './ground.ts';

interface GcpField extends Field, Pick<GcpGround, 'assets'> {}

export const drawGcpScenario = (seed: number, ground: GcpGround): Scenario => {
  const dice = diceOf(seed);
  const field: GcpField = { places: ground.sandbox.parents, actions, assets: ground.assets };
  const drawn: Drawn[] = [];
  const count = 1 + dice.whole(4);
  for (let index = 0; index < count; index += 1) drawn.push(dice.pick(kinds)(dice, field));
  return frame(dice, drawn, { seed, cloud: 'gcp', route: 'config' });
};

const actions = [
  '*',
  'cloudasset.assets.listResource',
  'cloudasset.assets.listIamPolicy',
  'cloudasset.assets.listOrgPolicy',
] as const;

const server = (dice: Dice): FaultEffect =>
  dice.pick([
    // INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED.
    { type: 'error', status: 500, code: 'Internal error encountered.' },
    { type: 'error', status: 503, code: 'The service is currently unavailable.' },
    { type: 'error', status: 504, code: 'Deadline expired before operation could complete.' },
  ]);

const changes = (dice: Dice, { assets }: GcpField): Drawn =>
  comesOrGoes(
    dice,
    assets.map(({ name }) => name),
    20,
  );

/** Fields by kind, where the kind has one that is worth it; else one that nobody knows. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'compute.googleapis.com/Firewall': ['allowed', 'allowed.0.ports', 'sourceRanges', 'priority'],
  'compute.googleapis.com/Instance': ['networkInterfaces', 'serviceAccounts', 'metadata'],
  'storage.googleapis.com/Bucket': ['iamConfiguration', 'labels'],
  'sqladmin.googleapis.com/Instance': ['settings', 'settings.ipConfiguration'],
};

/** What a `Struct` can hold and JSON can't. */
const ownValues: readonly (readonly [what: string, value: () => unknown])[] = [
  ['NaN', () => Number.NaN],
  ['infinity', () => Number.NEGATIVE_INFINITY],
  ['an object nested 80 deep', () => nestedObject(80)],
];

const poisoned = (dice: Dice, { assets }: GcpField): Drawn => {
  const kind = dice.pick([...new Set(assets.map(({ assetType }) => assetType))]);
  const asset = dice.pick(assets.filter(({ assetType }) => assetType === kind));
  const field = dice.pick(fields[kind] ?? ['unheardOf', 'labels']);
  const [what, make] = dice.chance(0.08)
    ? (['10 MB of text', () => 'x'.repeat(10_000_000)] as const)
    : dice.pick([...hostileValues, ...ownValues]);
  const value = make();
  const path = placeFor(field, what, value);
  return {
    faults: [{ match: { resource: asset.name }, effect: { type: 'set-field', path, value } }],
    told: `${what} in ${path} of ${asset.name}`,
    damaged: { id: asset.name, kind },
    // Deeper than the wire format's own reader follows.
    unreadable: what.startsWith('an object nested'),
  };
};

const kinds: readonly ((dice: Dice, field: GcpField) => Drawn)[] = [
  byChance('quota exceeded', () => ({ type: 'throttle' })),
  byChance('quota exceeded', () => ({ type: 'throttle' })),
  byChance('server error', server),
  someTimes('server error', server, 5),
  byChance('connection reset', () => ({ type: 'reset' })),
  someTimes('connection reset', () => ({ type: 'reset' }), 5),
  someTimes('no answer', () => ({ type: 'hang' }), 3, { slow: true }),
  someTimes('slow answer', () => ({ type: 'slow', milliseconds: 40 }), 3),
  someTimes('answer too slow', () => ({ type: 'slow', milliseconds: 3 * quick }), 2, { slow: true }),
  byChance('message cut', () => ({ type: 'cut' }), 0.5),
  byChance('message garbled', () => ({ type: 'garble' }), 0.5),
  byChance('message without members', () => ({ type: 'wrong-body', body: 'bare' }), 0.5),
  someTimes('message without members', () => ({ type: 'wrong-body', body: 'bare' }), 2),
  someTimes('page token expired', () => ({ type: 'expire-token' }), 2),
  someTimes('page token repeated', () => ({ type: 'repeat-token' }), 3),
  someTimes('empty page', () => ({ type: 'empty-page' }), 4),
  byChance('empty page', () => ({ type: 'empty-page' }), 0.5),
  byChance('assets twice', () => ({ type: 'overlap' })),
  byChance('assets twice', () => ({ type: 'overlap' })),
  someTimes('token expired', () => ({ type: 'expire-credentials' }), 3),
  fromThenOn('permission denied', { type: 'deny' }, undefined, 12),
  fromThenOn('permission denied', { type: 'deny' }, undefined, 12),
  fromThenOn('perimeter', { type: 'deny', by: 'scp' }, undefined, 12),
  fromThenOn('API switched off', { type: 'error', status: 403, code: 'SERVICE_DISABLED' }, undefined, 12),
  (dice, field) => {
    const minutes = -(3 + dice.whole(20));
    return someTimes('clock apart', () => ({ type: 'shift-clock', minutes }), 1)(dice, field);
  },
  changes,
  changes,
  poisoned,
  poisoned,
];
