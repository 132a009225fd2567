/** Draws what goes wrong in one scan of AWS. */

import { allChecks } from '#checks/index.ts';
import { partSource } from '#model/part-sources.ts';
import type { FaultEffect } from '#sandbox/contract.ts';
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import type { Route } from '#test/support/answered-scan.ts';
import { type Dice, diceOf } from '../dice.ts';
import type { Field } from '../draws.ts';
import {
  byChance,
  comesOrGoes,
  doubledAndLost,
  fromThenOn,
  httpTroubles,
  someTimes,
  where,
} from '../draws.ts';
import type { Damaged, Drawn, Scenario } from '../scenario.ts';
import { frame } from '../scenario.ts';
import type { AwsGround } from './ground.ts';
import { drawPoison } from './poison.ts';

export const drawAwsScenario = (seed: number, ground: AwsGround): Scenario => {
  const dice = diceOf(seed);
  const route: Route = dice.chance(0.3) ? 'config-aggregator' : 'config';
  const field: AwsField = { places: ground.accounts, actions, items: ground.items };
  const drawn: Drawn[] = [];
  const count = 1 + dice.whole(4);
  for (let index = 0; index < count; index += 1) drawn.push(dice.pick(kinds)(dice, field));
  return frame(dice, drawn, { seed, cloud: 'aws', route });
};

interface AwsField extends Field {
  readonly items: readonly ConfigItem[];
}

export const nameOf = (item: ConfigItem): string => item.arn ?? item.resourceId;
export const damagedItem = (item: ConfigItem): Damaged => ({ id: nameOf(item), kind: item.resourceType });

const actions = [
  '*',
  'config:*',
  'config:Select*',
  'config:Get*',
  'config:Describe*',
  'iam:*',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetCredentialReport',
  'iam:GenerateCredentialReport',
  'sts:*',
  'sts:AssumeRole',
  'account:ListRegions',
  'organizations:ListAccounts',
] as const;
const paged = ['config:Select*', 'iam:GetAccountAuthorizationDetails', '*'] as const;

/** Kinds of which other resources' parts are made: what they say about those may change with them. */
const joinedKinds = new Set<string>(
  allChecks.flatMap((check) =>
    check.on.flatMap((kind) =>
      [...check.reads, ...check.mayRead].flatMap((part) => {
        const source = partSource(kind, part);
        return source.from === 'config' ? (source.joins ?? []) : [];
      }),
    ),
  ),
);

const changes = (dice: Dice, ground: AwsField): Drawn =>
  comesOrGoes(dice, ground.items.filter((item) => !joinedKinds.has(item.resourceType)).map(nameOf), 60);

const omitted = (dice: Dice, ground: AwsField): Drawn => {
  const item = dice.pick(ground.items);
  const match = { action: 'config:Select*', resource: nameOf(item) };
  return {
    faults: [{ match, effect: { type: 'omit' } }],
    told: `left out: ${where(match)}`,
    damaged: damagedItem(item),
  };
};

const poisoned = (dice: Dice, ground: AwsField): Drawn => {
  const kind = dice.pick([...new Set(ground.items.map((item) => item.resourceType))]);
  const item = dice.pick(ground.items.filter((one) => one.resourceType === kind));
  const { path, value, what } = drawPoison(dice, kind);
  const match = { action: 'config:Select*', resource: nameOf(item) };
  return {
    faults: [{ match, effect: { type: 'set-field', path, value } }],
    told: `${what} in ${path} ${where(match)}`,
    damaged: damagedItem(item),
  };
};

const server = (dice: Dice): FaultEffect =>
  dice.pick([
    { type: 'error', status: 500, code: 'InternalFailure' },
    { type: 'error', status: 502, code: 'BadGateway' },
    { type: 'error', status: 503, code: 'ServiceUnavailable' },
    { type: 'error', status: 504, code: 'GatewayTimeout' },
  ]);

const wrong = (dice: Dice): FaultEffect => ({
  type: 'wrong-body',
  body: dice.pick(['html', 'empty', 'bare']),
});

const doubled = byChance('rows twice', () => ({ type: 'overlap' }));

const kinds: readonly ((dice: Dice, ground: AwsField) => Drawn)[] = [
  byChance('throttled', () => ({ type: 'throttle' })),
  byChance('throttled', () => ({ type: 'throttle' })),
  ...httpTroubles({ server, wrong, paged }),
  byChance('empty page', () => ({ type: 'empty-page' }), 0.5),
  (dice, ground) => doubled(dice, ground),
  someTimes('credentials expired', () => ({ type: 'expire-credentials' }), 3),
  fromThenOn('role removed', { type: 'reject-credentials' }, (account) => [
    { match: { action: 'sts:AssumeRole', account }, effect: { type: 'deny' }, skip: 1 },
  ]),
  fromThenOn('access denied', { type: 'deny' }),
  fromThenOn('guard rail', { type: 'deny', by: 'scp' }),
  changes,
  changes,
  omitted,
  omitted,
  doubledAndLost(doubled, omitted),
  (dice, ground) => {
    const minutes = (6 + dice.whole(20)) * (dice.chance(0.5) ? 1 : -1);
    return someTimes('clock apart', () => ({ type: 'shift-clock', minutes }), 1, { from: ['*'] })(
      dice,
      ground,
    );
  },
  poisoned,
  poisoned,
];
