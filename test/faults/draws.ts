/** Ways in which a fault is drawn, whatever it does. */
import type { Fault, FaultEffect, FaultMatch } from '#sandbox/contract.ts';
import type { Dice } from './dice.ts';
import type { Drawn } from './scenario.ts';
import { quick } from './scenario.ts';

/** Where faults may strike. */
export interface Field {
  /** Accounts, subscriptions, or parents that are listed. */
  readonly places: readonly string[];
  /** Actions, mostly with `*` as suffix. */
  readonly actions: readonly string[];
}

type Draw = (dice: Dice, field: Field) => Drawn;

const place = (dice: Dice, { places }: Field, from: readonly string[]): FaultMatch => ({
  action: dice.pick(from),
  ...(dice.chance(0.4) ? { account: dice.pick(places) } : {}),
});

export const where = ({ action = '*', account, resource }: FaultMatch): string =>
  `${action}${account === undefined ? '' : ` in ${account}`}${resource === undefined ? '' : ` of ${resource}`}`;

/** Of 1 to `most` × 100 per cent of the calls. */
export const byChance =
  (name: string, effectOf: (dice: Dice) => FaultEffect, most = 0.99, from?: readonly string[]): Draw =>
  (dice, field) => {
    const match = place(dice, field, from ?? field.actions);
    const of = Math.max(0.01, Math.round(dice.roll() * most * 100) / 100);
    const probability = { of, seed: dice.whole(1_000_000_000) };
    return {
      faults: [{ match, effect: effectOf(dice), probability }],
      told: `${name}: ${Math.round(of * 100)} % of ${where(match)}`,
    };
  };

/** Up to `most` times in a row, after some calls. */
export const someTimes =
  (
    name: string,
    effectOf: (dice: Dice) => FaultEffect,
    most: number,
    { from, slow = false, skips = 12 }: { from?: readonly string[]; slow?: boolean; skips?: number } = {},
  ): Draw =>
  (dice, field) => {
    const match = place(dice, field, from ?? field.actions);
    const [skip, times] = [dice.whole(skips), 1 + dice.whole(most)];
    return {
      faults: [{ match, effect: effectOf(dice), skip, times }],
      told: `${name}: ${where(match)}, ${times} times after ${skip} calls`,
      slow,
    };
  };

/** All calls of one place, after some. */
export const fromThenOn =
  (
    name: string,
    effect: FaultEffect,
    more: (account: string) => readonly Fault[] = () => [],
    skips = 25,
  ): Draw =>
  (dice, { places }) => {
    const account = dice.pick(places);
    const skip = dice.whole(skips);
    const match = { action: '*', account };
    return {
      faults: [{ match, effect, skip }, ...more(account)],
      told: `${name}: ${where(match)}, after ${skip} calls`,
    };
  };

/** Resources that are made or deleted after some calls. @param from their ids. */
export const comesOrGoes = (dice: Dice, from: readonly string[], skips: number): Drawn => {
  const names = Array.from({ length: 1 + dice.whole(4) }, () => dice.pick(from));
  const skip = dice.whole(skips);
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

/** What can befall any service that speaks HTTP, in the course of its pages. */
export const httpTroubles = ({
  server,
  wrong,
  paged,
}: {
  readonly server: (dice: Dice) => FaultEffect;
  readonly wrong: (dice: Dice) => FaultEffect;
  /** Actions that have pages. */
  readonly paged: readonly string[];
}): readonly Draw[] => [
  byChance('server error', server),
  byChance('connection reset', () => ({ type: 'reset' })),
  someTimes('connection reset', () => ({ type: 'reset' }), 5),
  someTimes('no answer', () => ({ type: 'hang' }), 3, { slow: true }),
  someTimes('slow body', () => ({ type: 'slow', milliseconds: 40 }), 3),
  someTimes('body too slow', () => ({ type: 'slow', milliseconds: 3 * quick }), 2, { slow: true }),
  byChance('body cut', () => ({ type: 'cut' }), 0.5),
  byChance('body garbled', () => ({ type: 'garble' }), 0.5),
  byChance('wrong body', wrong, 0.5),
  someTimes('wrong body', wrong, 3),
  someTimes('page token expired', () => ({ type: 'expire-token' }), 2, { from: paged }),
  someTimes('page token repeated', () => ({ type: 'repeat-token' }), 3, { from: paged }),
  someTimes('empty page', () => ({ type: 'empty-page' }), 4, { from: paged }),
];

/** A row that comes twice must not stand for one that does not come. */
export const doubledAndLost =
  <F extends Field>(doubled: Draw, omitted: (dice: Dice, field: F) => Drawn) =>
  (dice: Dice, field: F): Drawn => {
    const [twice, lost] = [doubled(dice, field), omitted(dice, field)];
    return { ...lost, faults: [...twice.faults, ...lost.faults], told: `${twice.told}; ${lost.told}` };
  };
