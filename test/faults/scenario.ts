/** Draws what goes wrong in one scan. */

import { allChecks } from '#checks/index.ts';
import { partSource } from '#model/part-sources.ts';
import type { Fault, FaultEffect, FaultMatch } from '#sandbox/contract.ts';
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import type { Route } from '#test/support/answered-scan.ts';
import { type Dice, diceOf } from './dice.ts';
import type { Ground } from './ground.ts';
import { drawPoison } from './poison.ts';
import { drawStoreTrouble, type StoreTrouble } from './trouble.ts';

export interface Scenario {
  readonly seed: number;
  readonly route: Route;
  readonly driver: 'memory' | 'files' | 's3';
  readonly faults: readonly Fault[];
  /** In words, for whoever has to find out what broke. */
  readonly told: readonly string[];
  readonly storeTrouble: StoreTrouble | undefined;
  /** A second scan, of the estate left in peace, runs on the same store at the same time. */
  readonly twin: boolean;
  /** A third scan shows that nothing was lost. */
  readonly recovers: boolean;
  readonly attempts: number;
  /** Milliseconds of one try. */
  readonly timeout: number;
  /** Items (ARN or id) that are not there all the time. */
  readonly changing: ReadonlySet<string>;
  /** Items that an answer is wrong about: left out, or poisoned. */
  readonly damaged: readonly ConfigItem[];
}

interface Drawn {
  readonly faults: readonly Fault[];
  readonly told: string;
  readonly slow?: boolean;
  readonly changing?: readonly string[];
  readonly damaged?: ConfigItem;
}

/** Time-out of tries in milliseconds where something hangs or is too slow. */
export const quick = 400;
const patient = 8_000;

export const drawScenario = (seed: number, ground: Ground): Scenario => {
  const dice = diceOf(seed);
  const route: Route = dice.chance(0.3) ? 'config-aggregator' : 'config';
  const drawn: Drawn[] = [];
  const count = 1 + dice.whole(4);
  for (let index = 0; index < count; index += 1) drawn.push(dice.pick(kinds)(dice, ground, route));
  const storeTrouble = dice.chance(0.2) ? drawStoreTrouble(dice) : undefined;
  return {
    seed,
    route,
    driver: dice.chance(0.75) ? 'memory' : dice.chance(0.5) ? 'files' : 's3',
    faults: drawn.flatMap(({ faults }) => faults),
    told: [...drawn.map(({ told }) => told), ...(storeTrouble === undefined ? [] : [storeTrouble.told])],
    storeTrouble,
    twin: storeTrouble === undefined && dice.chance(0.15),
    recovers: dice.chance(0.25),
    attempts: 2 + dice.whole(4),
    timeout: drawn.some(({ slow }) => slow === true) ? quick : patient,
    changing: new Set(drawn.flatMap(({ changing }) => changing ?? [])),
    damaged: drawn.flatMap(({ damaged }) => damaged ?? []),
  };
};

export const nameOf = (item: ConfigItem): string => item.arn ?? item.resourceId;

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

const place = (dice: Dice, ground: Ground, from: readonly string[]): FaultMatch => ({
  action: dice.pick(from),
  ...(dice.chance(0.4) ? { account: dice.pick(ground.accounts) } : {}),
});

const where = ({ action = '*', account, resource }: FaultMatch): string =>
  `${action}${account === undefined ? '' : ` in ${account}`}${resource === undefined ? '' : ` of ${resource}`}`;

const byChance =
  (name: string, effectOf: (dice: Dice) => FaultEffect, most = 0.99) =>
  (dice: Dice, ground: Ground): Drawn => {
    const match = place(dice, ground, actions);
    const of = Math.max(0.01, Math.round(dice.roll() * most * 100) / 100);
    const probability = { of, seed: dice.whole(1_000_000_000) };
    return {
      faults: [{ match, effect: effectOf(dice), probability }],
      told: `${name}: ${Math.round(of * 100)} % of ${where(match)}`,
    };
  };

const someTimes =
  (
    name: string,
    effectOf: (dice: Dice) => FaultEffect,
    from: readonly string[],
    most: number,
    slow = false,
  ) =>
  (dice: Dice, ground: Ground): Drawn => {
    const match = place(dice, ground, from);
    const [skip, times] = [dice.whole(12), 1 + dice.whole(most)];
    return {
      faults: [{ match, effect: effectOf(dice), skip, times }],
      told: `${name}: ${where(match)}, ${times} times after ${skip} calls`,
      slow,
    };
  };

const fromThenOn =
  (name: string, effect: FaultEffect, more: (account: string) => readonly Fault[] = () => []) =>
  (dice: Dice, ground: Ground): Drawn => {
    const account = dice.pick(ground.accounts);
    const skip = dice.whole(25);
    const match = { action: '*', account };
    return {
      faults: [{ match, effect, skip }, ...more(account)],
      told: `${name}: ${where(match)}, after ${skip} calls`,
    };
  };

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

const changes = (dice: Dice, ground: Ground): Drawn => {
  const candidates = ground.items.filter((item) => !joinedKinds.has(item.resourceType));
  const names = Array.from({ length: 1 + dice.whole(4) }, () => nameOf(dice.pick(candidates)));
  const skip = dice.whole(60);
  const appear = dice.chance(0.4);
  const now: FaultEffect = appear ? { type: 'change', show: names } : { type: 'change', hide: names };
  const faults: Fault[] = [{ match: { action: '*' }, effect: now, skip, times: 1 }];
  if (appear) faults.unshift({ match: { action: '*' }, effect: { type: 'change', hide: names }, times: 1 });
  return {
    faults,
    told: `${names.join(', ')} ${appear ? 'made' : 'deleted'} after ${skip} calls`,
    changing: names,
  };
};

const omitted = (dice: Dice, ground: Ground): Drawn => {
  const item = dice.pick(ground.items);
  const match = { action: 'config:Select*', resource: nameOf(item) };
  return {
    faults: [{ match, effect: { type: 'omit' } }],
    told: `left out: ${where(match)}`,
    damaged: item,
  };
};

const poisoned = (dice: Dice, ground: Ground): Drawn => {
  const kind = dice.pick([...new Set(ground.items.map((item) => item.resourceType))]);
  const item = dice.pick(ground.items.filter((one) => one.resourceType === kind));
  const { path, value, what } = drawPoison(dice, kind);
  const match = { action: 'config:Select*', resource: nameOf(item) };
  return {
    faults: [{ match, effect: { type: 'set-field', path, value } }],
    told: `${what} in ${path} ${where(match)}`,
    damaged: item,
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

const kinds: readonly ((dice: Dice, ground: Ground, route: Route) => Drawn)[] = [
  byChance('throttled', () => ({ type: 'throttle' })),
  byChance('throttled', () => ({ type: 'throttle' })),
  byChance('server error', server),
  byChance('connection reset', () => ({ type: 'reset' })),
  someTimes('connection reset', () => ({ type: 'reset' }), actions, 5),
  someTimes('no answer', () => ({ type: 'hang' }), actions, 3, true),
  someTimes('slow body', () => ({ type: 'slow', milliseconds: 40 }), actions, 3),
  someTimes('body too slow', () => ({ type: 'slow', milliseconds: 3 * quick }), actions, 2, true),
  byChance('body cut', () => ({ type: 'cut' }), 0.5),
  byChance('body garbled', () => ({ type: 'garble' }), 0.5),
  byChance('wrong body', wrong, 0.5),
  someTimes('wrong body', wrong, actions, 3),
  someTimes('page token expired', () => ({ type: 'expire-token' }), paged, 2),
  someTimes('page token repeated', () => ({ type: 'repeat-token' }), paged, 3),
  someTimes('empty page', () => ({ type: 'empty-page' }), paged, 4),
  byChance('empty page', () => ({ type: 'empty-page' }), 0.5),
  (dice, ground) => doubled(dice, ground),
  someTimes('credentials expired', () => ({ type: 'expire-credentials' }), actions, 3),
  fromThenOn('role removed', { type: 'reject-credentials' }, (account) => [
    { match: { action: 'sts:AssumeRole', account }, effect: { type: 'deny' }, skip: 1 },
  ]),
  fromThenOn('access denied', { type: 'deny' }),
  fromThenOn('guard rail', { type: 'deny', by: 'scp' }),
  changes,
  changes,
  omitted,
  omitted,
  // A row that comes twice must not stand for one that does not come.
  (dice, ground) => {
    const [twice, lost] = [doubled(dice, ground), omitted(dice, ground)];
    return { ...lost, faults: [...twice.faults, ...lost.faults], told: `${twice.told}; ${lost.told}` };
  },
  (dice, ground) => {
    const minutes = (6 + dice.whole(20)) * (dice.chance(0.5) ? 1 : -1);
    return someTimes('clock apart', () => ({ type: 'shift-clock', minutes }), ['*'], 1)(dice, ground);
  },
  poisoned,
  poisoned,
];
